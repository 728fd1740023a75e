-- Ordinary rows first, then one ugly row for each thing that can be wrong with one.
-- KEYS k01…k08, bundles b1…, users u1…u9, organisations o1, o2: ids that end so.
INSERT INTO marketplace_keys (id, slug, key_type, title, description, version, license_spdx, tags, outcome, tool, runtime, key_types, price_cents,
    zip_path, sha256, stripe_product_id, stripe_price_id, created_at, updated_at, maturity, severity_level) VALUES
  ('a0000000-0000-4000-8000-000000000001', 'queue-worker', 'node', 'Queue worker', 'Retries jobs', '1.2.0', 'MIT', '["queues","jobs"]', 'fewer_incidents',
   'node', 'node', '["job","data"]', 7900, 'keys/node/queue-worker/1.2.0/key.zip', 'ab', 'prod_1', 'price_1', '2026-01-02T03:04:05+02:00', NULL, 'starter', NULL),
  ('a0000000-0000-4000-8000-000000000002', 'db-failover', 'runbook', 'Database failover', NULL, '2.0.0-rc.1', 'Apache-2.0', '[]', NULL,
   'runbook', NULL, NULL, 9900, NULL, NULL, NULL, NULL, '2026-02-01Z', '2026-02-02Z', NULL, 'p1'),
  ('a0000000-0000-4000-8000-000000000003', 'eval-notebook', 'jupyter', 'Eval notebook', NULL, '1.0.0', 'MIT', NULL, NULL, NULL, NULL, NULL, 0,
   NULL, NULL, NULL, NULL, '2026-02-01Z', '2026-02-02Z', NULL, NULL),
  -- ugly: slug and version by no rule, tags no array, no price, no times
  ('a0000000-0000-4000-8000-000000000004', 'My_Stripe Key!', 'workflow', ' ', NULL, 'v3', 'Proprietary', '{"a":1}', NULL, 'stripe', NULL, NULL, NULL,
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  -- ugly: becomes the slug above once more, and a version that is none
  ('a0000000-0000-4000-8000-000000000005', 'my-stripe-key', 'workflow', 'The rightful one', NULL, 'latest', 'MIT', '["x",3,null,"x",""]', NULL, 'stripe', NULL, NULL, -5,
   NULL, NULL, NULL, NULL, '2026-02-01Z', '2026-02-02Z', NULL, NULL),
  ('a0000000-0000-4000-8000-000000000006', 'bundles', 'prompt', 'A reserved slug', NULL, '1.0', 'MIT', '[]', NULL, 'cursor', NULL, NULL, 20,
   NULL, NULL, NULL, NULL, '2026-02-01Z', '2026-02-02Z', NULL, NULL),
  ('a0000000-0000-4000-8000-000000000007', 'cobol-key', 'cobol', 'No such tool', NULL, '1.0.0', 'MIT', '[]', NULL, 'cobol', NULL, NULL, 100,
   NULL, NULL, NULL, NULL, '2026-02-01Z', '2026-02-02Z', NULL, NULL),
  ('a0000000-0000-4000-8000-000000000008', '日本', 'workflow', 'Nothing of the slug is left', NULL, '1.0.0', 'MIT', '[]', NULL, 'github', NULL, NULL, 5000,
   NULL, NULL, NULL, NULL, '2026-02-01Z', '2026-02-02Z', NULL, NULL);
INSERT INTO marketplace_key_versions (key_id, version, zip_path, sha256, created_at) VALUES
  ('a0000000-0000-4000-8000-000000000001', '1.0.0', 'x', 'ab', '2026-01-01Z'), ('a0000000-0000-4000-8000-000000000001', '1.2.0', 'x', 'ab', '2026-01-02Z'),
  ('a0000000-0000-4000-8000-000000000001', '1.1', 'x', 'ab', '2026-01-03Z'), ('a0000000-0000-4000-8000-000000000001', '1.1.0', 'x', 'ab', '2026-01-04Z'),
  ('a0000000-0000-4000-8000-000000000002', '2.0.0-rc.1', NULL, NULL, NULL), ('a0000000-0000-4000-8000-000000000002', 'draft!', NULL, NULL, NULL),
  ('a0000000-0000-4000-8000-00000000dead', '1.0.0', NULL, NULL, NULL);

INSERT INTO marketplace_bundles (id, slug, title, bundle_type, price_cents, key_ids, created_at) VALUES
  ('b0000000-0000-4000-8000-000000000001', 'starter-pack', 'Starter pack', 'starter', 9900,
   '["a0000000-0000-4000-8000-000000000002","a0000000-0000-4000-8000-000000000001"]', '2026-03-01Z'),
  -- ugly: a KEY twice, one that is missing, one that is no id, one that could not be carried; and too dear
  ('b0000000-0000-4000-8000-000000000002', 'Ugly Pack', 'Ugly', 'pro', 90000, '["a0000000-0000-4000-8000-000000000001",
   "A0000000-0000-4000-8000-000000000001","a0000000-0000-4000-8000-00000000dead","nonsense",7,"a0000000-0000-4000-8000-000000000007",
   "a0000000-0000-4000-8000-000000000008"]', NULL),
  ('b0000000-0000-4000-8000-000000000003', 'empty-pack', 'Empty', 'pro', 100, '["a0000000-0000-4000-8000-00000000dead"]', '2026-03-01Z'),
  ('b0000000-0000-4000-8000-000000000004', 'odd-pack', 'Not even a list', 'pro', 100, '{"keys":1}', '2026-03-01Z'),
  ('b0000000-0000-4000-8000-000000000005', 'minus-pack', 'Costs less than nothing', 'pro', -1, '["a0000000-0000-4000-8000-000000000003"]', '2026-03-01Z'),
  ('b0000000-0000-4000-8000-000000000006', 'gold-pack', 'Unknown type', 'gold', 100, '["a0000000-0000-4000-8000-000000000001"]', '2026-03-01Z');

INSERT INTO organizations (id, name, slug, owner_id, updated_at) VALUES
  ('c0000000-0000-4000-8000-000000000001', 'Acme', 'acme', 'e0000000-0000-4000-8000-000000000005', NULL),
  ('c0000000-0000-4000-8000-000000000002', NULL, repeat('x', 101), NULL, NULL);
INSERT INTO organization_members (org_id, user_id, role) VALUES
  ('c0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000005', 'owner'),
  ('c0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000006', 'member'),
  ('c0000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000006', 'guest'),
  ('c0000000-0000-4000-8000-00000000dead', 'e0000000-0000-4000-8000-000000000007', 'owner'),
  ('c0000000-0000-4000-8000-000000000001', NULL, 'member');

INSERT INTO marketplace_entitlements (tenant_id, tenant_type, key_id, source, status, starts_at, ends_at, created_at, stripe_price_id) VALUES
  ('e0000000-0000-4000-8000-000000000001', 'user', 'a0000000-0000-4000-8000-000000000001', 'stripe', 'active', '2026-01-03Z', NULL, '2026-01-03Z', 'price_1'),
  ('e0000000-0000-4000-8000-000000000001', 'user', 'a0000000-0000-4000-8000-000000000002', 'manual', 'active', '2026-01-03Z', '2099-01-01Z', '2026-01-03Z', NULL),
  -- expired, inactive, not begun
  ('e0000000-0000-4000-8000-000000000001', 'user', 'a0000000-0000-4000-8000-000000000003', 'stripe', 'active', '2026-01-03Z', '2026-02-01Z', '2026-01-03Z', NULL),
  ('e0000000-0000-4000-8000-000000000002', 'user', 'a0000000-0000-4000-8000-000000000001', 'stripe', 'inactive', '2026-01-03Z', NULL, '2026-01-03Z', NULL),
  ('e0000000-0000-4000-8000-000000000002', 'user', 'a0000000-0000-4000-8000-000000000002', 'manual', 'active', '2098-01-01Z', NULL, '2026-01-03Z', NULL),
  -- of KEYS whose slug had to be changed
  ('e0000000-0000-4000-8000-000000000002', 'user', 'a0000000-0000-4000-8000-000000000004', 'stripe', 'active', NULL, NULL, NULL, NULL),
  ('e0000000-0000-4000-8000-000000000003', 'user', 'a0000000-0000-4000-8000-000000000005', 'stripe', 'active', NULL, 'infinity', '2026-01-03Z', NULL),
  ('e0000000-0000-4000-8000-000000000003', 'user', 'a0000000-0000-4000-8000-000000000008', 'stripe', 'active', '-infinity', NULL, NULL, NULL),
  -- organisations: members have access; nobody by the second
  ('c0000000-0000-4000-8000-000000000001', 'org', 'a0000000-0000-4000-8000-000000000001', 'stripe', 'active', '2026-01-03Z', NULL, '2026-01-03Z', NULL),
  ('c0000000-0000-4000-8000-000000000002', 'org', 'a0000000-0000-4000-8000-000000000003', 'manual', 'active', '2026-01-03Z', NULL, '2026-01-03Z', NULL),
  ('c0000000-0000-4000-8000-00000000beef', 'org', 'a0000000-0000-4000-8000-000000000003', 'manual', 'active', '2026-01-03Z', NULL, '2026-01-03Z', NULL),
  -- orphans, and one that ended before it began
  ('e0000000-0000-4000-8000-000000000004', 'user', 'a0000000-0000-4000-8000-00000000dead', 'stripe', 'active', '2026-01-03Z', NULL, '2026-01-03Z', NULL),
  ('e0000000-0000-4000-8000-000000000004', 'user', 'a0000000-0000-4000-8000-000000000007', 'stripe', 'active', '2026-01-03Z', NULL, '2026-01-03Z', NULL),
  ('e0000000-0000-4000-8000-000000000004', 'user', 'a0000000-0000-4000-8000-000000000001', 'stripe', 'active', '2026-01-03Z', '2026-01-01Z', '2026-01-03Z', NULL);
INSERT INTO marketplace_bundle_entitlements (tenant_id, tenant_type, bundle_id, source, status, ends_at) VALUES
  ('e0000000-0000-4000-8000-000000000008', 'user', 'b0000000-0000-4000-8000-000000000001', 'stripe', 'active', NULL),
  ('e0000000-0000-4000-8000-000000000008', 'user', 'b0000000-0000-4000-8000-000000000005', 'stripe', 'active', '2099-01-01Z'),
  ('e0000000-0000-4000-8000-000000000008', 'user', 'b0000000-0000-4000-8000-00000000dead', 'stripe', 'active', NULL);

INSERT INTO marketplace_download_events (tenant_id, tenant_type, user_id, key_id, version, ip_hash, user_agent, created_at) VALUES
  ('e0000000-0000-4000-8000-000000000001', 'user', 'e0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', '1.2.0', 'h', repeat('u', 700), '2026-04-01 12:00:00'),
  ('e0000000-0000-4000-8000-000000000009', 'user', 'e0000000-0000-4000-8000-000000000009', 'a0000000-0000-4000-8000-000000000001', '1.2.0', 'h', NULL, '2026-04-01 12:00:00'),
  ('e0000000-0000-4000-8000-000000000009', 'user', NULL, 'a0000000-0000-4000-8000-000000000001', '1.2.0', 'h', NULL, '2026-04-01 12:00:00'),
  ('e0000000-0000-4000-8000-000000000009', 'user', 'e0000000-0000-4000-8000-000000000009', 'a0000000-0000-4000-8000-000000000001', '1.2.0', 'h', NULL, NULL);
INSERT INTO marketplace_analytics (event_type, key_id, bundle_id, user_id, tenant_id, tenant_type, metadata, created_at, amount) VALUES
  ('purchase', 'a0000000-0000-4000-8000-000000000001', NULL, 'e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000001', 'user', '{"a":1}', '2026-01-03Z', 7900),
  ('view', 'a0000000-0000-4000-8000-00000000dead', NULL, NULL, 'e0000000-0000-4000-8000-000000000001', NULL, '[1]', '2025-06-30T23:30:00-02:00', NULL),
  ('bundle_upgrade', NULL, 'b0000000-0000-4000-8000-000000000001', NULL, NULL, NULL, NULL, '2026-01-03Z', NULL),
  ('tap', NULL, NULL, NULL, NULL, NULL, '{}', '2026-01-03Z', NULL), ('view', NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL);
INSERT INTO marketplace_discovery_signals (user_id, signal_type, signal_value, metadata, created_at, expires_at) VALUES
  ('e0000000-0000-4000-8000-000000000001', 'role', 'sre', '{}', :'now'::timestamp - interval '1 day', NULL),
  ('e0000000-0000-4000-8000-000000000001', 'purchase', repeat('v', 300), 'null', :'now'::timestamp - interval '89 days', '2199-01-01'),
  ('e0000000-0000-4000-8000-000000000001', 'role', 'old', '{}', '2020-01-01', NULL),
  ('e0000000-0000-4000-8000-000000000001', 'mood', 'good', '{}', :'now'::timestamp, NULL), ('e0000000-0000-4000-8000-000000000001', 'role', '', '{}', :'now'::timestamp, NULL);
INSERT INTO marketplace_discovery_signals (user_id, signal_type, signal_value, metadata, created_at, expires_at) VALUES
  ('e0000000-0000-4000-8000-000000000002', 'view', 'x', '{}', :'now'::timestamp - interval '1 day', NULL),
  ('e0000000-0000-4000-8000-000000000002', 'role', 'sre', '{}', :'now'::timestamp - interval '1 day', NULL);
INSERT INTO stripe_webhook_events (stripe_event_id, event_type, status, error_message) VALUES
  ('evt_1', 'checkout.session.completed', 'processed', NULL), ('evt_2', 'checkout.session.completed', 'duplicate', NULL),
  ('evt_3', 'checkout.session.completed', 'failed', 'no such key');
INSERT INTO upgrade_transactions (to_sku, original_price, final_price) VALUES ('x', 1, 1);
INSERT INTO user_profiles (user_id, stripe_customer_id) VALUES ('e0000000-0000-4000-8000-000000000001', 'cus_1'), ('auth0|7', 'cus_2'),
  ('e0000000-0000-4000-8000-000000000002', NULL);
INSERT INTO invitations (email) VALUES ('someone@example.com');
