-- E-mail addresses as the newest token of each person had it, so that the owners of an organisation can name and
-- recognise people by them. Compared without regard to capitals.
CREATE TABLE known_people (
  user_id uuid PRIMARY KEY,
  email text NOT NULL CHECK (length(email) BETWEEN 1 AND 320),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX known_people_email ON known_people (lower(email));

GRANT SELECT, INSERT, UPDATE ON known_people TO keys_entitlement;
GRANT SELECT ON known_people TO service_role, authenticated;

ALTER TABLE known_people ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON known_people TO keys_entitlement USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON known_people FOR SELECT TO service_role USING (true);
CREATE POLICY own_row_is_read ON known_people FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()));

-- The newest download of one KEY by one person.
CREATE INDEX marketplace_download_events_newest
  ON marketplace_download_events (user_id, key_id, created_at DESC);

-- A page of an organisation's members, in the order in which they came.
CREATE INDEX organization_members_order ON organization_members (org_id, created_at, user_id);

-- As in 0010, and the e-mail address goes.
CREATE OR REPLACE FUNCTION entitlement_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  grants text[];
  told text[];
  orgs uuid[];
BEGIN
  -- One after the other: two that grant the same right at once would end each other.
  PERFORM pg_advisory_xact_lock(hashtextextended('entitlement_erase_person', 0));
  IF NOT keys_erase_from_outbox('entitlement', person, stand_in, moment) THEN
    RETURN NULL;
  END IF;
  GRANT UPDATE ON marketplace_entitlement_facts TO keys_owner;
  -- Nobody appends meanwhile; readers are not disturbed.
  LOCK TABLE marketplace_entitlement_facts IN SHARE ROW EXCLUSIVE MODE;
  SELECT array_agg(id::text) INTO grants FROM marketplace_entitlements
  WHERE tenant_type = 'user' AND tenant_id = person;
  SELECT array_agg(DISTINCT note) INTO told FROM marketplace_entitlement_facts
  WHERE tenant_type = 'user' AND tenant_id = person AND note <> ''
        AND (source = 'transfer' OR reason = 'REVOKED_TRANSFER');
  UPDATE marketplace_entitlement_facts SET
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    actor = keys_erased(actor, person, stand_in),
    note = CASE WHEN note = '' THEN ''
                WHEN (tenant_type = 'user' AND tenant_id = person) OR note = ANY(told) THEN '(erased)'
                ELSE keys_erased(note, person, stand_in) END
  WHERE (tenant_type = 'user' AND tenant_id = person) OR keys_names(actor, person)
        OR keys_names(note, person)
        OR (note = ANY(told) AND (source = 'transfer' OR reason = 'REVOKED_TRANSFER'));
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
  SELECT array_agg(org_id) INTO orgs FROM organization_members WHERE user_id = person;
  DELETE FROM organization_members WHERE user_id = person;
  UPDATE organizations AS o SET
    owner_id = nullif(owner_id, person),
    name = CASE WHEN m.somebody THEN keys_erased(name, person, stand_in) ELSE '' END,
    slug = CASE WHEN m.somebody AND NOT keys_names(slug, person) THEN slug END
  FROM (SELECT id, EXISTS (SELECT 1 FROM organization_members WHERE org_id = organizations.id) AS somebody
        FROM organizations) AS m
  WHERE m.id = o.id AND (o.id = ANY(orgs) OR o.owner_id = person OR keys_names(o.name, person)
                         OR keys_names(o.slug, person));
  DELETE FROM known_people WHERE user_id = person;
  PERFORM keys_erase_answers('entitlement', person);
  RETURN keys_erase_from_audit('entitlement', person, stand_in, coalesce(grants, '{}'));
END
$$;
