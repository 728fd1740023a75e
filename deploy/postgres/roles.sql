-- The roles of docs/contract.md §6. Run by a superuser (or a role with CREATEROLE); running it again changes
-- nothing. Passwords are set elsewhere (scripts/db.sh), never here.
--
--   anon, authenticated   what an end user may read; their claims are in request.jwt.claims
--   service_role          reads everything that has a policy for it
--   keys_owner            owns every table, cannot log in
--   keys_migrator         logs in to migrate: may become keys_owner, and may do what keys_owner may
--   keys_<service>        one login a service, with grants and policies on its own tables only
-- None of them may pass by row level security.

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['anon', 'authenticated', 'service_role', 'keys_owner'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', wanted);
    END IF;
  END LOOP;
  FOREACH wanted IN ARRAY ARRAY['keys_analytics', 'keys_catalog', 'keys_entitlement',
                                'keys_billing', 'keys_ingestion', 'keys_discovery'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOBYPASSRLS NOINHERIT', wanted);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keys_migrator') THEN
    CREATE ROLE keys_migrator LOGIN NOBYPASSRLS;
  END IF;
  IF NOT pg_has_role('keys_migrator', 'keys_owner', 'MEMBER') THEN
    GRANT keys_owner TO keys_migrator;
  END IF;
  -- On a server of somebody else's the one who runs this migrates too, and is no superuser.
  IF NOT pg_has_role(current_user, 'keys_owner', 'MEMBER') THEN
    EXECUTE format('GRANT keys_owner TO %I', current_user);
  END IF;
END
$$;
