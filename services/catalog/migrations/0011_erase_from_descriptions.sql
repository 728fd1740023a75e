-- What administrators wrote of a bundle, and why a version was yanked, may name a person. Answers that were kept
-- of it become old.
CREATE OR REPLACE FUNCTION catalog_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  counted bigint;
BEGIN
  -- As every change of the catalog begins: its readers count by this row.
  PERFORM revision FROM catalog_revision FOR UPDATE;
  UPDATE marketplace_key_versions SET yanked_reason = keys_erased(yanked_reason, person, stand_in)
  WHERE keys_names(yanked_reason, person);
  UPDATE marketplace_bundles SET
    row_version = row_version + 1, title = left(keys_erased(title, person, stand_in), 200),
    description = left(keys_erased(description, person, stand_in), 5000)
  WHERE keys_names(title, person) OR keys_names(description, person);
  IF FOUND THEN
    UPDATE catalog_revision SET revision = revision + 1 RETURNING revision INTO counted;
    PERFORM pg_notify('catalog_revision', counted::text);
  END IF;
  PERFORM keys_erase_answers('catalog', person);
  RETURN keys_erase_from_audit('catalog', person, stand_in, '{}');
END
$$;
