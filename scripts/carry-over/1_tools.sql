-- Shared by the other files here: the rows of the original, the outcome of each, and small functions. All of it lives
-- in pg_temp and ends with the session.

CREATE TEMP TABLE original (
  place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tab text NOT NULL,
  line jsonb NOT NULL
);

-- Exactly one for each original row: written, kept (was there already), merged (another row stands for it), left.
CREATE TEMP TABLE outcomes (
  place bigint PRIMARY KEY,
  outcome text NOT NULL CHECK (outcome IN ('written', 'kept', 'merged', 'left')),
  reason text,
  detail text
);
-- Notes to the operator about rows that were carried over.
CREATE TEMP TABLE notes (place bigint NOT NULL, reason text NOT NULL, detail text NOT NULL);
-- Original KEYS and bundles → ours.
CREATE TEMP TABLE key_map (old_id uuid PRIMARY KEY, new_id uuid NOT NULL, slug text NOT NULL);
CREATE TEMP TABLE bundle_map (old_id uuid PRIMARY KEY, new_id uuid NOT NULL, key_ids uuid[] NOT NULL);

CREATE FUNCTION pg_temp.as_uuid(written text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN written ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN written::uuid END
$$;

-- A time without zone is meant in UTC, which is the session's. Null when it is none, or endless.
CREATE FUNCTION pg_temp.as_time(written text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
  read timestamptz := written::timestamptz;
BEGIN
  RETURN CASE WHEN isfinite(read) AND read BETWEEN '0001-01-02Z' AND '9999-12-30Z' THEN read END;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;

CREATE FUNCTION pg_temp.as_count(written text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN written ~ '^-?[0-9]{1,15}$' THEN written::bigint END
$$;

-- The strings of a JSON array, each once, in its order; none when it is no array.
CREATE FUNCTION pg_temp.texts(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(item ORDER BY first), '{}') FROM (
    SELECT item #>> '{}' AS item, min(n) AS first
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(list) = 'array' THEN list ELSE '[]' END)
         WITH ORDINALITY AS e (item, n)
    WHERE jsonb_typeof(item) = 'string' AND item #>> '{}' <> '' GROUP BY 1) AS listed
$$;

-- An id that is the same in every run.
CREATE FUNCTION pg_temp.made_id(VARIADIC parts text[]) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT overlay(overlay(md5(array_to_string(parts, '/')) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid
$$;

-- A name by our rules, made of whatever was written: the same for the same input.
CREATE FUNCTION pg_temp.as_slug(written text, id uuid) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN slug = '' THEN 'key-' || left(id::text, 8)
    WHEN slug IN ('keys', 'bundles', 'discover', 'entitlements', 'orders', 'analytics', 'admin')
      OR pg_temp.as_uuid(slug) IS NOT NULL THEN slug || '-key'
    ELSE slug END
  FROM (SELECT trim(BOTH '-' FROM left(trim(BOTH '-' FROM
          regexp_replace(lower(coalesce(written, '')), '[^a-z0-9]+', '-', 'g')), 90)) AS slug) AS made
$$;

-- SemVer 2.0, or null: a leading v goes, missing numbers are 0.
CREATE FUNCTION pg_temp.as_version(written text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN length(version) <= 50 AND version ~ ('^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})'
    '(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?'
    '(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$') THEN version END
  FROM (SELECT bare || CASE WHEN bare ~ '^\d+$' THEN '.0.0' WHEN bare ~ '^\d+\.\d+$' THEN '.0' ELSE '' END AS version
        FROM (SELECT regexp_replace(trim(written), '^[vV]', '') AS bare) AS stripped) AS padded
$$;

-- keys::semver::Version::SortKey: the text order of these is SemVer's precedence.
CREATE FUNCTION pg_temp.sort_key(version text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lpad(core[1], 16, '0') || '.' || lpad(core[2], 16, '0') || '.' || lpad(core[3], 16, '0') ||
         CASE WHEN pre IS NULL THEN '~' ELSE '-' || (
           SELECT string_agg(CASE WHEN part ~ '^\d+$' THEN '0' || lpad(length(part)::text, 3, '0') || part || '!'
                                  ELSE '1' || part || '!' END, '' ORDER BY n)
           FROM unnest(string_to_array(pre, '.')) WITH ORDINALITY AS p (part, n)) END
  FROM (SELECT regexp_match(version, '^(\d+)\.(\d+)\.(\d+)') AS core,
               substring(split_part(version, '+', 1) FROM '^\d+\.\d+\.\d+-(.*)$') AS pre) AS parsed
$$;

-- One field of a protocol buffers message: how the catalog stores a version's facts (keys.catalog.v1.Asset).
CREATE FUNCTION pg_temp.varint(value bigint) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  rest bigint := value;
  made bytea := '';
BEGIN
  WHILE rest > 127 LOOP
    made := made || set_byte('\x00', 0, ((rest & 127) | 128)::int);
    rest := rest >> 7;
  END LOOP;
  RETURN made || set_byte('\x00', 0, rest::int);
END
$$;
CREATE FUNCTION pg_temp.field(number int, value text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL OR value = '' THEN ''::bytea
    ELSE pg_temp.varint(number * 8 + 2) || pg_temp.varint(length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') END
$$;
CREATE FUNCTION pg_temp.field(number int, value boolean) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value THEN pg_temp.varint(number * 8) || '\x01'::bytea ELSE ''::bytea END
$$;
CREATE FUNCTION pg_temp.fields(number int, list text[]) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(pg_temp.field(number, item), ''::bytea ORDER BY n), '')
  FROM unnest(list) WITH ORDINALITY AS l (item, n)
$$;

-- Adds an entry to a service's audit chain, as common/audit does.
CREATE FUNCTION pg_temp.audit(service text, said_at timestamptz, said_action text, said_details jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(service || '_audit', 0));
  EXECUTE format($sql$
    WITH last AS (SELECT seq, hash FROM %1$I ORDER BY seq DESC LIMIT 1),
    entry AS (SELECT coalesce((SELECT seq FROM last), 0) + 1 AS seq, $1 AS at, 'carry-over' AS actor, $2 AS action,
                     'original' AS subject, $3 AS details, coalesce((SELECT hash FROM last), '') AS prev_hash)
    INSERT INTO %1$I (seq, at, actor, action, subject, details, prev_hash, hash)
    SELECT seq, at, actor, action, subject, details, prev_hash,
           encode(sha256(convert_to(jsonb_build_array(prev_hash, seq, (extract(epoch FROM at) * 1000000)::bigint,
                                                      actor, action, subject, details)::text, 'UTF8')), 'hex')
    FROM entry $sql$, service || '_audit') USING said_at, said_action, said_details;
END
$$;
