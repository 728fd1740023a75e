-- Row level security for the tables of 001. May be applied again: it replaces what it made.
--
-- Membership is looked up by one function that runs with the rights of a role of its own. A policy on organization_members that
-- selected from organization_members would ask itself for ever; a function whose role may read that one table does not.
begin;

create schema if not exists tenancy;
revoke all on schema tenancy from public;

do $$
begin
  if not exists (select from pg_roles where rolname = 'tenancy_lookup') then
    create role tenancy_lookup nologin;
  end if;
end
$$;
grant tenancy_lookup to current_user;
grant usage, create on schema tenancy to tenancy_lookup;
grant usage on schema public to tenancy_lookup;
grant select, insert on public.organizations, public.organization_members to tenancy_lookup;

-- Who is calling, from the verified token's claims. The same as auth.uid(), but without a right on schema auth, which the role of the lookup
-- does not have.
create or replace function tenancy.user_id() returns uuid
  language sql stable set search_path = ''
as $$ select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;

-- The caller's organisations in which they have at least the given role. Stable, so it is worked out once per statement and not per row.
create or replace function tenancy.org_ids(least_role text default 'member') returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select m.org_id
    from public.organization_members m
   where m.user_id = tenancy.user_id()
     and array_position(array['member', 'admin', 'owner'], m.role)
         >= array_position(array['member', 'admin', 'owner'], least_role)
$$;

-- An organisation and its first owner come into being together; inserting into either table directly is not allowed to anybody.
create or replace function tenancy.create_organization(name text, slug text) returns uuid
  language plpgsql security definer set search_path = ''
as $$
declare
  new_id uuid := gen_random_uuid();
begin
  if tenancy.user_id() is null then
    raise exception 'sign in first' using errcode = '28000';
  end if;
  insert into public.organizations (id, name, slug) values (new_id, create_organization.name, create_organization.slug);
  insert into public.organization_members (org_id, user_id, role) values (new_id, tenancy.user_id(), 'owner');
  return new_id;
end
$$;

-- The last owner can neither leave, be removed, nor step down. One at a time per organisation: two owners who leave at the same moment would
-- otherwise each see the other still there.
create or replace function tenancy.keep_an_owner() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner' and new.org_id = old.org_id) then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(old.org_id::text, 0));
  -- If the organisation itself is being deleted its members go with it, the last owner too.
  if exists (select from public.organizations o where o.id = old.org_id)
     and not exists (select from public.organization_members m
                      where m.org_id = old.org_id and m.role = 'owner' and m.user_id <> old.user_id) then
    raise exception 'an organisation needs an owner' using errcode = '23514', hint = 'Make somebody else an owner first.';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;

alter function tenancy.org_ids(text) owner to tenancy_lookup;
alter function tenancy.create_organization(text, text) owner to tenancy_lookup;
alter function tenancy.keep_an_owner() owner to tenancy_lookup;
revoke create on schema tenancy from tenancy_lookup;
revoke all on all functions in schema tenancy from public;
grant usage on schema tenancy to authenticated;
grant execute on function tenancy.user_id() to authenticated, tenancy_lookup;
grant execute on function tenancy.org_ids(text), tenancy.create_organization(text, text) to authenticated;

-- What the API calls: schema public is exposed, tenancy is not.
create or replace function public.create_organization(name text, slug text) returns uuid
  language sql security invoker set search_path = ''
as $$ select tenancy.create_organization(name, slug) $$;
revoke all on function public.create_organization(text, text) from public;
grant execute on function public.create_organization(text, text) to authenticated;

drop trigger if exists keep_an_owner on public.organization_members;
create trigger keep_an_owner before delete or update on public.organization_members
  for each row execute function tenancy.keep_an_owner();

-- Rights on tables and columns come first; row level security only narrows them. org_id is not in the list for projects: a row cannot be
-- moved to another organisation, not even by somebody who belongs to both.
revoke all on public.organizations, public.organization_members, public.projects from anon, authenticated;
grant select, delete on public.organizations, public.organization_members, public.projects to authenticated;
grant update (name, slug) on public.organizations to authenticated;
grant insert (org_id, user_id, role), update (role) on public.organization_members to authenticated;
grant insert (org_id, name, archived), update (name, archived) on public.projects to authenticated;
grant all on public.organizations, public.organization_members, public.projects to service_role;

alter table public.organizations        enable row level security, force row level security;
alter table public.organization_members enable row level security, force row level security;
alter table public.projects             enable row level security, force row level security;

do $$
declare
  policy record;
begin
  for policy in select schemaname, tablename, policyname from pg_policies
                 where schemaname = 'public' and tablename in ('organizations', 'organization_members', 'projects') loop
    execute format('drop policy %I on %I.%I', policy.policyname, policy.schemaname, policy.tablename);
  end loop;
end
$$;

-- What the lookup role needs, and nothing else.
create policy lookup_reads_members on public.organization_members for select to tenancy_lookup using (true);
create policy lookup_adds_owner on public.organization_members for insert to tenancy_lookup with check (role = 'owner');
create policy lookup_reads_organizations on public.organizations for select to tenancy_lookup using (true);
create policy lookup_adds_organization on public.organizations for insert to tenancy_lookup with check (true);

create policy members_see_it on public.organizations for select to authenticated
  using (id = any (array(select tenancy.org_ids('member'))));
create policy admins_change_it on public.organizations for update to authenticated
  using (id = any (array(select tenancy.org_ids('admin'))))
  with check (id = any (array(select tenancy.org_ids('admin'))));
create policy owners_delete_it on public.organizations for delete to authenticated
  using (id = any (array(select tenancy.org_ids('owner'))));

create policy members_see_each_other on public.organization_members for select to authenticated
  using (org_id = any (array(select tenancy.org_ids('member'))));
-- Admins bring in admins and members, owners anybody. Nobody raises themselves above what they are.
create policy admins_add on public.organization_members for insert to authenticated
  with check (org_id = any (array(select tenancy.org_ids(case when role = 'owner' then 'owner' else 'admin' end))));
create policy admins_change_roles on public.organization_members for update to authenticated
  using (org_id = any (array(select tenancy.org_ids(case when role = 'owner' then 'owner' else 'admin' end))))
  with check (org_id = any (array(select tenancy.org_ids(case when role = 'owner' then 'owner' else 'admin' end))));
create policy admins_remove_and_everybody_may_leave on public.organization_members for delete to authenticated
  using (user_id = (select tenancy.user_id())
         or org_id = any (array(select tenancy.org_ids(case when role = 'owner' then 'owner' else 'admin' end))));

create policy members_see_projects on public.projects for select to authenticated
  using (org_id = any (array(select tenancy.org_ids('member'))));
create policy members_add_projects on public.projects for insert to authenticated
  with check (org_id = any (array(select tenancy.org_ids('member'))));
create policy members_change_projects on public.projects for update to authenticated
  using (org_id = any (array(select tenancy.org_ids('member'))))
  with check (org_id = any (array(select tenancy.org_ids('member'))));
create policy admins_delete_projects on public.projects for delete to authenticated
  using (org_id = any (array(select tenancy.org_ids('admin'))));

commit;
