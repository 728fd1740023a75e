-- At least one row in every table, so that a table that shows nothing shows something about policies.
-- Alice, Bob: customers. Carol owns organisation A, Dave administers it, Alice is a member. Organisation B is
-- somebody else's. Erin is signed in and has nothing.
\set at '''2026-11-01T00:00:00Z'''
\set alice '''00000000-0000-4000-8000-00000000000a'''
\set bob '''00000000-0000-4000-8000-00000000000b'''
\set carol '''00000000-0000-4000-8000-00000000000c'''
\set dave '''00000000-0000-4000-8000-00000000000d'''
\set org_a '''10000000-0000-4000-8000-00000000000a'''
\set org_b '''10000000-0000-4000-8000-00000000000b'''
\set listed '''20000000-0000-4000-8000-000000000001'''
\set draft '''20000000-0000-4000-8000-000000000002'''

INSERT INTO marketplace_keys (id, slug, family, tool, key_type, key_types, title, tags, preview_public, attributes,
    key_references, incomplete, source_rank, version, facts_hash, available, currency, status, row_version,
    created_at, updated_at)
  SELECT id::uuid, slug, 'cursor-keys', 'cursor', 'prompt', '{prompt}', slug, '{t}', true, '{}', '{}', false, 1, '1.0.0',
         'x', true, 'usd', status, 1, :at, :at
  FROM (VALUES (:listed, 'listed', 'published'), (:draft, 'draft', 'draft')) AS k (id, slug, status);
INSERT INTO marketplace_key_versions (id, key_id, version, sort_key, is_release, sha256, size_bytes, storage_path,
    facts, content_hash, source_rank, created_at, updated_at)
  SELECT gen_random_uuid(), id, '1.0.0', '1', true, repeat('a', 64), 1, 'keys/cursor/x/1.0.0/key.zip', '', 'x', 1,
         :at, :at FROM marketplace_keys;
INSERT INTO marketplace_key_contents (version_id, files, manifest, created_at, updated_at)
  SELECT id, '', '{}', :at, :at FROM marketplace_key_versions;
INSERT INTO marketplace_bundles (id, slug, title, bundle_type, price_cents, currency, row_version, deleted_at,
    created_at, updated_at)
  VALUES ('30000000-0000-4000-8000-000000000001', 'pack', 'Pack', 'pro', 100, 'usd', 1, NULL, :at, :at),
         ('30000000-0000-4000-8000-000000000002', 'gone', 'Gone', 'pro', 100, 'usd', 1, :at, :at, :at);
INSERT INTO marketplace_bundle_keys (bundle_id, key_id, position, created_at)
  SELECT b.id, k.id, 1, :at FROM marketplace_bundles b, marketplace_keys k WHERE b.slug = 'pack';
INSERT INTO catalog_applied_pricing (kind, slug, entry_hash, applied_at) VALUES ('key', 'listed', 'x', :at);
INSERT INTO catalog_words (word, gaps) VALUES ('word', '{}');

INSERT INTO organizations (id, name, created_at, updated_at) VALUES (:org_a, 'A', :at, :at), (:org_b, 'B', :at, :at);
INSERT INTO organization_members (id, org_id, user_id, role, created_at, updated_at)
  SELECT gen_random_uuid(), org::uuid, member::uuid, role, :at, :at
  FROM (VALUES (:org_a, :carol, 'owner'), (:org_a, :dave, 'admin'), (:org_a, :alice, 'member'),
               (:org_b, '00000000-0000-4000-8000-0000000000ff', 'owner')) AS m (org, member, role);
INSERT INTO marketplace_entitlements (id, tenant_id, tenant_type, key_id, source, status, reason, starts_at,
    created_at, updated_at)
  SELECT gen_random_uuid(), tenant::uuid, kind, key::uuid, 'manual', CASE WHEN reason IS NULL THEN 'active' ELSE 'revoked' END,
         reason, :at, :at, :at
  FROM (VALUES (:alice, 'user', :listed, NULL), (:alice, 'user', :draft, 'REVOKED_MANUAL'), (:bob, 'user', :listed, NULL),
               (:org_a, 'org', :listed, NULL), (:org_b, 'org', :listed, NULL)) AS e (tenant, kind, key, reason);
