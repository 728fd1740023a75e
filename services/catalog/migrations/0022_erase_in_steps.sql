-- What the catalog keeps of people is the acts of its administrators: found by an index on who is named.
CREATE INDEX catalog_idempotency_named ON catalog_idempotency
  USING gin (keys_ids_of_answer(scope, key, response));
CREATE INDEX catalog_audit_named ON catalog_audit USING gin (keys_ids_of_entry(actor, subject, details));
CREATE INDEX catalog_audit_subject ON catalog_audit (subject);

-- The catalog has nothing that takes more than the last step.
CREATE FUNCTION catalog_erase_step(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT 0
$$;
REVOKE ALL ON FUNCTION catalog_erase_step(uuid, uuid, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION catalog_erase_step(uuid, uuid, timestamptz, int) TO keys_catalog;
