-- What billing tells other services, what it answered before, and who changed what.

CREATE TABLE billing_outbox (
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
CREATE INDEX billing_outbox_undone ON billing_outbox (aggregate, sequence)
  WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX billing_outbox_done ON billing_outbox (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE billing_idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX billing_idempotency_age ON billing_idempotency (created_at);

CREATE TABLE billing_audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);

ALTER TABLE billing_outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_audit ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON billing_outbox, billing_idempotency TO keys_billing;
GRANT SELECT, INSERT ON billing_audit TO keys_billing;
GRANT SELECT ON billing_audit TO service_role;

CREATE POLICY service_works ON billing_outbox TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_works ON billing_idempotency TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_works ON billing_audit TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON billing_audit FOR SELECT TO service_role USING (true);
