-- marketplace_keys, marketplace_key_versions, marketplace_bundles. Ids are kept. What was written has no bytes yet:
-- the old archives are other bytes than ours, so the first ingestion of the assets folder attaches them.

CREATE TEMP TABLE carried_keys AS
  WITH read AS (
    SELECT place, line, pg_temp.as_uuid(line ->> 'id') AS id, line ->> 'slug' AS written_slug,
           coalesce(line ->> 'tool', line ->> 'key_type') AS tool
    FROM original WHERE tab = 'marketplace_keys'),
  named AS (SELECT *, pg_temp.as_slug(written_slug, id) AS wanted,
                   row_number() OVER (PARTITION BY id ORDER BY place) AS nth FROM read),
  -- The row whose slug needs no change keeps the slug; among others the oldest does.
  ranked AS (SELECT *, row_number() OVER (PARTITION BY wanted ORDER BY nth > 1, wanted IS DISTINCT FROM written_slug, place) AS rank
             FROM named WHERE id IS NOT NULL)
  SELECT r.place, r.line, r.id, r.nth, r.tool, r.written_slug,
         CASE WHEN r.rank = 1 THEN r.wanted ELSE r.wanted || '-' || left(r.id::text, 8) END AS slug
  FROM ranked r;

INSERT INTO outcomes SELECT place, 'left', 'NO_ID', 'The row has no id.' FROM original
  WHERE tab = 'marketplace_keys' AND pg_temp.as_uuid(line ->> 'id') IS NULL;
INSERT INTO outcomes SELECT place, 'left', 'TWICE', 'The id stands in an earlier row.' FROM carried_keys WHERE nth > 1;
DELETE FROM carried_keys WHERE nth > 1;
INSERT INTO outcomes SELECT place, 'left', 'TOOL_UNKNOWN', concat('There is no family for the tool ', tool, '.')
  FROM carried_keys WHERE tool IS NULL OR tool NOT IN ('node', 'next', 'runbook', 'jupyter', 'stripe', 'github', 'supabase', 'cursor');
DELETE FROM carried_keys WHERE place IN (SELECT place FROM outcomes);

-- There already under its id, or published under its slug: that one counts, and references follow it.
INSERT INTO key_map SELECT c.id, k.id, k.slug FROM carried_keys c JOIN marketplace_keys k ON k.id = c.id;
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM carried_keys WHERE id IN (SELECT old_id FROM key_map);
INSERT INTO key_map SELECT c.id, k.id, k.slug FROM carried_keys c JOIN marketplace_keys k ON k.slug = c.slug
  WHERE c.id NOT IN (SELECT old_id FROM key_map);
INSERT INTO outcomes SELECT place, 'merged', 'SLUG_PUBLISHED', concat('The shop has "', slug, '" already; what names this id follows it.')
  FROM carried_keys WHERE id IN (SELECT old_id FROM key_map) AND place NOT IN (SELECT place FROM outcomes);
DELETE FROM carried_keys WHERE id IN (SELECT old_id FROM key_map);

CREATE TEMP TABLE new_keys AS
  SELECT c.place, c.id, c.slug, c.tool, c.line,
    CASE c.tool WHEN 'node' THEN 'node-next-keys' WHEN 'next' THEN 'node-next-keys' ELSE c.tool || '-keys' END AS family,
    coalesce(nullif(trim(c.line ->> 'title'), ''), c.slug) AS title,
    nullif(c.line ->> 'description', '') AS description,
    -- The legacy word is the tool's for these four, else the first of the array.
    CASE WHEN c.tool IN ('node', 'next', 'runbook', 'jupyter') THEN c.tool ELSE t.types[1] END AS key_type,
    t.types AS key_types, pg_temp.texts(c.line -> 'tags') AS tags,
    coalesce(pg_temp.as_version(c.line ->> 'version'), '0.0.0-original') AS version,
    nullif(c.line ->> 'license_spdx', '') AS license, nullif(replace(c.line ->> 'outcome', '_', '-'), '') AS outcome,
    c.line ->> 'maturity' AS maturity, c.line ->> 'category' AS category, c.line ->> 'difficulty' AS difficulty,
    c.line ->> 'severity_level' AS severity, coalesce((c.line ->> 'preview_public')::boolean, true) AS preview_public,
    (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(c.line) WHERE jsonb_typeof(value) <> 'null'
       AND value NOT IN ('[]', '""') AND key IN ('runtime_minutes', 'runtime', 'runtime_dependency', 'required_access_level',
         'produces_evidence', 'compliance_relevance', 'webhook_event_types', 'stripe_integration_level', 'github_workflow_type',
         'github_template_type', 'supabase_feature_type', 'cursor_prompt_type', 'required_env', 'optional_env', 'dependencies')) AS attributes,
    pg_temp.as_count(c.line ->> 'price_cents') AS price,
    coalesce(pg_temp.as_time(c.line ->> 'created_at'), :'at'::timestamptz) AS created_at
  FROM carried_keys c, LATERAL (
    SELECT CASE WHEN cardinality(pg_temp.texts(c.line -> 'key_types')) > 0 THEN pg_temp.texts(c.line -> 'key_types')
           ELSE ARRAY[coalesce(nullif(c.line ->> 'key_type', ''), c.tool)] END AS types) AS t;

