-- marketplace_bundles, whose KEYS stood in a JSON array: each once, in its order, those that exist.

CREATE TEMP TABLE old_bundles AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'id') AS id,
         pg_temp.as_slug(o.line ->> 'slug', pg_temp.as_uuid(o.line ->> 'id')) AS slug,
         pg_temp.as_count(o.line ->> 'price_cents') AS price,
         ARRAY(SELECT m.new_id FROM unnest(pg_temp.texts(o.line -> 'key_ids')) WITH ORDINALITY AS l (item, n)
               JOIN key_map m ON m.old_id = pg_temp.as_uuid(l.item) GROUP BY m.new_id ORDER BY min(l.n)) AS key_ids
  FROM original o WHERE o.tab = 'marketplace_bundles';

INSERT INTO notes SELECT b.place, 'KEYS_LEFT_OUT', concat('Of key_ids these name no KEY that was carried, or one twice: ', string_agg(item.value #>> '{}', ', '))
  FROM old_bundles b, jsonb_array_elements(CASE WHEN jsonb_typeof(b.line -> 'key_ids') = 'array' THEN b.line -> 'key_ids' ELSE '[]' END)
       WITH ORDINALITY AS item (value, n)
  WHERE pg_temp.as_uuid(item.value #>> '{}') IS NULL OR pg_temp.as_uuid(item.value #>> '{}') NOT IN (SELECT old_id FROM key_map)
     OR EXISTS (SELECT FROM jsonb_array_elements(b.line -> 'key_ids') WITH ORDINALITY AS e (value, n)
                WHERE e.n < item.n AND lower(e.value #>> '{}') = lower(item.value #>> '{}'))
  GROUP BY b.place;

INSERT INTO outcomes SELECT place, 'left', 'NO_ID', 'The row has no id.' FROM old_bundles WHERE id IS NULL;
INSERT INTO outcomes SELECT place, 'left', 'TYPE_UNKNOWN', concat('There is no bundle type ', line ->> 'bundle_type', '.') FROM old_bundles
  WHERE coalesce(line ->> 'bundle_type', '') NOT IN ('starter', 'operator', 'pro') AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'PRICE_REFUSED', concat('A bundle cannot cost ', coalesce(line ->> 'price_cents', 'null'), '.') FROM old_bundles
  WHERE (price IS NULL OR price < 0 OR price BETWEEN 1 AND 49 OR price > 99999999) AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'NO_KEYS', 'None of its KEYS was carried.' FROM old_bundles
  WHERE key_ids = '{}' AND place NOT IN (SELECT place FROM outcomes);

-- Bundles that were left out count too, because their holders held their KEYS.
INSERT INTO bundle_map SELECT DISTINCT ON (id) id, id, key_ids FROM old_bundles WHERE id IS NOT NULL ORDER BY id, place;
DELETE FROM old_bundles WHERE place IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT b.place, 'kept', NULL, NULL FROM old_bundles b JOIN marketplace_bundles m ON m.id = b.id;
DELETE FROM old_bundles WHERE place IN (SELECT place FROM outcomes);
UPDATE bundle_map SET new_id = m.id FROM old_bundles b JOIN marketplace_bundles m ON m.slug = b.slug WHERE bundle_map.old_id = b.id;
INSERT INTO outcomes SELECT b.place, 'merged', 'SLUG_PUBLISHED', concat('The shop has "', b.slug, '" already.')
  FROM old_bundles b JOIN marketplace_bundles m ON m.slug = b.slug;
INSERT INTO outcomes SELECT place, 'left', 'TWICE', concat('The id or slug "', slug, '" stands in an earlier row.') FROM (
    SELECT place, slug, row_number() OVER (PARTITION BY slug ORDER BY place) + row_number() OVER (PARTITION BY id ORDER BY place) AS nth
    FROM old_bundles WHERE place NOT IN (SELECT place FROM outcomes)) AS counted WHERE nth > 2;
DELETE FROM old_bundles WHERE place IN (SELECT place FROM outcomes);

INSERT INTO marketplace_bundles (id, slug, title, description, bundle_type, price_cents, currency, row_version, created_at, updated_at)
  SELECT id, slug, coalesce(nullif(trim(line ->> 'title'), ''), slug), nullif(line ->> 'description', ''), line ->> 'bundle_type', price,
    'usd', 1, made.created_at, coalesce(pg_temp.as_time(line ->> 'updated_at'), made.created_at)
  FROM old_bundles, LATERAL (SELECT coalesce(pg_temp.as_time(line ->> 'created_at'), :'at'::timestamptz) AS created_at) AS made;
INSERT INTO marketplace_bundle_keys (bundle_id, key_id, position, created_at)
  SELECT b.id, k.key_id, (k.n - 1)::int, :'at'::timestamptz FROM old_bundles b, unnest(b.key_ids) WITH ORDINALITY AS k (key_id, n);
INSERT INTO notes SELECT place, 'SLUG_CHANGED', concat('"', line ->> 'slug', '" became "', slug, '".') FROM old_bundles
  WHERE slug IS DISTINCT FROM line ->> 'slug';
INSERT INTO notes SELECT b.place, 'NOT_CHEAPER', 'It does not cost less than its KEYS do singly; change its price before it is changed otherwise.'
  FROM old_bundles b JOIN marketplace_bundle_keys k ON k.bundle_id = b.id JOIN marketplace_keys m ON m.id = k.key_id
  GROUP BY b.place, b.price HAVING count(*) = count(m.price_cents) AND b.price >= sum(m.price_cents);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_bundles;

-- Gateways and catalogs learn of a change by the revision.
WITH counted AS (
  UPDATE catalog_revision SET revision = revision + 1
  WHERE EXISTS (SELECT FROM new_keys) OR EXISTS (SELECT FROM new_versions) OR EXISTS (SELECT FROM old_bundles)
  RETURNING revision),
told AS (SELECT pg_notify('catalog_revision', revision::text) FROM counted)
SELECT pg_temp.audit('catalog', :'at'::timestamptz, 'original.carried_over', jsonb_build_object(
    'keys', (SELECT count(*) FROM new_keys), 'versions', (SELECT count(*) FROM new_versions), 'bundles', (SELECT count(*) FROM old_bundles)))
FROM told \g /dev/null
