-- Clients write metadata as they like, and may name a KEY by what is no KEY: the person is looked for in any
-- spelling of their id, and in every column that a client fills.
CREATE OR REPLACE FUNCTION analytics_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  -- Known nowhere else: what somebody looked at stays apart from what they bought.
  somebody uuid := gen_random_uuid();
BEGIN
  UPDATE marketplace_analytics SET
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
  WHERE user_id = person OR (tenant_type = 'user' AND tenant_id = person)
        OR key_id = person OR bundle_id = person
        OR (metadata <> '{}' AND keys_names(metadata::text, person))
        OR keys_names(discovery_reason, person) OR keys_names(key_slug, person)
        OR keys_names(bundle_slug, person);
  -- The counts have followed their events (0005_follow_changes.sql); what they hold besides goes the same way.
  INSERT INTO marketplace_analytics_quarters AS q (quarter, event_type, key_name, events, signed_in)
  SELECT quarter, event_type, '', sum(events), sum(signed_in) FROM marketplace_analytics_quarters
  WHERE keys_names(key_name, person) GROUP BY quarter, event_type ORDER BY quarter, event_type
  ON CONFLICT (quarter, event_type, key_name) DO UPDATE
    SET events = q.events + excluded.events, signed_in = q.signed_in + excluded.signed_in;
  DELETE FROM marketplace_analytics_quarters WHERE keys_names(key_name, person);
  RETURN keys_erase_from_audit('analytics', person, stand_in, '{}');
END
$$;
-- What is kept of one tenant is found without reading what is kept of all.
CREATE INDEX marketplace_analytics_tenant ON marketplace_analytics (tenant_id)
  WHERE tenant_type = 'user';
ALTER FUNCTION marketplace_analytics_count() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION marketplace_analytics_ensure_month(date)
  SET search_path = pg_catalog, public, pg_temp;
