-- KEYS in which a person is not interested: never recommended until that is taken back. The slug is kept beside the
-- id, so that the list can still name a KEY that is no longer published.
CREATE TABLE marketplace_discovery_dismissals (
  user_id uuid NOT NULL,
  key_id uuid NOT NULL,
  slug text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, key_id)
);

ALTER TABLE marketplace_discovery_dismissals ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON marketplace_discovery_dismissals TO keys_discovery;
GRANT SELECT ON marketplace_discovery_dismissals TO authenticated, service_role;

CREATE POLICY discovery_writes ON marketplace_discovery_dismissals
  FOR ALL TO keys_discovery USING (true) WITH CHECK (true);
CREATE POLICY own_dismissals_are_read ON marketplace_discovery_dismissals
  FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY service_role_reads ON marketplace_discovery_dismissals
  FOR SELECT TO service_role USING (true);

-- As in 0011, and an erased person's dismissals go.
CREATE OR REPLACE FUNCTION discovery_erase_person(person uuid, stand_in uuid, moment timestamptz)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  somebody uuid := gen_random_uuid();
BEGIN
  DELETE FROM marketplace_discovery_signals WHERE user_id = person;
  DELETE FROM marketplace_discovery_opt_outs WHERE user_id = person;
  DELETE FROM marketplace_discovery_dismissals WHERE user_id = person;
  UPDATE marketplace_discovery_signals SET
    -- A name without hyphens grows; a value has 200 characters at most.
    signal_value = CASE WHEN keys_names(signal_value, person)
                        THEN left(keys_erased(signal_value, person, somebody), 200) ELSE signal_value END,
    metadata = CASE WHEN keys_names(metadata::text, person)
                    THEN keys_erased(metadata, person, somebody) ELSE metadata END
  WHERE keys_names(signal_value, person)
        OR (metadata <> '{}' AND keys_names(metadata::text, person));
  PERFORM keys_erase_answers('discovery', person);
  RETURN keys_erase_from_audit('discovery', person, stand_in, '{}');
END
$$;