INSERT INTO notes SELECT place, 'SLUG_CHANGED', concat('"', line ->> 'slug', '" became "', slug, '".') FROM new_keys
  WHERE slug IS DISTINCT FROM line ->> 'slug';
INSERT INTO notes SELECT place, 'VERSION_CHANGED', concat('"', line ->> 'version', '" became "', version, '".') FROM new_keys
  WHERE version IS DISTINCT FROM line ->> 'version';
INSERT INTO notes SELECT place, 'PRICE_UNKNOWN', 'It had no price. It is not sold singly until somebody gives it one (0: free).'
  FROM new_keys WHERE line ->> 'price_cents' IS NULL AND :'null_price' <> 'free';
INSERT INTO notes SELECT place, 'PRICE_REFUSED', concat('The price ', line ->> 'price_cents', ' is refused here; it has none until somebody gives it one.')
  FROM new_keys WHERE line ->> 'price_cents' IS NOT NULL AND (price IS NULL OR price < 0 OR price BETWEEN 1 AND 49 OR price > 99999999);
UPDATE new_keys SET price = CASE WHEN line ->> 'price_cents' IS NULL AND :'null_price' = 'free' THEN 0
  WHEN price < 0 OR price BETWEEN 1 AND 49 OR price > 99999999 THEN NULL ELSE price END;

INSERT INTO marketplace_keys (id, slug, family, tool, key_type, key_types, title, description, category, difficulty, tags,
    license_spdx, outcome, maturity, severity_level, preview_public, attributes, key_references, incomplete, source_rank,
    version, facts_hash, available, price_cents, currency, status, row_version, created_at, updated_at, search_head, search_all)
  SELECT k.id, k.slug, k.family, k.tool, k.key_type, k.key_types, k.title, k.description, k.category, k.difficulty, k.tags, k.license,
    k.outcome, k.maturity, k.severity, k.preview_public, k.attributes::json, '{}', true, 1, k.version, 'carried-over', false, k.price,
    'usd', 'published', 1, k.created_at, coalesce(pg_temp.as_time(k.line ->> 'updated_at'), k.created_at),
    array_to_tsvector(catalog_lexemes('a', words.title) || catalog_lexemes('b', words.labels) || catalog_lexemes('c', words.description)),
    array_to_tsvector(catalog_lexemes('', words.title || words.labels || words.description))
  FROM new_keys k, LATERAL (SELECT
    array_remove(regexp_split_to_array(lower(k.title), '[^[:alnum:]]+'), '') AS title,
    array_remove(regexp_split_to_array(lower(k.slug || ' ' || array_to_string(k.tags, ' ')), '[^[:alnum:]]+'), '') AS labels,
    array_remove(regexp_split_to_array(lower(coalesce(k.description, '')), '[^[:alnum:]]+'), '') AS description) AS words;
INSERT INTO catalog_words (word, gaps)
  SELECT w.word, CASE WHEN left(w.word, 1) = '.' THEN '{}' ELSE catalog_gaps(w.word) END
  FROM (SELECT DISTINCT unnest(tsvector_to_array(search_all)) AS word FROM marketplace_keys
        WHERE id IN (SELECT id FROM new_keys)) AS w
  ON CONFLICT (word) DO NOTHING;
