-- People stand in the catalog only as administrators who changed it.

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit).
CREATE FUNCTION catalog_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM keys_erase_answers('catalog', person);
  RETURN keys_erase_from_audit('catalog', person, stand_in, '{}');
END
$$;
REVOKE ALL ON FUNCTION catalog_erase_person(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog_erase_person(uuid, uuid, timestamptz) TO keys_catalog;
