-- Orders, signals and events of a shop of the size that is asked for, in bulk; its grants come from grants.sql. Variables: now,
-- keys, orders, open_orders, events. Everything can be named without asking: md5('user' || n), md5('order' || n), and so
-- on, as lib/world.mjs does.
SET ROLE keys_owner;
SET synchronous_commit = off;

SELECT marketplace_analytics_ensure_month((date_trunc('month', :'now'::timestamptz AT TIME ZONE 'UTC') - months * interval '1 month')::date)
FROM generate_series(-1, 3) AS months;

-- The catalogue's KEYS come from services/catalog/testing/catalog_scale.cc, which sets neither.
UPDATE marketplace_keys SET words_old = false;

-- Orders n < :orders are fulfilled; the :open_orders behind them, each of a buyer of its own, wait for their payment.
CREATE TEMP TABLE orders AS
SELECT n, n < :orders AS paid, md5('order' || n)::uuid AS id, md5('line' || n)::uuid AS line,
       CASE WHEN n < :orders THEN md5('user' || n / 10)::uuid ELSE md5('buyer' || n)::uuid END AS tenant,
       1 + (n::bigint * 7919 % :keys)::int AS key, 'cs_test_bench' || n AS session,
       CASE WHEN n < :orders THEN :'now'::timestamptz - interval '30 days' ELSE :'now'::timestamptz END AS t
FROM generate_series(0, :orders + :open_orders - 1) AS n;
INSERT INTO marketplace_orders
  (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title, original_cents, final_cents, currency,
   livemode, quote_lines, quote_fingerprint, success_url, cancel_url, expires_at, status, paid_at, granted_at,
   access_revision, applied_revision, given_revision, settled_cents, stripe_cents, next_check_at, created_at, updated_at)
SELECT id, tenant, 'user', tenant, 'key', md5('key' || key)::uuid, 'key-' || key, 'Key ' || key, 5900, 5900, 'usd', false,
       '[]', 'bench', 'http://127.0.0.1/thanks', 'http://127.0.0.1/cancelled', t + interval '1 hour',
       CASE WHEN paid THEN 'fulfilled' ELSE 'open' END, CASE WHEN paid THEN t END, CASE WHEN paid THEN t END,
       paid::int, paid::int, paid::int, 5900 * paid::int, 5900 * paid::int,
       -- The reconciler asks Stripe for none of them while we measure.
       :'now'::timestamptz + interval '110 minutes', t, t
FROM orders;
INSERT INTO marketplace_order_lines
  (id, order_id, position, key_id, slug, title, amount_cents, grants, list_price_cents, standing, net_cents)
SELECT line, id, 0, md5('key' || key)::uuid, 'key-' || key, 'Key ' || key, 5900, true, 5900, paid::int, 5900 * paid::int FROM orders;
INSERT INTO marketplace_order_facts
  (id, order_id, kind, object_id, state, amount_cents, other_cents, currency, livemode, order_line_id, number, source, recorded_at)
SELECT md5('fact' || n)::uuid, id, 'session', session, CASE WHEN paid THEN 'paid' ELSE 'open' END, 5900, 0, 'usd', false, '', 0, 'checkout', t
FROM orders
UNION ALL
SELECT md5('applied' || n)::uuid, id, 'applied', '', '', 0, 0, '', false, '', 1, 'relay', t FROM orders WHERE paid;
INSERT INTO stripe_sessions (session_id, order_id, url, expires_at, created_at, updated_at)
SELECT session, id, 'http://127.0.0.1/pay', t + interval '1 hour', t, t FROM orders;
INSERT INTO order_access_revisions (order_id, revision, created_at, updated_at)
SELECT id, 1, t, t FROM orders WHERE paid;

-- The signals that the first thousand people have told.
INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, origin, created_at, expires_at)
SELECT md5(type || n)::uuid, md5('user' || n)::uuid, type,
       CASE type WHEN 'tool_intent' THEN (ARRAY['Node.js', 'cursor ide', 'stripe', 'supabase', 'jupyter notebook'])[1 + n % 5]
                 ELSE (ARRAY['sre', 'developer', 'data analyst'])[1 + n % 3] END,
       'you', :'now'::timestamptz - interval '1 day', :'now'::timestamptz + interval '89 days'
FROM generate_series(0, 999) AS n, unnest(ARRAY['tool_intent', 'role']) AS type;

-- Events of the last 80 days: mostly views, a few downloads.
INSERT INTO marketplace_analytics_event_ids (event_id, created_at)
SELECT md5('event' || n)::uuid, :'now'::timestamptz - n % 6912000 * interval '1 second' FROM generate_series(1, :events) AS n;
INSERT INTO marketplace_analytics (id, event_type, key_id, user_id, metadata, created_at, recorded_at)
SELECT md5('event' || n)::uuid, CASE WHEN n % 20 = 0 THEN 'download' ELSE 'view' END,
       md5('key' || 1 + (n::bigint * n % :keys)::int)::uuid, md5('user' || n % 1000)::uuid, '{}', t, t
FROM generate_series(1, :events) AS n, LATERAL (SELECT :'now'::timestamptz - n % 6912000 * interval '1 second' AS t) AS moment;

RESET ROLE;
VACUUM ANALYZE;
