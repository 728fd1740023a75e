-- The ledger: facts, which nobody changes, and what they add up to.

CREATE TABLE marketplace_entitlement_facts (
  -- Facts of one grant are folded in this order; who appends for a grant holds a lock on it.
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  grant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('granted', 'suspended', 'restored', 'revoked')),
  tenant_id uuid NOT NULL,
  tenant_type text NOT NULL CHECK (tenant_type IN ('user', 'org')),
  key_id uuid NOT NULL,
  source text NOT NULL
    CHECK (source IN ('order_line', 'bundle', 'free', 'manual', 'gift', 'transfer')),
  reason text CHECK (reason IN ('SUSPENDED_DISPUTE', 'SUSPENDED_CREDIT', 'REVOKED_REFUND',
                                'REVOKED_DISPUTE', 'REVOKED_MANUAL')),
  -- Of facts of kind granted.
  starts_at timestamptz,
  ends_at timestamptz,
  order_id uuid,
  order_line_id text,
  order_revision bigint,
  bundle_id uuid,
  -- Who caused it: a user's id or a service's name; and why, in their words.
  actor text NOT NULL,
  note text NOT NULL,
  -- When it happened where it was made, and when it was written here. What was true at a moment is
  -- told by the second: it is what a decision at that moment knew.
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  CHECK ((kind IN ('suspended', 'revoked')) = (reason IS NOT NULL)),
  CHECK ((kind = 'granted') = (starts_at IS NOT NULL)),
  CHECK (ends_at > starts_at),
  CHECK ((order_id IS NULL) = (order_line_id IS NULL))
);
CREATE INDEX marketplace_entitlement_facts_tenant
  ON marketplace_entitlement_facts (tenant_id, tenant_type, key_id, seq);
CREATE INDEX marketplace_entitlement_facts_grant ON marketplace_entitlement_facts (grant_id, seq);

CREATE FUNCTION marketplace_entitlement_facts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts are not changed' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON marketplace_entitlement_facts
  FOR EACH STATEMENT EXECUTE FUNCTION marketplace_entitlement_facts_stay();

-- The projection: one row per grant, written in the transaction of its facts.
CREATE TABLE marketplace_entitlements (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  tenant_type text NOT NULL CHECK (tenant_type IN ('user', 'org')),
  key_id uuid NOT NULL,
  source text NOT NULL
    CHECK (source IN ('order_line', 'bundle', 'free', 'manual', 'gift', 'transfer')),
  status text NOT NULL CHECK (status IN ('active', 'suspended', 'revoked')),
  reason text CHECK (reason IN ('SUSPENDED_DISPUTE', 'SUSPENDED_CREDIT', 'REVOKED_REFUND',
                                'REVOKED_DISPUTE', 'REVOKED_MANUAL')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  order_id uuid,
  order_line_id text,
  bundle_id uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((status = 'active') = (reason IS NULL)),
  CHECK (ends_at > starts_at),
  CHECK ((order_id IS NULL) = (order_line_id IS NULL))
);
CREATE INDEX marketplace_entitlements_tenant
  ON marketplace_entitlements (tenant_id, tenant_type, key_id);
CREATE INDEX marketplace_entitlements_key ON marketplace_entitlements (key_id);
CREATE UNIQUE INDEX marketplace_entitlements_order_line
  ON marketplace_entitlements (order_id, order_line_id, key_id) WHERE order_id IS NOT NULL;

-- Bundles bought: one row per order; its KEYS are grants of their own.
CREATE TABLE marketplace_bundle_entitlements (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  tenant_type text NOT NULL CHECK (tenant_type IN ('user', 'org')),
  bundle_id uuid NOT NULL,
  order_id uuid NOT NULL UNIQUE,
  status text NOT NULL CHECK (status IN ('active', 'suspended', 'revoked')),
  starts_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX marketplace_bundle_entitlements_tenant
  ON marketplace_bundle_entitlements (tenant_id, tenant_type);

-- How far each order's access has been applied; its row is the lock of the order's grants.
CREATE TABLE order_access_revisions (
  order_id uuid PRIMARY KEY,
  revision bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- The owner of a table may do everything to it until told otherwise.
REVOKE UPDATE, DELETE, TRUNCATE ON marketplace_entitlement_facts FROM keys_owner;
GRANT SELECT, INSERT ON marketplace_entitlement_facts TO keys_entitlement;
GRANT SELECT, INSERT, UPDATE ON marketplace_entitlements, marketplace_bundle_entitlements,
  order_access_revisions TO keys_entitlement;
GRANT SELECT ON marketplace_entitlement_facts, marketplace_entitlements,
  marketplace_bundle_entitlements TO service_role;
GRANT SELECT ON marketplace_entitlements, marketplace_bundle_entitlements TO authenticated;

ALTER TABLE marketplace_entitlement_facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_appends ON marketplace_entitlement_facts FOR INSERT TO keys_entitlement
  WITH CHECK (true);
CREATE POLICY services_read ON marketplace_entitlement_facts FOR SELECT
  TO keys_entitlement, service_role USING (true);

ALTER TABLE marketplace_entitlements ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON marketplace_entitlements TO keys_entitlement
  USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON marketplace_entitlements FOR SELECT TO service_role
  USING (true);
CREATE POLICY tenants_read ON marketplace_entitlements FOR SELECT TO authenticated
  USING ((tenant_type = 'user' AND tenant_id = (SELECT auth.uid()))
         OR (tenant_type = 'org' AND keys_is_org_member(tenant_id)));

ALTER TABLE marketplace_bundle_entitlements ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON marketplace_bundle_entitlements TO keys_entitlement
  USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON marketplace_bundle_entitlements FOR SELECT TO service_role
  USING (true);
CREATE POLICY tenants_read ON marketplace_bundle_entitlements FOR SELECT TO authenticated
  USING ((tenant_type = 'user' AND tenant_id = (SELECT auth.uid()))
         OR (tenant_type = 'org' AND keys_is_org_member(tenant_id)));

ALTER TABLE order_access_revisions ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON order_access_revisions TO keys_entitlement
  USING (true) WITH CHECK (true);
