-- Events stay and are counted as before; who it was, and what their browser said, goes.

CREATE TABLE analytics_audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);
ALTER TABLE analytics_audit ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON analytics_audit TO keys_analytics;
GRANT SELECT ON analytics_audit TO service_role;
CREATE POLICY service_appends ON analytics_audit FOR INSERT TO keys_analytics WITH CHECK (true);
CREATE POLICY services_read ON analytics_audit FOR SELECT TO keys_analytics, service_role USING (true);

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit).
CREATE FUNCTION analytics_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  -- Known nowhere else: what somebody looked at stays apart from what they bought.
  somebody uuid := gen_random_uuid();
BEGIN
  UPDATE marketplace_analytics SET
    user_id = CASE WHEN user_id = person THEN somebody ELSE user_id END,
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN somebody
                     ELSE tenant_id END,
    discovery_reason = NULL,
    metadata = CASE WHEN event_type IN ('view', 'discovery_click') THEN '{}'::jsonb
                    ELSE keys_erased(metadata, person, somebody) END
  WHERE user_id = person OR (tenant_type = 'user' AND tenant_id = person)
        OR position(person::text IN metadata::text) > 0
        OR position(person::text IN discovery_reason) > 0;
  RETURN keys_erase_from_audit('analytics', person, stand_in, '{}');
END
$$;
REVOKE ALL ON FUNCTION analytics_erase_person(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics_erase_person(uuid, uuid, timestamptz) TO keys_analytics;
