-- Erasing a person goes in steps, each a short transaction that finds its rows by an index on who is named.

-- Who stands for a person while they are being erased: known nowhere else, and forgotten in the end, so that what somebody
-- looked at stays apart from what they bought.
CREATE TABLE analytics_erasing (
  id_hash bytea PRIMARY KEY,
  somebody uuid NOT NULL,
  created_at timestamptz NOT NULL
);
ALTER TABLE analytics_erasing ENABLE ROW LEVEL SECURITY;

-- Clients write metadata as they like, and may name a KEY by what is no KEY.
CREATE FUNCTION marketplace_analytics_ids(key_id uuid, bundle_id uuid, key_slug text, bundle_slug text,
                                          discovery_reason text, metadata jsonb) RETURNS uuid[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[key_id, bundle_id], NULL) || public.keys_ids_in(
    coalesce(key_slug, '') || ' ' || coalesce(bundle_slug, '') || ' ' || coalesce(discovery_reason, '') || ' '
    || metadata::text)
$$;
CREATE INDEX marketplace_analytics_named ON marketplace_analytics
  USING gin (marketplace_analytics_ids(key_id, bundle_id, key_slug, bundle_slug, discovery_reason, metadata));
CREATE INDEX marketplace_analytics_quarters_named ON marketplace_analytics_quarters USING gin (keys_ids_in(key_name));
CREATE INDEX analytics_audit_named ON analytics_audit USING gin (keys_ids_of_entry(actor, subject, details));
CREATE INDEX analytics_audit_subject ON analytics_audit (subject);

-- Erases at most `most` rows of what the person left; answers how many, 0 when nothing is left for steps.
CREATE FUNCTION analytics_erase_step(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  hash bytea := sha256(convert_to(person::text, 'UTF8'));
  ids uuid[];
  moments timestamptz[];
  somebody uuid;
BEGIN
  SELECT array_agg(id), array_agg(created_at) INTO ids, moments
  FROM (SELECT id, created_at FROM marketplace_analytics WHERE user_id = person LIMIT most) AS picked;
  IF ids IS NULL THEN
    SELECT array_agg(id), array_agg(created_at) INTO ids, moments
    FROM (SELECT id, created_at FROM marketplace_analytics
          WHERE tenant_type = 'user' AND tenant_id = person LIMIT most) AS picked;
  END IF;
  IF ids IS NULL THEN
    SELECT array_agg(id), array_agg(created_at) INTO ids, moments
    FROM (SELECT id, created_at FROM marketplace_analytics
          WHERE marketplace_analytics_ids(key_id, bundle_id, key_slug, bundle_slug, discovery_reason, metadata)
                @> ARRAY[person] LIMIT most) AS picked;
  END IF;
  IF ids IS NULL THEN
    RETURN 0;
  END IF;
  INSERT INTO analytics_erasing (id_hash, somebody, created_at) VALUES (hash, gen_random_uuid(), moment)
  ON CONFLICT (id_hash) DO NOTHING;
  SELECT e.somebody INTO somebody FROM analytics_erasing AS e WHERE e.id_hash = hash;
  UPDATE marketplace_analytics AS a SET
    user_id = CASE WHEN user_id = person THEN somebody ELSE user_id END,
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN somebody
                     ELSE tenant_id END,
    key_id = nullif(key_id, person),
    bundle_id = nullif(bundle_id, person),
    key_slug = CASE WHEN keys_names(key_slug, person) THEN NULL ELSE key_slug END,
    bundle_slug = CASE WHEN keys_names(bundle_slug, person) THEN NULL ELSE bundle_slug END,
    discovery_reason = NULL,
    metadata = CASE WHEN event_type IN ('view', 'discovery_click') THEN '{}'::jsonb
                    ELSE keys_erased(metadata, person, somebody) END
  FROM unnest(ids, moments) AS picked (id, created_at)
  WHERE a.id = picked.id AND a.created_at = picked.created_at;
  RETURN cardinality(ids);
END
$$;
REVOKE ALL ON FUNCTION analytics_erase_step(uuid, uuid, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics_erase_step(uuid, uuid, timestamptz, int) TO keys_analytics;

-- What is left after the steps. Answers which audit entries were changed, with their hashes (keys_erase_from_audit);
-- NULL, and nothing done, while a step is left.
CREATE OR REPLACE FUNCTION analytics_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  named text[];
BEGIN
  IF analytics_erase_step(person, stand_in, moment, 1) > 0 THEN
    RETURN NULL;
  END IF;
  -- The counts have followed their events (0005_follow_changes.sql); what they hold besides goes the same way.
  named := ARRAY(SELECT DISTINCT key_name FROM marketplace_analytics_quarters
                 WHERE keys_ids_in(key_name) @> ARRAY[person]);
  IF named <> '{}' THEN
    INSERT INTO marketplace_analytics_quarters AS q (quarter, event_type, key_name, events, signed_in)
    SELECT quarter, event_type, '', sum(events), sum(signed_in) FROM marketplace_analytics_quarters
    WHERE keys_ids_in(key_name) @> ARRAY[person] GROUP BY quarter, event_type ORDER BY quarter, event_type
    ON CONFLICT (quarter, event_type, key_name) DO UPDATE
      SET events = q.events + excluded.events, signed_in = q.signed_in + excluded.signed_in;
    DELETE FROM marketplace_analytics_quarters WHERE keys_ids_in(key_name) @> ARRAY[person];
  END IF;
  DELETE FROM analytics_erasing WHERE id_hash = sha256(convert_to(person::text, 'UTF8'));
  RETURN keys_erase_from_audit('analytics', person, stand_in, '{}');
END
$$;
