-- Erasing a person goes in steps, each a short transaction that finds its rows by an index on who is named.
CREATE INDEX marketplace_discovery_signals_named ON marketplace_discovery_signals
  USING gin (keys_ids_in(signal_value || ' ' || metadata::text));
CREATE INDEX discovery_idempotency_named ON discovery_idempotency
  USING gin (keys_ids_of_answer(scope, key, response));
CREATE INDEX discovery_audit_named ON discovery_audit USING gin (keys_ids_of_entry(actor, subject, details));
CREATE INDEX discovery_audit_subject ON discovery_audit (subject);

-- Erases at most `most` rows of what the person left; answers how many, 0 when nothing is left for steps.
CREATE FUNCTION discovery_erase_step(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  -- Known nowhere else: what people told here stays apart from what the person bought.
  somebody uuid := gen_random_uuid();
  picked uuid[];
BEGIN
  picked := ARRAY(SELECT id FROM marketplace_discovery_signals WHERE user_id = person LIMIT most);
  IF picked <> '{}' THEN
    DELETE FROM marketplace_discovery_signals WHERE id = ANY(picked);
    RETURN cardinality(picked);
  END IF;
  picked := ARRAY(SELECT id FROM marketplace_discovery_signals
                  WHERE keys_ids_in(signal_value || ' ' || metadata::text) @> ARRAY[person] LIMIT most);
  UPDATE marketplace_discovery_signals SET
    -- A name without hyphens grows; a value has 200 characters at most.
    signal_value = CASE WHEN keys_names(signal_value, person)
                        THEN left(keys_erased(signal_value, person, somebody), 200) ELSE signal_value END,
    metadata = CASE WHEN keys_names(metadata::text, person)
                    THEN keys_erased(metadata, person, somebody) ELSE metadata END
  WHERE id = ANY(picked);
  RETURN cardinality(picked);
END
$$;
REVOKE ALL ON FUNCTION discovery_erase_step(uuid, uuid, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION discovery_erase_step(uuid, uuid, timestamptz, int) TO keys_discovery;

-- What is left after the steps. Answers which audit entries were changed, with their hashes (keys_erase_from_audit);
-- NULL, and nothing done, while a step is left.
CREATE OR REPLACE FUNCTION discovery_erase_person(person uuid, stand_in uuid, moment timestamptz)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF discovery_erase_step(person, stand_in, moment, 1) > 0 THEN
    RETURN NULL;
  END IF;
  DELETE FROM marketplace_discovery_opt_outs WHERE user_id = person;
  DELETE FROM marketplace_discovery_dismissals WHERE user_id = person;
  PERFORM keys_erase_answers('discovery', person);
  RETURN keys_erase_from_audit('discovery', person, stand_in, '{}');
END
$$;
