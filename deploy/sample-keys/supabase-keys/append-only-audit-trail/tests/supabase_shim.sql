-- The three roles that Supabase brings along, for trying this on a plain Postgres.
do $$
declare
  name text;
begin
  foreach name in array array['anon', 'authenticated', 'service_role'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin %s', name, case when name = 'service_role' then 'bypassrls' else '' end);
    end if;
  end loop;
end
$$;
