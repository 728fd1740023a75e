-- Tries to break in, as each role, and rolls everything back. Each line that succeeds says "ok"; the first that does not ends the script.
\set ON_ERROR_STOP on
\set QUIET on
begin;

create function pg_temp.as_user(who uuid) returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', case when who is null then '' else json_build_object('sub', who)::text end, true);
end $$;

-- Runs the statement and compares the number of rows it touched or gave back.
create function pg_temp.touches(expected bigint, statement text, sentence text) returns text language plpgsql as $$
declare
  n bigint;
begin
  execute statement;
  get diagnostics n = row_count;
  if n <> expected then
    raise exception '% - % rows instead of %', sentence, n, expected;
  end if;
  return 'ok   ' || sentence;
end $$;

create function pg_temp.refused(code text, statement text, sentence text) returns text language plpgsql as $$
begin
  begin
    execute statement;
  exception when others then
    if sqlstate = code then
      return 'ok   ' || sentence;
    end if;
    raise exception '% - refused with % (%) instead of %', sentence, sqlstate, sqlerrm, code;
  end;
  raise exception '% - was allowed', sentence;
end $$;

\pset tuples_only on
\pset format unaligned

insert into auth.users (id) select ('00000000-0000-4000-8000-00000000000' || n)::uuid from generate_series(1, 5) n;
\set ada    '''00000000-0000-4000-8000-000000000001'''
\set ben    '''00000000-0000-4000-8000-000000000002'''
\set cleo   '''00000000-0000-4000-8000-000000000003'''
\set dora   '''00000000-0000-4000-8000-000000000004'''
\set eve    '''00000000-0000-4000-8000-000000000005'''

-- Ada founds Acme, Eve founds Evil; Ben is an admin of Acme, Cleo a member.
set local role authenticated;
select pg_temp.as_user(:ada) \g /dev/null
select public.create_organization('Acme', 'acme') as acme \gset
insert into public.organization_members (org_id, user_id, role) values (:'acme', :ben, 'admin'), (:'acme', :cleo, 'member');
insert into public.projects (org_id, name) values (:'acme', 'Secret plan'), (:'acme', 'Other plan');
select pg_temp.as_user(:eve) \g /dev/null
select public.create_organization('Evil', 'evil') as evil \gset

select pg_temp.touches(1, 'select * from public.organizations', 'a stranger sees only the organisation of their own');
select pg_temp.touches(0, 'select * from public.projects', 'a stranger sees no project');
select pg_temp.touches(1, 'select * from public.organization_members', 'a stranger sees no members but their own');
select pg_temp.touches(0, 'update public.projects set name = ''mine''', 'a stranger changes nothing');
select pg_temp.touches(0, 'delete from public.projects', 'a stranger deletes nothing');
select pg_temp.refused('42501', format('insert into public.projects (org_id, name) values (%L, ''spy'')', :'acme'), 'a stranger adds nothing');
select pg_temp.refused('42501', format('insert into public.organization_members (org_id, user_id, role) values (%L, %L, ''member'')', :'acme', :eve),
                       'a stranger does not let themselves in');
select pg_temp.refused('42501', format('update public.projects set org_id = %L', :'evil'), 'a row cannot be moved to another organisation');
select pg_temp.refused('42501', 'insert into public.organizations (name, slug) values (''x'', ''x'')', 'an organisation is not made without its owner');
select pg_temp.refused('42501', 'select * from auth.users', 'nobody lists the users');

select pg_temp.as_user(:cleo) \g /dev/null
select pg_temp.touches(2, 'select * from public.projects', 'a member sees the projects');
select pg_temp.touches(3, 'select * from public.organization_members', 'a member sees who else is there');
select pg_temp.touches(2, 'update public.projects set archived = true', 'a member works on projects');
select pg_temp.touches(0, 'delete from public.projects', 'a member deletes no project');
select pg_temp.touches(0, format('update public.organization_members set role = ''owner'' where user_id = %L', :cleo), 'a member does not raise themselves');
select pg_temp.touches(0, format('delete from public.organization_members where user_id = %L', :ben), 'a member removes nobody');

select pg_temp.as_user(:ben) \g /dev/null
select pg_temp.refused('42501', format('update public.organization_members set role = ''owner'' where user_id = %L', :ben), 'an admin does not become owner by themselves');
select pg_temp.touches(0, format('update public.organization_members set role = ''member'' where user_id = %L', :ada), 'an admin does not demote an owner');
select pg_temp.refused('42501', format('insert into public.organization_members (org_id, user_id, role) values (%L, %L, ''owner'')', :'acme', :dora),
                       'an admin brings in no owner');
select pg_temp.touches(1, format('insert into public.organization_members (org_id, user_id, role) values (%L, %L, ''member'')', :'acme', :dora),
                       'an admin brings in a member');
select pg_temp.touches(1, 'delete from public.projects where name = ''Other plan''', 'an admin deletes a project');
select pg_temp.touches(0, format('delete from public.organizations where id = %L', :'acme'), 'an admin does not delete the organisation');

select pg_temp.as_user(:dora) \g /dev/null
select pg_temp.touches(1, format('delete from public.organization_members where user_id = %L', :dora), 'everybody may leave');

select pg_temp.as_user(:ada) \g /dev/null
select pg_temp.refused('23514', format('delete from public.organization_members where user_id = %L', :ada), 'the last owner cannot leave');
select pg_temp.refused('23514', format('update public.organization_members set role = ''member'' where user_id = %L', :ada), 'the last owner cannot step down');
select pg_temp.touches(1, format('update public.organization_members set role = ''owner'' where user_id = %L', :ben), 'an owner makes another owner');
select pg_temp.touches(1, format('delete from public.organization_members where user_id = %L', :ada), 'with a second owner the first may leave');

select pg_temp.as_user(null) \g /dev/null
select pg_temp.touches(0, 'select * from public.projects', 'without a claim there is nothing to see');
select pg_temp.refused('28000', 'select public.create_organization(''x'', ''x'')', 'without a claim nothing is founded');

set local role anon;
select pg_temp.refused('42501', 'select * from public.projects', 'signed out, the tables do not exist');
select pg_temp.refused('42501', 'select public.create_organization(''x'', ''x'')', 'signed out, functions cannot be called');

reset role;
set local role service_role;
select pg_temp.touches(1, 'select * from public.projects where name = ''Secret plan''', 'the service role sees everything');
select pg_temp.touches(1, format('delete from public.organizations where id = %L', :'acme'), 'deleting an organisation takes everything of it along');
select pg_temp.touches(0, 'select * from public.projects', 'nothing of it is left');

reset role;
select pg_temp.touches(3, $$select from pg_class where relrowsecurity and relforcerowsecurity and oid in
  ('public.organizations'::regclass, 'public.organization_members'::regclass, 'public.projects'::regclass)$$,
  'the owner of the tables is held by the policies, too');
rollback;