INSERT INTO key_map SELECT id, id, slug FROM new_keys;
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM new_keys;

-- Versions: the rows of their own table, and the one each KEY names. Where a KEY was here before, its versions are
-- what its author ships here.
CREATE TEMP TABLE old_versions AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'id') AS id, pg_temp.as_uuid(o.line ->> 'key_id') AS key_id,
         pg_temp.as_version(o.line ->> 'version') AS version, pg_temp.as_time(o.line ->> 'created_at') AS created_at
  FROM original o WHERE o.tab = 'marketplace_key_versions';
INSERT INTO outcomes SELECT place, 'left', 'KEY_UNKNOWN', 'There is no such KEY among those that were carried.' FROM old_versions
  WHERE key_id IS NULL OR key_id NOT IN (SELECT old_id FROM key_map);
INSERT INTO outcomes SELECT place, 'left', 'VERSION_INVALID', concat('"', line ->> 'version', '" is no SemVer version.') FROM old_versions
  WHERE version IS NULL AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT o.place, 'kept', NULL, NULL FROM old_versions o JOIN key_map m ON m.old_id = o.key_id
  WHERE o.place NOT IN (SELECT place FROM outcomes) AND EXISTS (
    SELECT FROM marketplace_key_versions v WHERE v.key_id = m.new_id AND v.version = o.version);
INSERT INTO outcomes SELECT o.place, 'left', 'SLUG_PUBLISHED', 'The KEY was here before; its versions are those that are ingested here.'
  FROM old_versions o JOIN key_map m ON m.old_id = o.key_id
  WHERE o.place NOT IN (SELECT place FROM outcomes) AND m.new_id <> m.old_id;
-- One row each; "1.0" and "1.0.0" are one version.
INSERT INTO outcomes SELECT place, 'merged', 'TWICE', concat('The KEY has ', version, ' already.') FROM (
    SELECT place, version, row_number() OVER (PARTITION BY key_id, version ORDER BY version IS DISTINCT FROM line ->> 'version', place) AS nth
    FROM old_versions WHERE place NOT IN (SELECT place FROM outcomes)) AS counted WHERE nth > 1;

CREATE TEMP TABLE new_versions AS
  SELECT coalesce(o.id, pg_temp.made_id('version', o.key_id::text, o.version)) AS id, o.key_id, o.version, o.created_at, o.place
  FROM old_versions o WHERE o.place NOT IN (SELECT place FROM outcomes)
  UNION ALL
  SELECT pg_temp.made_id('version', k.id::text, k.version), k.id, k.version, k.created_at, NULL FROM new_keys k
  WHERE NOT EXISTS (SELECT FROM old_versions o WHERE o.key_id = k.id AND o.version = k.version);
INSERT INTO marketplace_key_versions (id, key_id, version, sort_key, is_release, facts, content_hash, source_rank, created_at, updated_at)
  SELECT v.id, k.id, v.version, pg_temp.sort_key(v.version), split_part(v.version, '+', 1) !~ '-',
    pg_temp.field(1, k.slug) || pg_temp.field(2, k.family) || pg_temp.field(3, k.title) || pg_temp.field(4, k.description) ||
    pg_temp.field(5, k.tool) || pg_temp.field(6, k.key_type) || pg_temp.fields(7, k.key_types) || pg_temp.field(8, k.category) ||
    pg_temp.field(9, k.difficulty) || pg_temp.fields(10, k.tags) || pg_temp.field(11, v.version) || pg_temp.field(12, k.license_spdx) ||
    pg_temp.field(13, k.outcome) || pg_temp.field(14, k.maturity) || pg_temp.field(15, k.severity_level) ||
    pg_temp.field(16, k.preview_public) || pg_temp.field(17, k.attributes::text) || pg_temp.field(24, true) ||
    pg_temp.field(25, 'carried-over'::text) || pg_temp.varint(26 * 8) || '\x01'::bytea,
    'carried-over', 1, coalesce(v.created_at, k.created_at), coalesce(v.created_at, k.created_at)
  FROM new_versions v JOIN marketplace_keys k ON k.id = v.key_id
  ON CONFLICT (key_id, version) DO NOTHING;
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM new_versions WHERE place IS NOT NULL;
