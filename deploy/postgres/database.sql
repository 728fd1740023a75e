-- Prepares a database before the first migration: the roles that may connect, extensions, and the functions by which
-- row level security knows the caller. Run by a superuser; running it again changes nothing. On Supabase the schema
-- auth is there already and stays as it is.

DO $$
BEGIN
  IF (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())
     <> 'keys_owner' THEN
    RETURN;  -- a database that others share: its doors are not ours to close
  END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO keys_migrator, keys_analytics, '
                 'keys_catalog, keys_entitlement, keys_billing, keys_ingestion, keys_discovery',
                 current_database());
  EXECUTE format('GRANT TEMP ON DATABASE %I TO keys_migrator', current_database());
  -- A service needs no tables of its own making.
  EXECUTE format('REVOKE TEMP ON DATABASE %I FROM keys_analytics, keys_catalog, keys_entitlement, '
                 'keys_billing, keys_ingestion, keys_discovery', current_database());
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

-- The functions by which a person is erased. Each service's own <service>_erase_person calls them as keys_owner. Every
-- function that acts as the owner, and what it calls, names pg_temp last in its search path: Postgres would look there
-- first, and a caller's own table of the same name would bring triggers that run as the owner.

-- Whether a text names the person: their id in capitals or small letters, with or without hyphens. Ids are ASCII, and
-- by the rules of C small letters are made of capitals three times as fast.
CREATE OR REPLACE FUNCTION public.keys_names(value text, person uuid) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT position(replace(person::text, '-', '') IN replace(lower(value COLLATE "C"), '-', '')) > 0
$$;

