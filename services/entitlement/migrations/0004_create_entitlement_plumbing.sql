-- What every service has: its outbox, the answers kept under idempotency keys, its audit chain.

CREATE TABLE entitlement_outbox (
  id uuid PRIMARY KEY,
  topic text NOT NULL,
  aggregate text NOT NULL,
  sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  payload bytea NOT NULL,
  request_id text NOT NULL,
  created_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  leased_until timestamptz,
  done_at timestamptz,
  dead_at timestamptz,
  last_error text
);
CREATE INDEX entitlement_outbox_undone ON entitlement_outbox (aggregate, sequence)
  WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX entitlement_outbox_done ON entitlement_outbox (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE entitlement_idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX entitlement_idempotency_age ON entitlement_idempotency (created_at);

CREATE TABLE entitlement_audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON entitlement_outbox, entitlement_idempotency
  TO keys_entitlement;
GRANT SELECT, INSERT ON entitlement_audit TO keys_entitlement;
GRANT SELECT ON entitlement_audit TO service_role;

ALTER TABLE entitlement_outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_only ON entitlement_outbox TO keys_entitlement USING (true) WITH CHECK (true);
ALTER TABLE entitlement_idempotency ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_only ON entitlement_idempotency TO keys_entitlement
  USING (true) WITH CHECK (true);
ALTER TABLE entitlement_audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_appends ON entitlement_audit FOR INSERT TO keys_entitlement
  WITH CHECK (true);
CREATE POLICY services_read ON entitlement_audit FOR SELECT TO keys_entitlement, service_role
  USING (true);
