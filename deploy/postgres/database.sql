-- What one database needs before the first migration: who may enter, extensions, the functions that
-- row level security asks who is calling. Run by a superuser; running it again changes nothing.
-- On Supabase the schema auth is there already and stays as it is.

DO $$
BEGIN
  IF (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())
     <> 'keys_owner' THEN
    RETURN;  -- a database that others share: its doors are not ours to close
  END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT, TEMP ON DATABASE %I TO keys_migrator, keys_analytics, '
                 'keys_catalog, keys_entitlement, keys_billing, keys_ingestion, keys_discovery',
                 current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO keys_owner;
GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role, keys_migrator, keys_analytics,
  keys_catalog, keys_entitlement, keys_billing, keys_ingestion, keys_discovery;

SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
RESET client_min_messages;

DO $do$
BEGIN
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'auth') THEN
    RETURN;
  END IF;
  CREATE SCHEMA auth;
  GRANT USAGE ON SCHEMA auth TO PUBLIC;

  CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
  CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT (auth.jwt() ->> 'sub')::uuid $$;
  CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT auth.jwt() ->> 'role' $$;
END
$do$;

-- What has been applied, and from which bytes. Written by scripts/db.sh in each migration's transaction.
DO $$
BEGIN
  IF to_regclass('public.schema_migrations') IS NULL THEN
    CREATE TABLE public.schema_migrations (
      service text NOT NULL,
      name text NOT NULL,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL,
      PRIMARY KEY (service, name)
    );
    ALTER TABLE public.schema_migrations OWNER TO keys_owner;
    GRANT SELECT ON public.schema_migrations TO keys_migrator;
  END IF;
END
$$;
