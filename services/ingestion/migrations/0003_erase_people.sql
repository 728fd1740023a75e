-- People stand here only as administrators who ran an ingestion.

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit).
CREATE FUNCTION ingestion_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE marketplace_ingestions SET started_by = stand_in WHERE started_by = person;
  PERFORM keys_erase_answers('ingestion', person);
  RETURN keys_erase_from_audit('ingestion', person, stand_in, '{}');
END
$$;
REVOKE ALL ON FUNCTION ingestion_erase_person(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ingestion_erase_person(uuid, uuid, timestamptz) TO keys_ingestion;
