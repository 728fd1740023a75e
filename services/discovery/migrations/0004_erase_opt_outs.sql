-- An erased person leaves no opt-outs either: without a person there is nobody they could protect.
CREATE OR REPLACE FUNCTION discovery_erase_person(person uuid, stand_in uuid, moment timestamptz)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM marketplace_discovery_signals WHERE user_id = person;
  DELETE FROM marketplace_discovery_opt_outs WHERE user_id = person;
  PERFORM keys_erase_answers('discovery', person);
  RETURN keys_erase_from_audit('discovery', person, stand_in, '{}');
END
$$;
