-- Who got which version, written in the transaction of the decision that allowed it.

CREATE TABLE marketplace_download_events (
  id uuid PRIMARY KEY,
  -- Whose grant allowed it, and which.
  tenant_id uuid NOT NULL,
  tenant_type text NOT NULL CHECK (tenant_type IN ('user', 'org')),
  grant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  key_id uuid NOT NULL,
  -- The version really served, and the SHA-256 of its bytes.
  version text NOT NULL,
  sha256 text NOT NULL,
  -- HMAC-SHA-256 of the client's address under a secret of the server, hexadecimal.
  ip_hash text NOT NULL,
  user_agent text NOT NULL CHECK (length(user_agent) <= 500),
  request_id text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX marketplace_download_events_tenant
  ON marketplace_download_events (tenant_id, tenant_type, created_at);
CREATE INDEX marketplace_download_events_key ON marketplace_download_events (key_id, created_at);
CREATE INDEX marketplace_download_events_user ON marketplace_download_events (user_id, created_at);

GRANT SELECT, INSERT ON marketplace_download_events TO keys_entitlement;
GRANT SELECT ON marketplace_download_events TO service_role, authenticated;

ALTER TABLE marketplace_download_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_appends ON marketplace_download_events FOR INSERT TO keys_entitlement
  WITH CHECK (true);
CREATE POLICY services_read ON marketplace_download_events FOR SELECT
  TO keys_entitlement, service_role USING (true);
CREATE POLICY users_read ON marketplace_download_events FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR (tenant_type = 'org' AND keys_runs_org(tenant_id)));
