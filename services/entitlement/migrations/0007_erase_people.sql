-- Books stay, identity goes. Facts are still changed by nobody: no role has the privilege, the owner neither. Only
-- the function below gives it to its owner, for as long as its transaction writes, and the trigger lets pass
-- nothing but another name for the same person.
CREATE FUNCTION marketplace_entitlement_facts_keep_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - ARRAY['tenant_id', 'actor', 'note'] <> to_jsonb(OLD) - ARRAY['tenant_id', 'actor', 'note']
     OR (NEW.tenant_id <> OLD.tenant_id AND OLD.tenant_type <> 'user') THEN
    RAISE EXCEPTION 'facts are not changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER facts_stay ON marketplace_entitlement_facts;
CREATE TRIGGER facts_stay BEFORE DELETE OR TRUNCATE ON marketplace_entitlement_facts
  FOR EACH STATEMENT EXECUTE FUNCTION marketplace_entitlement_facts_stay();
CREATE TRIGGER facts_keep_meaning BEFORE UPDATE ON marketplace_entitlement_facts
  FOR EACH ROW EXECUTE FUNCTION marketplace_entitlement_facts_keep_meaning();

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit); NULL, and nothing done, while a message that names them is being delivered.
CREATE FUNCTION entitlement_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  grants text[];
BEGIN
  IF NOT keys_erase_from_outbox('entitlement', person, stand_in, moment) THEN
    RETURN NULL;
  END IF;
  GRANT UPDATE ON marketplace_entitlement_facts TO keys_owner;
  -- Nobody appends meanwhile; readers are not disturbed.
  LOCK TABLE marketplace_entitlement_facts IN SHARE ROW EXCLUSIVE MODE;
  SELECT array_agg(id::text) INTO grants FROM marketplace_entitlements
  WHERE tenant_type = 'user' AND tenant_id = person;
  UPDATE marketplace_entitlement_facts SET
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    actor = keys_erased(actor, person, stand_in), note = keys_erased(note, person, stand_in)
  WHERE (tenant_type = 'user' AND tenant_id = person) OR position(person::text IN actor) > 0
        OR position(person::text IN note) > 0;
  REVOKE UPDATE ON marketplace_entitlement_facts FROM keys_owner;
  UPDATE marketplace_entitlements SET tenant_id = stand_in
  WHERE tenant_type = 'user' AND tenant_id = person;
  UPDATE marketplace_bundle_entitlements SET tenant_id = stand_in
  WHERE tenant_type = 'user' AND tenant_id = person;
  UPDATE marketplace_download_events SET
    user_id = CASE WHEN user_id = person THEN stand_in ELSE user_id END,
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    ip_hash = '', user_agent = '', request_id = ''
  WHERE user_id = person OR (tenant_type = 'user' AND tenant_id = person);
  DELETE FROM organization_members WHERE user_id = person;
  UPDATE organizations SET owner_id = NULL WHERE owner_id = person;
  PERFORM keys_erase_answers('entitlement', person);
  RETURN keys_erase_from_audit('entitlement', person, stand_in, coalesce(grants, '{}'));
END
$$;
REVOKE ALL ON FUNCTION entitlement_erase_person(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION entitlement_erase_person(uuid, uuid, timestamptz) TO keys_entitlement;