INSERT INTO marketplace_entitlement_facts (id, grant_id, kind, tenant_id, tenant_type, key_id, source, starts_at,
    actor, note, occurred_at, recorded_at)
  SELECT gen_random_uuid(), id, 'granted', tenant_id, tenant_type, key_id, source, starts_at, 'x', '', :at, :at
  FROM marketplace_entitlements;
INSERT INTO marketplace_bundle_entitlements (id, tenant_id, tenant_type, bundle_id, order_id, status, starts_at,
    created_at, updated_at)
  SELECT gen_random_uuid(), tenant::uuid, kind, gen_random_uuid(), gen_random_uuid(), 'active', :at, :at, :at
  FROM (VALUES (:alice, 'user'), (:bob, 'user'), (:org_a, 'org')) AS e (tenant, kind);
INSERT INTO order_access_revisions (order_id, revision, created_at, updated_at) VALUES (gen_random_uuid(), 1, :at, :at);
INSERT INTO bundle_contents (bundle_id, key_id, settled, created_at) VALUES (gen_random_uuid(), :listed, true, :at);
INSERT INTO entitlement_known_versions (key_id, asked, slug, answer, created_at, updated_at) VALUES (:listed, '', 'x', '', :at, :at);
INSERT INTO bundle_order_keys (order_id, key_id, created_at) VALUES (gen_random_uuid(), :listed, :at);
INSERT INTO pledged_order_lines (order_id, order_line_id, created_at) VALUES (gen_random_uuid(), 'x', :at);
INSERT INTO marketplace_download_events (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash,
    user_agent, request_id, created_at)
  SELECT gen_random_uuid(), tenant::uuid, kind, gen_random_uuid(), person::uuid, :listed, '1.0.0', 'x', 'x', 'x', 'x', :at
  FROM (VALUES (:alice, 'user', :alice), (:org_a, 'org', :alice), (:org_a, 'org', :carol), (:bob, 'user', :bob))
       AS d (tenant, kind, person);

INSERT INTO known_people (user_id, email, created_at, updated_at)
  VALUES (:alice, 'alice@keys.test', :at, :at);

INSERT INTO marketplace_orders (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title,
    original_cents, final_cents, currency, livemode, quote_lines, quote_fingerprint, success_url, cancel_url, expires_at,
    next_check_at, created_at, updated_at)
  SELECT id::uuid, tenant::uuid, kind, person::uuid, 'key', :listed, 'listed', 'Listed', 100, 100, 'usd', false, '[]', 'x', 'x',
         'x', :at, :at, :at, :at
  FROM (VALUES ('40000000-0000-4000-8000-00000000000a', :alice, 'user', :alice),
               ('40000000-0000-4000-8000-00000000000b', :bob, 'user', :bob),
               ('40000000-0000-4000-8000-00000000000c', :org_a, 'org', :carol)) AS o (id, tenant, kind, person);
INSERT INTO marketplace_order_lines (id, order_id, position, key_id, slug, title, amount_cents, grants)
  SELECT gen_random_uuid(), id, 1, :listed, 'listed', 'Listed', 100, true FROM marketplace_orders;
INSERT INTO marketplace_order_lines (id, order_id, position, key_id, slug, title, amount_cents, grants)
  SELECT gen_random_uuid(), id, 2, :draft, 'draft', 'Draft', 100, true FROM marketplace_orders WHERE user_id = :alice;
INSERT INTO marketplace_order_credits (order_id, source_line_id, key_id, amount_cents, created_at)
  SELECT order_id, id, key_id, 1, :at FROM marketplace_order_lines WHERE position = 1;
INSERT INTO marketplace_order_facts (id, order_id, kind, object_id, state, amount_cents, other_cents, currency, livemode,
    order_line_id, number, source, recorded_at)
  SELECT gen_random_uuid(), id, 'x', 'x', 'x', 1, 1, 'usd', false, 'x', 1, 'x', :at FROM marketplace_orders;
INSERT INTO stripe_requests (id, subject, attempt, path, body, state, created_at, updated_at)
  VALUES (gen_random_uuid(), 'x', 1, '/', '', 'ready', :at, :at);
INSERT INTO stripe_sessions (session_id, order_id, url, expires_at, created_at, updated_at)
  SELECT 'cs_1', id, 'x', :at, :at, :at FROM marketplace_orders LIMIT 1;
