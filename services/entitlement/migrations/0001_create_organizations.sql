-- Organisations and who belongs to them: the truth about who may use an organisation's KEYS.

CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) <= 200),
  slug text UNIQUE CHECK (length(slug) <= 100),
  owner_id uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE organization_members (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (org_id, user_id)
);
CREATE INDEX organization_members_user ON organization_members (user_id, org_id);

-- Policies ask these instead of the table: a policy on organization_members that read
-- organization_members would ask itself for ever.
CREATE FUNCTION keys_is_org_member(org uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM public.organization_members AS m
                 WHERE m.org_id = org AND m.user_id = auth.uid())
$$;
CREATE FUNCTION keys_runs_org(org uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM public.organization_members AS m
                 WHERE m.org_id = org AND m.user_id = auth.uid() AND m.role IN ('owner', 'admin'))
$$;
REVOKE ALL ON FUNCTION keys_is_org_member(uuid), keys_runs_org(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keys_is_org_member(uuid), keys_runs_org(uuid) TO authenticated;

GRANT SELECT, INSERT, UPDATE, DELETE ON organizations, organization_members TO keys_entitlement;
GRANT SELECT ON organizations, organization_members TO service_role, authenticated;

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON organizations TO keys_entitlement USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON organizations FOR SELECT TO service_role USING (true);
CREATE POLICY members_read ON organizations FOR SELECT TO authenticated
  USING (keys_is_org_member(id));

ALTER TABLE organization_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON organization_members TO keys_entitlement
  USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON organization_members FOR SELECT TO service_role USING (true);
CREATE POLICY members_read ON organization_members FOR SELECT TO authenticated
  USING (keys_is_org_member(org_id));
