-- Answers kept under the administrator's Idempotency-Key.
CREATE TABLE ingestion_idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX ingestion_idempotency_age ON ingestion_idempotency (created_at);

ALTER TABLE ingestion_idempotency ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON ingestion_idempotency TO keys_ingestion;
GRANT SELECT ON ingestion_idempotency TO service_role;
CREATE POLICY ingestion_writes ON ingestion_idempotency
  FOR ALL TO keys_ingestion USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON ingestion_idempotency
  FOR SELECT TO service_role USING (true);
