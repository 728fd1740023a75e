-- The original's tables as far as they are read. Foreign keys are left out, so that the rows of a database that
-- was repaired by hand can be had; download_events and signals have times without a zone, as some installations do.
CREATE TABLE marketplace_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), slug text UNIQUE NOT NULL, key_type text NOT NULL, title text NOT NULL,
  description text, version text NOT NULL, license_spdx text NOT NULL, tags jsonb DEFAULT '[]', outcome text,
  maturity text CHECK (maturity IN ('starter', 'operator', 'scale', 'enterprise')), category text,
  difficulty text CHECK (difficulty IN ('beginner', 'intermediate', 'advanced', 'expert')), runtime_minutes int,
  preview_public boolean DEFAULT true, tool text, runtime text CHECK (runtime IN ('node', 'next')), key_types jsonb,
  severity_level text, runtime_dependency text, required_access_level text, produces_evidence boolean,
  compliance_relevance jsonb DEFAULT '[]', cover_path text, preview_html_path text, zip_path text, changelog_md_path text,
  sha256 text, stripe_product_id text, stripe_price_id text, price_cents int, is_bundle boolean DEFAULT false,
  webhook_event_types jsonb DEFAULT '[]', stripe_integration_level text, github_workflow_type text, github_template_type text,
  supabase_feature_type text, cursor_prompt_type text, created_at timestamptz, updated_at timestamptz);
CREATE TABLE marketplace_key_versions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), key_id uuid NOT NULL, version text NOT NULL, zip_path text, preview_html_path text,
  cover_path text, changelog_md_path text, sha256 text, created_at timestamptz, UNIQUE (key_id, version));
CREATE TABLE marketplace_entitlements (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL, tenant_type text NOT NULL CHECK (tenant_type IN ('org', 'user')),
  key_id uuid NOT NULL, source text NOT NULL CHECK (source IN ('stripe', 'manual')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')), starts_at timestamptz, ends_at timestamptz,
  stripe_subscription_id text, stripe_price_id text, created_at timestamptz, updated_at timestamptz,
  UNIQUE (tenant_id, key_id, tenant_type));
CREATE TABLE marketplace_bundles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), slug text UNIQUE NOT NULL, title text NOT NULL, description text, bundle_type text NOT NULL,
  stripe_product_id text, stripe_price_id text, price_cents int NOT NULL, key_ids jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz, updated_at timestamptz);
CREATE TABLE marketplace_bundle_entitlements (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL, tenant_type text NOT NULL, bundle_id uuid NOT NULL, source text NOT NULL,
  status text NOT NULL DEFAULT 'active', starts_at timestamptz, ends_at timestamptz, stripe_subscription_id text,
  stripe_price_id text, created_at timestamptz, updated_at timestamptz);
CREATE TABLE marketplace_download_events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL, tenant_type text, user_id uuid, key_id uuid NOT NULL,
  version text NOT NULL, ip_hash text NOT NULL, user_agent text, created_at timestamp);
CREATE TABLE marketplace_analytics (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), event_type text NOT NULL, key_id uuid, bundle_id uuid, user_id uuid, tenant_id uuid,
  tenant_type text, discovery_reason text, metadata jsonb DEFAULT '{}', created_at timestamptz, amount int, stripe_session_id text);
CREATE TABLE marketplace_discovery_signals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL, signal_type text NOT NULL, signal_value text NOT NULL,
  metadata jsonb DEFAULT '{}', created_at timestamp, expires_at timestamp);
CREATE TABLE stripe_webhook_events (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), stripe_event_id text UNIQUE NOT NULL, event_type text NOT NULL,
  processed_at timestamptz, status text DEFAULT 'processed', error_message text, created_at timestamptz);
CREATE TABLE upgrade_transactions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid, upgrade_type text, from_sku text, to_sku text NOT NULL, original_price int NOT NULL,
  credits_applied int NOT NULL DEFAULT 0, final_price int NOT NULL, stripe_session_id text, created_at timestamptz);
CREATE TABLE organizations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, slug text UNIQUE, owner_id uuid, created_at timestamptz,
  updated_at timestamptz);
CREATE TABLE organization_members (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org_id uuid, user_id uuid, role text DEFAULT 'member', created_at timestamptz,
  UNIQUE (org_id, user_id));
CREATE TABLE user_profiles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id text UNIQUE, stripe_customer_id text, subscription_status text DEFAULT 'free');
CREATE TABLE invitations (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org_id uuid, email text, token text);
ALTER TABLE marketplace_entitlements ENABLE ROW LEVEL SECURITY;
