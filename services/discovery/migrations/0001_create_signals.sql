-- What people told us about themselves, for 90 days, and nothing more.
CREATE TABLE marketplace_discovery_signals (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  signal_type text NOT NULL
    CHECK (signal_type IN ('role', 'tool_intent', 'problem_category', 'view', 'purchase')),
  signal_value text NOT NULL CHECK (char_length(signal_value) BETWEEN 1 AND 200),
  metadata jsonb NOT NULL DEFAULT '{}',
  origin text NOT NULL CHECK (origin IN ('you', 'purchase')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
-- Newest of each type for one user, and the list of one user's signals.
CREATE INDEX marketplace_discovery_signals_newest
  ON marketplace_discovery_signals (user_id, signal_type, created_at DESC, id DESC);
CREATE INDEX marketplace_discovery_signals_expiry ON marketplace_discovery_signals (expires_at);

CREATE TABLE discovery_idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);

CREATE INDEX discovery_idempotency_age ON discovery_idempotency (created_at);

ALTER TABLE marketplace_discovery_signals ENABLE ROW LEVEL SECURITY;
ALTER TABLE discovery_idempotency ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON marketplace_discovery_signals TO keys_discovery;
GRANT SELECT, INSERT, UPDATE, DELETE ON discovery_idempotency TO keys_discovery;
GRANT SELECT, DELETE ON marketplace_discovery_signals TO authenticated;
GRANT SELECT ON marketplace_discovery_signals TO service_role;

CREATE POLICY discovery_writes ON marketplace_discovery_signals
  FOR ALL TO keys_discovery USING (true) WITH CHECK (true);
CREATE POLICY discovery_writes ON discovery_idempotency
  FOR ALL TO keys_discovery USING (true) WITH CHECK (true);
CREATE POLICY own_signals_are_read ON marketplace_discovery_signals
  FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY own_signals_are_deleted ON marketplace_discovery_signals
  FOR DELETE TO authenticated USING (user_id = auth.uid());
CREATE POLICY service_role_reads ON marketplace_discovery_signals
  FOR SELECT TO service_role USING (true);