-- The ids that stand in a text, in any of these spellings; for an index, so that whoever is named in it is found without
-- reading what is kept of everybody. Digits without a hyphen are an id when they stand alone, or in a run that is a
-- little longer; a hash of 64 digits is none. Never changed in what it answers: indexes are made of it.
CREATE OR REPLACE FUNCTION public.keys_ids_in(value text) RETURNS uuid[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF value IS NULL OR length(value) < 32 THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(
    SELECT named[1]::uuid FROM regexp_matches(value,
      '([0-9a-f]{8}(?:-[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{4}-[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}'
      '|[0-9a-f]{8}-[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{12}-[0-9a-f]{12}))', 'gi') AS named
    UNION
    SELECT substr(run[1], place, 32)::uuid
    FROM regexp_matches(value, '(?<![0-9a-f])([0-9a-f]{32,63})(?![0-9a-f])', 'gi') AS run,
         generate_series(1, length(run[1]) - 31) AS place);
END
$$;
CREATE OR REPLACE FUNCTION public.keys_ids_of_answer(scope text, key text, response bytea) RETURNS uuid[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.keys_ids_in(scope || ' ' || key || ' ' || coalesce(encode(response, 'escape'), ''))
$$;
CREATE OR REPLACE FUNCTION public.keys_ids_of_entry(actor text, subject text, details jsonb) RETURNS uuid[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.keys_ids_in(actor || ' ' || subject || ' ' || details::text)
$$;

-- A text without the person: a stand-in's id in place of theirs, and no e-mail address.
CREATE OR REPLACE FUNCTION public.keys_erased(value text, person uuid, stand_in uuid) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(
    regexp_replace(value, replace(person::text, '-', '-?'), stand_in::text, 'gi'),
    '[^\s"''\\<>(),;:=&?]+(@|%40)[^\s"''\\<>(),;:=&?]+', '(erased)', 'g')
$$;

-- The same of every text in a document: in its written form a text cannot be told from its escapes.
CREATE OR REPLACE FUNCTION public.keys_erased(value jsonb, person uuid, stand_in uuid) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      RETURN (SELECT coalesce(jsonb_object_agg(keys_erased(name, person, stand_in),
                                               keys_erased(member, person, stand_in)), '{}')
              FROM jsonb_each(value) AS members (name, member));
    WHEN 'array' THEN
      RETURN (SELECT coalesce(jsonb_agg(keys_erased(element, person, stand_in) ORDER BY place), '[]')
              FROM jsonb_array_elements(value) WITH ORDINALITY AS elements (element, place));
    WHEN 'string' THEN
      RETURN to_jsonb(keys_erased(value #>> '{}', person, stand_in));
    ELSE
      RETURN value;
  END CASE;
END
$$;

-- A document without what anybody gave as a reason in it.
CREATE OR REPLACE FUNCTION public.keys_without_reasons(value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF jsonb_typeof(value) <> 'object' THEN
    RETURN value;
  END IF;
  RETURN (SELECT coalesce(jsonb_object_agg(name, CASE WHEN name = 'reason' THEN '"(erased)"'::jsonb
                                                      ELSE keys_without_reasons(member) END), '{}')
          FROM jsonb_each(value) AS members (name, member));
END
$$;

-- Both ids are equally long, so a serialized message stays one.
CREATE OR REPLACE FUNCTION public.keys_erased_bytes(value bytea, person uuid, stand_in uuid)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT decode(replace(encode(value, 'hex'), encode(convert_to(person::text, 'UTF8'), 'hex'),
                        encode(convert_to(stand_in::text, 'UTF8'), 'hex')), 'hex')
$$;

-- Erases the person from messages to other services. Returns false and does nothing when one is being delivered.
CREATE OR REPLACE FUNCTION public.keys_erase_from_outbox(service text, person uuid, stand_in uuid,
                                                         moment timestamptz) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  names_them text := 'position(convert_to($1::text, ''UTF8'') IN payload) > 0 '
                     'OR position($1::text IN aggregate) > 0';
  delivering boolean;
BEGIN
  -- A relay that looks for messages to deliver skips locked ones.
  EXECUTE format('SELECT 1 FROM %I WHERE %s FOR UPDATE', service || '_outbox', names_them)
    USING person;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE (%s) AND done_at IS NULL '
                 'AND dead_at IS NULL AND leased_until > $2)', service || '_outbox', names_them)
    INTO delivering USING person, moment;
  IF delivering THEN
    RETURN false;
  END IF;
  -- A client may choose its request's id.
  EXECUTE format('UPDATE %I SET payload = keys_erased_bytes(payload, $1, $2), '
                 'aggregate = replace(aggregate, $1::text, $2::text), request_id = '''' WHERE %s',
                 service || '_outbox', names_them)
    USING person, stand_in;
  RETURN true;
END
$$;

-- Answers kept under idempotency keys: given to them, or telling of them.
CREATE OR REPLACE FUNCTION public.keys_erase_answers(service text, person uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format('DELETE FROM %I WHERE keys_ids_of_answer(scope, key, response) @> ARRAY[$1]',
                 service || '_idempotency')
    USING person;
END
$$;

-- In a chain of audit entries: those that name the person, or are of one of the subjects `about`. Nobody can tell
-- what the reason of an entry about them says of them: it goes; only what they gave as a reason for something
-- done to others stays. The entries' hashes stay as they were, so the chain stays whole; what they say now is attested by the entry person.erase that
-- the service appends in the same transaction, whose details hold this answer: {"<seq>": "<hash>"}. At most 1,000
-- entries at a time: when it answers so many, more may follow.
CREATE OR REPLACE FUNCTION public.keys_erase_from_audit(service text, person uuid, stand_in uuid,
                                                        about text[]) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  entries jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(service || '_audit', 0));
  EXECUTE format($query$
    WITH named AS (
      SELECT seq FROM %1$I WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1]
      UNION
      SELECT seq FROM %1$I WHERE subject = ANY($3)),
    erased AS (
      SELECT seq, keys_erased(actor, $1, $2) AS actor, keys_erased(subject, $1, $2) AS subject,
             keys_erased(CASE WHEN subject = ANY($3) OR keys_names(subject, $1)
                                   OR keys_names(details::text, $1)
                              THEN keys_without_reasons(details) ELSE details END, $1, $2) AS details
      FROM %1$I JOIN named USING (seq)),
    found AS (
      SELECT erased.* FROM erased JOIN %1$I AS entry USING (seq)
      WHERE (entry.actor, entry.subject, entry.details)
            IS DISTINCT FROM (erased.actor, erased.subject, erased.details)
      ORDER BY seq LIMIT 1000),
    changed AS (
      UPDATE %1$I AS entry
      SET actor = found.actor, subject = found.subject, details = found.details
      FROM found
      WHERE entry.seq = found.seq
      RETURNING entry.*)
    SELECT coalesce(jsonb_object_agg(entry.seq::text, keys_erased_entry_hash(
             entry.hash, entry.prev_hash, entry.seq, entry.at, entry.actor, entry.action, entry.subject,
             entry.details)), '{}')
    FROM changed AS entry $query$, service || '_audit')
  INTO entries USING person, stand_in, about;
  RETURN entries;
END
$$;

-- Computes the hash of an entry after an erasure. common/audit computes the same; scripts/verify-audit.sh calls this.
CREATE OR REPLACE FUNCTION public.keys_erased_entry_hash(
  hash text, prev_hash text, seq bigint, at timestamptz, actor text, action text, subject text,
  details jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    hash, prev_hash, seq, (extract(epoch FROM at) * 1000000)::bigint, actor, action, subject,
    details)::text, 'UTF8')), 'hex')
$$;

-- The migrations that were applied, with the digests of their files. scripts/db.sh writes a row in each migration's
-- transaction.
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
