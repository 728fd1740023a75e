-- A report repeats what was handed in, names of people among it.
CREATE OR REPLACE FUNCTION ingestion_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE marketplace_ingestions SET started_by = stand_in WHERE started_by = person;
  UPDATE marketplace_ingestions SET report = keys_erased(report, person, stand_in)
  WHERE keys_names(report::text, person);
  PERFORM keys_erase_answers('ingestion', person);
  RETURN keys_erase_from_audit('ingestion', person, stand_in, '{}');
END
$$;
