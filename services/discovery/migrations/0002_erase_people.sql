-- What people told us about themselves is nobody's books: it goes altogether.

CREATE TABLE discovery_audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);
ALTER TABLE discovery_audit ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON discovery_audit TO keys_discovery;
GRANT SELECT ON discovery_audit TO service_role;
CREATE POLICY service_appends ON discovery_audit FOR INSERT TO keys_discovery WITH CHECK (true);
CREATE POLICY services_read ON discovery_audit FOR SELECT TO keys_discovery, service_role USING (true);

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit).
CREATE FUNCTION discovery_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM marketplace_discovery_signals WHERE user_id = person;
  PERFORM keys_erase_answers('discovery', person);
  RETURN keys_erase_from_audit('discovery', person, stand_in, '{}');
END
$$;
REVOKE ALL ON FUNCTION discovery_erase_person(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discovery_erase_person(uuid, uuid, timestamptz) TO keys_discovery;
