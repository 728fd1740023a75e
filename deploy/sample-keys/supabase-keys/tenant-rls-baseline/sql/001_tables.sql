-- Organisations, who belongs to them, and one example of a table that belongs to an organisation.
begin;

create table if not exists public.organizations (
  id         uuid        primary key default gen_random_uuid(),
  name       text        not null check (length(trim(name)) between 1 and 200),
  slug       text        not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
  created_at timestamptz not null default current_timestamp
);

create table if not exists public.organization_members (
  org_id     uuid        not null references public.organizations (id) on delete cascade,
  user_id    uuid        not null references auth.users (id) on delete cascade,
  role       text        not null default 'member' check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null default current_timestamp,
  primary key (org_id, user_id)
);

-- Every policy asks "which organisations has this user?"; this index answers it without touching the table.
create index if not exists organization_members_user on public.organization_members (user_id) include (org_id, role);

-- Copy this pattern for your own tables: org_id NOT NULL, indexed, first in every composite index.
create table if not exists public.projects (
  id         uuid        primary key default gen_random_uuid(),
  org_id     uuid        not null references public.organizations (id) on delete cascade,
  name       text        not null check (length(trim(name)) between 1 and 200),
  archived   boolean     not null default false,
  created_by uuid        default auth.uid() references auth.users (id) on delete set null,
  created_at timestamptz not null default current_timestamp
);

create index if not exists projects_org on public.projects (org_id, created_at desc, id desc);

commit;
