-- Organisations, members and an example table, with row level security. Every member may do everything within the organisation.
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
  created_at timestamptz not null default current_timestamp,
  primary key (org_id, user_id)
);
create index if not exists organization_members_user_id on public.organization_members (user_id);

create table if not exists public.projects (
  id         uuid        primary key default gen_random_uuid(),
  org_id     uuid        not null references public.organizations (id) on delete cascade,
  name       text        not null check (length(trim(name)) between 1 and 200),
  created_at timestamptz not null default current_timestamp
);
create index if not exists projects_org_id on public.projects (org_id);

alter table public.organizations        enable row level security;
alter table public.organization_members enable row level security;
alter table public.projects             enable row level security;

revoke all on public.organizations, public.organization_members, public.projects from anon, authenticated;
grant select on public.organizations, public.organization_members to authenticated;
grant select, insert, update, delete on public.projects to authenticated;
grant all on public.organizations, public.organization_members, public.projects to service_role;

-- Only one's own membership: a policy that looked at other rows of this very table would ask itself for ever.
create policy own_membership on public.organization_members for select to authenticated
  using (user_id = (select auth.uid()));

create policy members_see_it on public.organizations for select to authenticated
  using (exists (select from public.organization_members m where m.org_id = id and m.user_id = (select auth.uid())));

create policy members_use_projects on public.projects for all to authenticated
  using (exists (select from public.organization_members m where m.org_id = projects.org_id and m.user_id = (select auth.uid())))
  with check (exists (select from public.organization_members m where m.org_id = projects.org_id and m.user_id = (select auth.uid())));

commit;