INSERT INTO stripe_customers (tenant_id, tenant_type, stripe_customer_id, created_at, updated_at)
  VALUES (:alice, 'user', 'cus_1', :at, :at);
INSERT INTO stripe_products (item_id, item_kind, stripe_product_id, name, active, created_at, updated_at)
  VALUES (:listed, 'key', 'prod_1', 'x', true, :at, :at);
INSERT INTO stripe_prices (item_id, currency, unit_amount, stripe_price_id, active, created_at, updated_at)
  VALUES (:listed, 'usd', 100, 'price_1', true, :at, :at);
INSERT INTO stripe_refunds (stripe_refund_id, order_id, amount_cents, currency, status, reason, created_at, updated_at)
  SELECT 're_1', id, 1, 'usd', 'x', 'x', :at, :at FROM marketplace_orders LIMIT 1;
INSERT INTO stripe_disputes (stripe_dispute_id, order_id, amount_cents, currency, status, reason, created_at, updated_at)
  SELECT 'dp_1', id, 1, 'usd', 'x', 'x', :at, :at FROM marketplace_orders LIMIT 1;
INSERT INTO stripe_feeds (name, next_at, updated_at) VALUES ('charges', :at, :at) ON CONFLICT DO NOTHING;
INSERT INTO stripe_movements (object_id, kind, currency, cents, created_at, updated_at) VALUES ('ch_1', 'charge', 'usd', 1, :at, :at);
INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at)
  VALUES ('evt_1', 'x', 'x', false, '{}', :at, :at);

INSERT INTO marketplace_ingestions (id, status, source, dry_run, success, unchanged, rejected, created_at, updated_at)
  VALUES (gen_random_uuid(), 'running', 'folder', false, 0, 0, 0, :at, :at);
INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, origin, created_at, expires_at)
  SELECT gen_random_uuid(), person::uuid, 'role', value, 'you', :at, '2027-01-01T00:00:00Z'
  FROM (VALUES (:alice, 'sre'), (:alice, 'developer'), (:bob, 'sre')) AS s (person, value);
INSERT INTO marketplace_discovery_opt_outs (user_id, signal_type, created_at, updated_at)
  SELECT person::uuid, kind, :at, :at
  FROM (VALUES (:alice, 'view'), (:alice, 'purchase'), (:bob, 'everything')) AS o (person, kind);
INSERT INTO marketplace_discovery_dismissals (user_id, key_id, slug, created_at)
  SELECT person::uuid, key::uuid, 'x', :at
  FROM (VALUES (:alice, :listed), (:alice, :draft), (:bob, :listed)) AS d (person, key);
INSERT INTO marketplace_analytics (id, event_type, user_id, metadata, created_at, recorded_at)
  SELECT gen_random_uuid(), 'view', person::uuid, '{}', :at, :at
  FROM (VALUES (:alice), (:bob), (:carol), (NULL)) AS a (person);
INSERT INTO marketplace_analytics_event_ids (event_id, created_at) VALUES (gen_random_uuid(), :at);

INSERT INTO analytics_erasing (id_hash, somebody, created_at) VALUES ('x', gen_random_uuid(), :at);
INSERT INTO billing_erased_people (id_hash, created_at, updated_at) VALUES ('x', :at, :at);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['billing', 'entitlement'] LOOP
    EXECUTE format('INSERT INTO %I (id, topic, aggregate, payload, request_id, created_at, next_attempt_at) '
                   'VALUES (gen_random_uuid(), ''x'', ''x'', '''', ''x'', ''2026-11-01Z'', ''2026-11-01Z'')', name || '_outbox');
  END LOOP;
  FOREACH name IN ARRAY ARRAY['billing', 'catalog', 'discovery', 'entitlement', 'ingestion'] LOOP
    EXECUTE format('INSERT INTO %I (scope, key, request_hash, created_at) VALUES (''x'', ''x'', ''x'', ''2026-11-01Z'')',
                   name || '_idempotency');
  END LOOP;
  FOREACH name IN ARRAY ARRAY['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'] LOOP
    EXECUTE format('INSERT INTO %I (seq, at, actor, action, subject, details, prev_hash, hash) '
                   'VALUES (1, ''2026-11-01Z'', ''x'', ''x'', ''x'', ''{}'', '''', ''x'')', name || '_audit');
  END LOOP;
END
$$;
