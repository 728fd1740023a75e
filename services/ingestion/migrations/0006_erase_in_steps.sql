-- Erasing a person goes in steps, each a short transaction that finds its rows by an index on who is named.
CREATE INDEX marketplace_ingestions_started_by ON marketplace_ingestions (started_by);
CREATE INDEX marketplace_ingestions_named ON marketplace_ingestions USING gin (keys_ids_in(report::text));
CREATE INDEX ingestion_idempotency_named ON ingestion_idempotency
  USING gin (keys_ids_of_answer(scope, key, response));
CREATE INDEX ingestion_audit_named ON ingestion_audit USING gin (keys_ids_of_entry(actor, subject, details));
CREATE INDEX ingestion_audit_subject ON ingestion_audit (subject);

-- Erases at most `most` rows of what the person left; answers how many, 0 when nothing is left for steps.
CREATE FUNCTION ingestion_erase_step(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  picked uuid[];
BEGIN
  picked := ARRAY(SELECT id FROM marketplace_ingestions WHERE started_by = person LIMIT most);
  IF picked <> '{}' THEN
    UPDATE marketplace_ingestions SET started_by = stand_in WHERE id = ANY(picked);
    RETURN cardinality(picked);
  END IF;
  -- A report may be large: few at a time.
  picked := ARRAY(SELECT id FROM marketplace_ingestions WHERE keys_ids_in(report::text) @> ARRAY[person]
                  LIMIT greatest(1, most / 100));
  UPDATE marketplace_ingestions SET report = keys_erased(report, person, stand_in) WHERE id = ANY(picked);
  RETURN cardinality(picked);
END
$$;
REVOKE ALL ON FUNCTION ingestion_erase_step(uuid, uuid, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ingestion_erase_step(uuid, uuid, timestamptz, int) TO keys_ingestion;

-- What is left after the steps. Answers which audit entries were changed, with their hashes (keys_erase_from_audit);
-- NULL, and nothing done, while a step is left.
CREATE OR REPLACE FUNCTION ingestion_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF ingestion_erase_step(person, stand_in, moment, 1) > 0 THEN
    RETURN NULL;
  END IF;
  PERFORM keys_erase_answers('ingestion', person);
  RETURN keys_erase_from_audit('ingestion', person, stand_in, '{}');
END
$$;
