// POST /billing/webhook: the signature over the raw bytes, then the event, the order, its fact, the grant with its fact
// and the purchase's event in one statement, committed before the answer. One delivery twice is one effect.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

import { refusal } from './database.mjs';

const TOLERANCE_SECONDS = 300;
const SETTLE = `WITH event AS (
    INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at, handled_at, outcome, order_id)
    VALUES ($1, $2, $3, false, $4, $5, $5, $5, 'applied', $6::uuid) ON CONFLICT DO NOTHING RETURNING stripe_event_id),
  settled AS (
    UPDATE marketplace_orders o SET status = 'fulfilled', paid_at = $5, granted_at = $5, settled_cents = $7, stripe_cents = $7,
      access_revision = 1, applied_revision = 1, given_revision = 1, updated_at = $5
    FROM event, stripe_sessions s
    WHERE o.id = $6::uuid AND o.status = 'open' AND o.original_cents = $7 AND o.currency = $8 AND NOT o.livemode
      AND s.order_id = o.id AND s.session_id = $9
    RETURNING o.id, o.tenant_id, o.tenant_type, o.user_id, o.item_id),
  line AS (
    UPDATE marketplace_order_lines l SET standing = 1, net_cents = l.amount_cents FROM settled WHERE l.order_id = settled.id AND l.grants
    RETURNING l.id, l.order_id, l.key_id),
  paid AS (
    UPDATE stripe_sessions s SET payment_intent_id = $10, updated_at = $5 FROM settled WHERE s.session_id = $9),
  fact AS (
    INSERT INTO marketplace_order_facts (id, order_id, kind, object_id, state, amount_cents, other_cents, currency, livemode, order_line_id, number, source, recorded_at)
    SELECT $11::uuid, id, 'session', $9, 'paid', $7, 0, $8, false, '', 0, $1, $5 FROM settled),
  revision AS (
    INSERT INTO order_access_revisions (order_id, revision, created_at, updated_at) SELECT id, 1, $5, $5 FROM settled),
  granted AS (
    INSERT INTO marketplace_entitlements (id, tenant_id, tenant_type, key_id, source, status, starts_at, order_id, order_line_id, created_at, updated_at)
    SELECT $12::uuid, tenant_id, tenant_type, key_id, 'order_line', 'active', $5, settled.id, line.id::text, $5, $5 FROM settled JOIN line ON true),
  granted_fact AS (
    INSERT INTO marketplace_entitlement_facts (id, kind, grant_id, tenant_id, tenant_type, key_id, source, starts_at, order_id, order_line_id,
      order_revision, actor, note, occurred_at, recorded_at)
    SELECT $13::uuid, 'granted', $12::uuid, tenant_id, tenant_type, key_id, 'order_line', $5, settled.id, line.id::text, 1, 'billing', '', $5, $5 FROM settled JOIN line ON true),
  counted AS (
    INSERT INTO marketplace_analytics_event_ids (event_id, created_at) SELECT $14::uuid, $5 FROM settled),
  told AS (
    INSERT INTO marketplace_analytics (id, event_type, key_id, user_id, tenant_id, tenant_type, metadata, amount_cents, currency, created_at, recorded_at)
    SELECT $14::uuid, 'purchase', item_id, user_id, tenant_id, tenant_type, json_build_object('order_id', id)::jsonb, $7, $8, $5, $5 FROM settled)
  SELECT (SELECT count(*) FROM event) AS fresh`;

function verify(header, body, secret) {
  const parts = Object.fromEntries((header ?? '').split(',').map((part) => part.split('=', 2)));
  if (Math.abs(Date.now() / 1000 - Number(parts.t)) > TOLERANCE_SECONDS) return false;
  const wanted = createHmac('sha256', secret).update(`${parts.t}.`).update(body).digest();
  const seen = Buffer.from(parts.v1 ?? '', 'hex');
  return seen.length === wanted.length && timingSafeEqual(seen, wanted);
}

export async function webhookRoute(app, { database, webhookSecret }) {
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
    raw.post('/billing/webhook', async (request) => {
      if (!verify(request.headers['stripe-signature'], request.body, webhookSecret)) {
        throw refusal(400, 'INVALID_SIGNATURE', 'The body was not signed with our secret just now.');
      }
      const payload = request.body.toString('utf8');
      const event = JSON.parse(payload);
      const session = event.data.object;
      if (event.type !== 'checkout.session.completed' || session.payment_status !== 'paid') return { received: true };
      const [{ fresh }] = await database.rows('webhook', SETTLE, [event.id, event.type, event.api_version, payload, new Date(), session.metadata.order_id,
        session.amount_subtotal, session.currency, session.id, session.payment_intent, randomUUID(), randomUUID(), randomUUID(), randomUUID()]);
      return fresh ? { received: true } : { received: true, duplicate: true };
    });
  });
}
