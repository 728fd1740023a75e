// Fills a stack's database, past the services, with what a large shop holds: orders, Stripe's events, downloads and
// analytics events, of many people and of one who left a part of them.

const chunk = 100_000;
// Orders that rest (fulfilled, told, balanced), each with an event in the form in which events are stored. Of today: events that were
// handled long ago are deleted.
const orders = (rows, who) => `
  WITH placed AS (
    INSERT INTO marketplace_orders (id, tenant_id, tenant_type, user_id, item_kind, item_id, item_slug, item_title, original_cents,
        final_cents, currency, livemode, quote_lines, quote_fingerprint, success_url, cancel_url, expires_at, status, next_check_at, created_at, updated_at)
      SELECT gen_random_uuid(), who, 'user', who, 'key', gen_random_uuid(), 'heavy-shop', 'Heavy', 100, 100, 'usd', false, '[]', '',
        'https://shop.example/thanks', 'https://shop.example/', '2026-10-01Z', 'fulfilled', '2026-10-01Z', '2026-10-01Z', '2026-10-01Z'
      FROM (SELECT ${who} AS who FROM generate_series(1, ${rows})) AS people
      RETURNING id, user_id)
  INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, handled_at, next_attempt_at, order_id)
    SELECT 'evt_heavy_' || id, 'checkout.session.completed', 'x', false, jsonb_build_object('id', 'evt_heavy_' || id, 'object', 'event',
        'type', 'checkout.session.completed', 'data', jsonb_build_object('object', jsonb_build_object('id', 'cs_test_' || id, 'object', 'checkout.session',
        'client_reference_id', id, 'customer_details', jsonb_build_object('email', 'heavy@shop.example', 'name', 'Heavy'),
        'metadata', jsonb_build_object('orderId', id, 'userId', user_id))))::text,
      now(), now(), now(), id
    FROM placed;`;
const downloads = (rows, who) => `
  INSERT INTO marketplace_download_events (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash, user_agent, request_id, created_at)
    SELECT gen_random_uuid(), who, 'user', gen_random_uuid(), who, gen_random_uuid(), '1.0.0', repeat('a', 64), repeat('b', 64), 'curl/8', '', '2026-10-01Z'
    FROM (SELECT ${who} AS who FROM generate_series(1, ${rows})) AS people;`;
const views = (rows, who) => `
  INSERT INTO marketplace_analytics (id, event_type, user_id, metadata, created_at, recorded_at)
    SELECT gen_random_uuid(), 'view', who, '{}', '2026-10-01Z', '2026-10-01Z'
    FROM (SELECT ${who} AS who FROM generate_series(1, ${rows})) AS people;`;

/** `rows` of each kind, of which `own` are the person's. Nothing is appended by triggers but the counts of analytics. */
export function fill(psql, { rows, own, person }) {
  const began = Date.now();
  const run = (sql) => psql(`SET ROLE keys_owner; SET synchronous_commit = off; ${sql}`);
  const add = (make) => {
    for (let left = rows - own; left > 0; left -= chunk) run(make(Math.min(left, chunk), 'gen_random_uuid()'));
    run(make(own, `'${person}'::uuid`));
  };
  // An event is stored as it will be kept: whoever was erased before is not looked up for each.
  run('ALTER TABLE stripe_webhook_events DISABLE TRIGGER events_forget');
  add(orders);
  run('ALTER TABLE stripe_webhook_events ENABLE TRIGGER events_forget');
  add(downloads);
  add(views);
  psql('SET ROLE keys_owner; ANALYZE marketplace_orders, stripe_webhook_events, marketplace_download_events, marketplace_analytics');
  return Math.round((Date.now() - began) / 1000);
}

/** Returns the rows that still name the person, by table. */
export const left = (rowsOf, person) => rowsOf(`
  SELECT (SELECT count(*) FROM marketplace_orders WHERE user_id = '${person}' OR tenant_id = '${person}') AS orders,
         (SELECT count(*) FROM stripe_webhook_events WHERE billing_named(payload) @> ARRAY['${person}']) AS events,
         (SELECT count(*) FROM marketplace_download_events WHERE user_id = '${person}') AS downloads,
         (SELECT count(*) FROM marketplace_analytics WHERE user_id = '${person}') AS views`)[0];
