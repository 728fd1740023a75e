-- Who may read and write the catalog's tables. Only keys_catalog writes; end users read through the
-- views, which show what is published and never a storage path.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['marketplace_keys', 'marketplace_key_versions', 'marketplace_bundles',
                              'marketplace_bundle_keys', 'catalog_revision',
                              'catalog_applied_pricing', 'catalog_audit', 'catalog_idempotency']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON %I FOR ALL TO keys_catalog USING (true) WITH CHECK (true)',
                   name || '_writer', name);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO service_role USING (true)',
                   name || '_service_role', name);
    EXECUTE format('GRANT SELECT ON %I TO service_role', name);
  END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON marketplace_keys, marketplace_key_versions,
  marketplace_bundles, marketplace_bundle_keys, catalog_applied_pricing, catalog_idempotency
  TO keys_catalog;
GRANT SELECT, UPDATE ON catalog_revision TO keys_catalog;
GRANT SELECT, INSERT ON catalog_audit TO keys_catalog;

CREATE VIEW marketplace_keys_public WITH (security_barrier) AS
  SELECT id, slug, tool, key_type, key_types, title, description, category, difficulty, tags,
         version, license_spdx, outcome, maturity, severity_level, preview_public, attributes,
         price_cents, currency, available, created_at, updated_at
  FROM marketplace_keys
  WHERE status = 'published';

CREATE VIEW marketplace_key_versions_public WITH (security_barrier) AS
  SELECT v.id, v.key_id, v.version, v.sha256, v.size_bytes, v.changelog_md_path,
         v.yanked_at IS NOT NULL AS yanked, v.created_at
  FROM marketplace_key_versions v
  JOIN marketplace_keys k ON k.id = v.key_id
  WHERE k.status = 'published';

CREATE VIEW marketplace_bundles_public WITH (security_barrier) AS
  SELECT b.id, b.slug, b.title, b.description, b.bundle_type, b.price_cents, b.currency,
         ARRAY(SELECT bk.key_id FROM marketplace_bundle_keys bk
               JOIN marketplace_keys k ON k.id = bk.key_id
               WHERE bk.bundle_id = b.id AND k.status = 'published'
               ORDER BY bk.position) AS key_ids,
         b.created_at, b.updated_at
  FROM marketplace_bundles b
  WHERE b.deleted_at IS NULL;

GRANT SELECT ON marketplace_keys_public, marketplace_key_versions_public,
  marketplace_bundles_public TO anon, authenticated, service_role;
