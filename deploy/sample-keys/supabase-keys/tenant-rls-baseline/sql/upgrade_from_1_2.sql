-- From version 1.2.0, where all members were alike. Apply this, then 002_policies.sql, in one maintenance window of a few seconds: until
-- 002 has run, the policies of 1.2.0 still hold.
begin;

alter table public.organization_members
  add column if not exists role text not null default 'member' check (role in ('owner', 'admin', 'member'));

-- Whoever was there first becomes the owner; the choice can be changed afterwards, an organisation without an owner could not be.
update public.organization_members m
   set role = 'owner'
  from (select distinct on (org_id) org_id, user_id from public.organization_members order by org_id, created_at, user_id) as oldest
 where m.org_id = oldest.org_id and m.user_id = oldest.user_id
   and not exists (select from public.organization_members o where o.org_id = m.org_id and o.role = 'owner');

create index if not exists organization_members_user on public.organization_members (user_id) include (org_id, role);

alter table public.projects
  add column if not exists archived   boolean not null default false,
  add column if not exists created_by uuid default auth.uid() references auth.users (id) on delete set null;
create index if not exists projects_org on public.projects (org_id, created_at desc, id desc);
drop index if exists public.projects_org_id;
drop index if exists public.organization_members_user_id;

commit;
