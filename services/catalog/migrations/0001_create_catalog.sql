-- KEYS, their versions and bundles. A KEY's facts are those of its latest version; price, currency
-- and status belong to the shop and are never set by a manifest.

CREATE TABLE marketplace_keys (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  -- Assets folder that owns the slug.
  family text NOT NULL,
  -- The family shown and filtered by.
  tool text NOT NULL CHECK (tool IN
    ('node', 'next', 'runbook', 'jupyter', 'stripe', 'github', 'supabase', 'cursor')),
  -- The legacy word; the whole list is in key_types.
  key_type text NOT NULL,
  key_types text[] NOT NULL CHECK (cardinality(key_types) > 0),
  title text NOT NULL,
  description text,
  category text,
  difficulty text,
  tags text[] NOT NULL,
  license_spdx text,
  outcome text,
  -- "_" and "-" alike.
  outcome_word text GENERATED ALWAYS AS (replace(outcome, '_', '-')) STORED,
  maturity text,
  severity_level text,
  preview_public boolean NOT NULL,
  -- Manifest fields as the author wrote them: json, not jsonb, keeps their order and form.
  attributes json NOT NULL,
  -- Slugs this KEY refers to, dangling ones too.
  key_references text[] NOT NULL,
  incomplete boolean NOT NULL,
  -- 1 folder, 2 index, 3 catalogue: a weaker source never overwrites a stronger one.
  source_rank int NOT NULL,
  version text NOT NULL,
  -- content_hash of the latest version, whose facts these are.
  facts_hash text NOT NULL,
  -- The latest version has bytes and is not yanked.
  available boolean NOT NULL,
  -- NULL: not sold singly. 0: free, claimed through checkout.
  price_cents bigint CHECK (price_cents >= 0),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  status text NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
  -- Rises with each change to this row; what If-Match is held against.
  row_version bigint NOT NULL,
  search_words tsvector NOT NULL,
  -- Title, slug, tags and description in lower case, for parts of words.
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX marketplace_keys_newest ON marketplace_keys (created_at DESC, id DESC)
  WHERE status = 'published';
CREATE INDEX marketplace_keys_title ON marketplace_keys (lower(title) COLLATE "C", id)
  WHERE status = 'published';
CREATE INDEX marketplace_keys_price
  ON marketplace_keys (coalesce(price_cents, 9223372036854775807), id)
  WHERE status = 'published';
CREATE INDEX marketplace_keys_tool ON marketplace_keys (tool, key_type);
CREATE INDEX marketplace_keys_key_types ON marketplace_keys USING gin (key_types);
CREATE INDEX marketplace_keys_tags ON marketplace_keys USING gin (tags);
CREATE INDEX marketplace_keys_references ON marketplace_keys USING gin (key_references);
CREATE INDEX marketplace_keys_outcome ON marketplace_keys (outcome_word);
CREATE INDEX marketplace_keys_category ON marketplace_keys (category);
CREATE INDEX marketplace_keys_search_words ON marketplace_keys USING gin (search_words);
CREATE INDEX marketplace_keys_search_text ON marketplace_keys USING gin (search_text gin_trgm_ops);

CREATE TABLE marketplace_key_versions (
  id uuid PRIMARY KEY,
  key_id uuid NOT NULL REFERENCES marketplace_keys ON DELETE CASCADE,
  version text NOT NULL,
  -- Bytewise order is SemVer precedence.
  sort_key text COLLATE "C" NOT NULL,
  is_release boolean NOT NULL,
  -- NULL together: nothing to download.
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint CHECK (size_bytes >= 0),
  storage_path text,
  -- Path inside the archive.
  changelog_md_path text,
  -- Serialized keys.catalog.v1.Asset: the KEY's facts when this version is the latest.
  facts bytea NOT NULL,
  content_hash text NOT NULL,
  source_rank int NOT NULL,
  yanked_at timestamptz,
  yanked_reason text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (key_id, version),
  CHECK (num_nulls(sha256, size_bytes, storage_path) IN (0, 3))
);
CREATE INDEX marketplace_key_versions_order ON marketplace_key_versions (key_id, sort_key DESC);

CREATE TABLE marketplace_bundles (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  description text,
  bundle_type text NOT NULL CHECK (bundle_type IN ('starter', 'operator', 'pro')),
  price_cents bigint NOT NULL CHECK (price_cents >= 0),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  row_version bigint NOT NULL,
  -- Taken off sale; the row stays, because orders name it.
  deleted_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE marketplace_bundle_keys (
  bundle_id uuid NOT NULL REFERENCES marketplace_bundles ON DELETE CASCADE,
  key_id uuid NOT NULL REFERENCES marketplace_keys ON DELETE CASCADE,
  -- As written by whoever made the bundle.
  position int NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bundle_id, key_id)
);
CREATE INDEX marketplace_bundle_keys_key ON marketplace_bundle_keys (key_id);

-- One row, updated in every changing transaction: several processes agree on it, and its lock puts
-- catalog writers in a row.
CREATE TABLE catalog_revision (
  only_row boolean PRIMARY KEY CHECK (only_row),
  revision bigint NOT NULL
);
INSERT INTO catalog_revision (only_row, revision) VALUES (true, 0);

-- What marketplace.json said last of a KEY or bundle, so that an administrator's change stands until
-- the file's entry changes.
CREATE TABLE catalog_applied_pricing (
  kind text NOT NULL CHECK (kind IN ('key', 'bundle')),
  slug text NOT NULL,
  entry_hash text NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (kind, slug)
);

CREATE TABLE catalog_audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);

CREATE TABLE catalog_idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX catalog_idempotency_age ON catalog_idempotency (created_at);
