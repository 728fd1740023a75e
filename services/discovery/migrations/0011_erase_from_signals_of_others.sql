-- What others told may name the person as well: there only the name goes. Under an id that is known nowhere else, so
-- that what people told here stays apart from what the person bought.
CREATE OR REPLACE FUNCTION discovery_erase_person(person uuid, stand_in uuid, moment timestamptz)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  somebody uuid := gen_random_uuid();
BEGIN
  DELETE FROM marketplace_discovery_signals WHERE user_id = person;
  DELETE FROM marketplace_discovery_opt_outs WHERE user_id = person;
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
