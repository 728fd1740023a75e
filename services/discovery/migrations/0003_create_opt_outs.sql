-- What people chose not to have kept of them: signals of a type, or of everything. Whoever stores a signal or writes
-- an opt-out holds the person's advisory lock (discovery_store.cc), so that no signal slips in beside one.
CREATE TABLE marketplace_discovery_opt_outs (
  user_id uuid NOT NULL,
  signal_type text NOT NULL CHECK (signal_type IN
    ('role', 'tool_intent', 'problem_category', 'view', 'purchase', 'everything')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, signal_type)
);

ALTER TABLE marketplace_discovery_opt_outs ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON marketplace_discovery_opt_outs TO keys_discovery;
GRANT SELECT ON marketplace_discovery_opt_outs TO authenticated, service_role;

CREATE POLICY discovery_writes ON marketplace_discovery_opt_outs
  FOR ALL TO keys_discovery USING (true) WITH CHECK (true);
CREATE POLICY own_opt_outs_are_read ON marketplace_discovery_opt_outs
  FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY service_role_reads ON marketplace_discovery_opt_outs
  FOR SELECT TO service_role USING (true);
