-- Erasing a person goes in steps, each a short transaction that finds its rows by an index on who is named and locks
-- nobody else's. What is done is done: the rows no longer name them, so whatever stops an erasure, it goes on from there.

CREATE INDEX marketplace_entitlement_facts_named ON marketplace_entitlement_facts
  USING gin (keys_ids_in(actor || ' ' || note));
-- Why a grant was passed on stands in both halves of the transfer.
CREATE INDEX marketplace_entitlement_facts_passed_on ON marketplace_entitlement_facts (note)
  WHERE source = 'transfer' OR reason = 'REVOKED_TRANSFER';
CREATE INDEX organizations_owner ON organizations (owner_id);
CREATE INDEX organizations_named ON organizations USING gin (keys_ids_in(name || ' ' || coalesce(slug, '')));
CREATE INDEX entitlement_idempotency_named ON entitlement_idempotency
  USING gin (keys_ids_of_answer(scope, key, response));
CREATE INDEX entitlement_audit_named ON entitlement_audit USING gin (keys_ids_of_entry(actor, subject, details));
CREATE INDEX entitlement_audit_subject ON entitlement_audit (subject);

-- Facts of the person, or that name them, by number.
CREATE FUNCTION entitlement_erase_facts(person uuid, stand_in uuid, seqs bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  told text[];
BEGIN
  -- One after the other: two that grant the same right at once would end each other. Who appends is not disturbed.
  PERFORM pg_advisory_xact_lock(hashtextextended('entitlement_erase_person', 0));
  GRANT UPDATE ON marketplace_entitlement_facts TO keys_owner;
  SELECT array_agg(DISTINCT note) INTO told FROM marketplace_entitlement_facts
  WHERE seq = ANY(seqs) AND tenant_type = 'user' AND tenant_id = person AND note NOT IN ('', '(erased)')
        AND (source = 'transfer' OR reason = 'REVOKED_TRANSFER');
  UPDATE marketplace_entitlement_facts SET
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    actor = keys_erased(actor, person, stand_in),
    note = CASE WHEN note = '' THEN ''
                WHEN tenant_type = 'user' AND tenant_id = person THEN '(erased)'
                ELSE keys_erased(note, person, stand_in) END
  WHERE seq = ANY(seqs);
  UPDATE marketplace_entitlement_facts SET note = '(erased)'
  WHERE note = ANY(told) AND (source = 'transfer' OR reason = 'REVOKED_TRANSFER');
  REVOKE UPDATE ON marketplace_entitlement_facts FROM keys_owner;
END
$$;
REVOKE ALL ON FUNCTION entitlement_erase_facts(uuid, uuid, bigint[]) FROM PUBLIC;

-- Erases at most `most` rows of what the person left; answers how many, 0 when nothing is left for steps.
CREATE FUNCTION entitlement_erase_step(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  picked uuid[];
  seqs bigint[];
BEGIN
  picked := ARRAY(SELECT id FROM marketplace_download_events WHERE user_id = person LIMIT most);
  IF picked = '{}' THEN
    picked := ARRAY(SELECT id FROM marketplace_download_events
                    WHERE tenant_type = 'user' AND tenant_id = person LIMIT most);
  END IF;
  IF picked <> '{}' THEN
    UPDATE marketplace_download_events SET
      user_id = CASE WHEN user_id = person THEN stand_in ELSE user_id END,
      tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                       ELSE tenant_id END,
      ip_hash = '', user_agent = '', request_id = ''
    WHERE id = ANY(picked);
    RETURN cardinality(picked);
  END IF;
  -- A grant and all its facts change hands together.
  picked := ARRAY(SELECT id FROM marketplace_entitlements WHERE tenant_type = 'user' AND tenant_id = person
                  LIMIT most FOR UPDATE);
  IF picked <> '{}' THEN
    PERFORM entitlement_erase_facts(person, stand_in, ARRAY(
      SELECT seq FROM marketplace_entitlement_facts WHERE grant_id = ANY(picked)));
    UPDATE marketplace_entitlements SET tenant_id = stand_in WHERE id = ANY(picked);
    RETURN cardinality(picked);
  END IF;
  seqs := ARRAY(SELECT seq FROM marketplace_entitlement_facts
                WHERE tenant_type = 'user' AND tenant_id = person LIMIT most);
  IF seqs = '{}' THEN
    seqs := ARRAY(SELECT seq FROM marketplace_entitlement_facts
                  WHERE keys_ids_in(actor || ' ' || note) @> ARRAY[person] LIMIT most);
  END IF;
  IF seqs <> '{}' THEN
    PERFORM entitlement_erase_facts(person, stand_in, seqs);
  END IF;
  RETURN cardinality(seqs);
END
$$;
REVOKE ALL ON FUNCTION entitlement_erase_step(uuid, uuid, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION entitlement_erase_step(uuid, uuid, timestamptz, int) TO keys_entitlement;

-- What is left after the steps. Answers which audit entries were changed, with their hashes (keys_erase_from_audit);
-- NULL, and nothing done, while a step is left or a message that names them is being delivered.
CREATE OR REPLACE FUNCTION entitlement_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  grants text[];
  orgs uuid[];
BEGIN
  IF NOT keys_erase_from_outbox('entitlement', person, stand_in, moment)
     OR entitlement_erase_step(person, stand_in, moment, 1) > 0 THEN
    RETURN NULL;
  END IF;
  grants := ARRAY(SELECT id::text FROM marketplace_entitlements
                  WHERE tenant_type = 'user' AND tenant_id = stand_in);
  UPDATE marketplace_bundle_entitlements SET tenant_id = stand_in
  WHERE tenant_type = 'user' AND tenant_id = person;
  SELECT coalesce(array_agg(org_id), '{}') INTO orgs FROM organization_members WHERE user_id = person;
  DELETE FROM organization_members WHERE user_id = person;
  orgs := orgs || ARRAY(SELECT id FROM organizations WHERE owner_id = person)
    || ARRAY(SELECT id FROM organizations
             WHERE keys_ids_in(name || ' ' || coalesce(slug, '')) @> ARRAY[person]);
  UPDATE organizations AS o SET
    owner_id = nullif(owner_id, person),
    name = CASE WHEN m.somebody THEN keys_erased(name, person, stand_in) ELSE '' END,
    slug = CASE WHEN m.somebody AND NOT keys_names(slug, person) THEN slug END
  FROM (SELECT id, EXISTS (SELECT 1 FROM organization_members WHERE org_id = organizations.id) AS somebody
        FROM organizations WHERE id = ANY(orgs)) AS m
  WHERE m.id = o.id;
  DELETE FROM known_people WHERE user_id = person;
  PERFORM keys_erase_answers('entitlement', person);
  RETURN keys_erase_from_audit('entitlement', person, stand_in, grants);
END
$$;
