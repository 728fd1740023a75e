-- What the catalog said last of the versions that people download, so that owned KEYS are delivered while only the
-- catalog is away.

CREATE TABLE entitlement_known_versions (
  key_id uuid NOT NULL,
  -- The version asked for; empty for the latest.
  asked text NOT NULL,
  slug text NOT NULL,
  -- keys.catalog.v1.ResolveVersionResponse
  answer bytea NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (key_id, asked)
);
CREATE INDEX entitlement_known_versions_slug ON entitlement_known_versions (slug, asked);

GRANT SELECT, INSERT, UPDATE ON entitlement_known_versions TO keys_entitlement;
ALTER TABLE entitlement_known_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_only ON entitlement_known_versions TO keys_entitlement
  USING (true) WITH CHECK (true);
