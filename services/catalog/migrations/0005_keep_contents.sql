-- What a version holds: read for its detail, its preview and for differences between versions, never
-- for lists.
CREATE TABLE marketplace_key_contents (
  version_id uuid PRIMARY KEY REFERENCES marketplace_key_versions ON DELETE CASCADE,
  -- Serialized keys.catalog.v1.AssetFiles.
  files bytea NOT NULL,
  -- As its author wrote it: json, not jsonb.
  manifest json NOT NULL,
  -- Safe HTML made by ingestion.
  readme_html text,
  changelog_html text,
  preview_html text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
ALTER TABLE marketplace_key_contents ENABLE ROW LEVEL SECURITY;
CREATE POLICY marketplace_key_contents_writer ON marketplace_key_contents FOR ALL TO keys_catalog
  USING (true) WITH CHECK (true);
CREATE POLICY marketplace_key_contents_service_role ON marketplace_key_contents FOR SELECT
  TO service_role USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON marketplace_key_contents TO keys_catalog;
GRANT SELECT ON marketplace_key_contents TO service_role;
