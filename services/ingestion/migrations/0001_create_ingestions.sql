-- Every ingestion with its report, and who ran it.
CREATE TABLE marketplace_ingestions (
  id uuid PRIMARY KEY,
  status text NOT NULL CHECK (status IN ('running', 'succeeded', 'failed')),
  source text NOT NULL CHECK (source IN ('folder', 'index')),
  dry_run boolean NOT NULL,
  -- The administrator; absent when another service asked.
  started_by uuid,
  finished_at timestamptz,
  success int NOT NULL CHECK (success >= 0),
  unchanged int NOT NULL CHECK (unchanged >= 0),
  rejected int NOT NULL CHECK (rejected >= 0),
  -- keys.ingestion.v1.IngestResponse as JSON; absent until the run has ended.
  report jsonb,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((status = 'running') = (finished_at IS NULL))
);
CREATE INDEX marketplace_ingestions_newest ON marketplace_ingestions (created_at DESC, id DESC);
-- What a crashed process left behind is found by it.
CREATE INDEX marketplace_ingestions_running ON marketplace_ingestions (id)
  WHERE status = 'running';

CREATE TABLE ingestion_audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);

ALTER TABLE marketplace_ingestions ENABLE ROW LEVEL SECURITY;
ALTER TABLE ingestion_audit ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON marketplace_ingestions TO keys_ingestion;
GRANT SELECT, INSERT ON ingestion_audit TO keys_ingestion;
GRANT SELECT ON marketplace_ingestions, ingestion_audit TO service_role;

CREATE POLICY ingestion_writes ON marketplace_ingestions
  FOR ALL TO keys_ingestion USING (true) WITH CHECK (true);
CREATE POLICY ingestion_writes ON ingestion_audit
  FOR ALL TO keys_ingestion USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON marketplace_ingestions
  FOR SELECT TO service_role USING (true);
CREATE POLICY service_role_reads ON ingestion_audit FOR SELECT TO service_role USING (true);
