// Faults planted in a healthy stack raise their alerts and no others, in a real Prometheus; healed, they fall silent.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { settled } from '../e2e/lib/settled.mjs';
import { call, data, endpoints, eventually, root } from '../e2e/lib/shop.mjs';
import { load } from './lib/load.mjs';
import { startPrometheus } from './lib/prometheus.mjs';
import { alerts } from './lib/rules.mjs';

const OF_THE_MACHINE = new Set(alerts().filter((rule) => rule.file === 'machine.yml').map((rule) => rule.alert));
const sql = (statement) => execFileSync(path.join(root, 'scripts/db.sh'), ['psql', '--data', data, '--', '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c',
  `SET ROLE keys_owner; ${statement}`], { encoding: 'utf8' }).trim();

const event = (id, more) => `INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at, dead_at)
  VALUES ('${id}', 'charge.updated', '2026-10-28.endive', false, '{}', ${more})`;
const deadRow = (outbox, topic, id) => `INSERT INTO ${outbox} (id, topic, aggregate, payload, request_id, created_at, next_attempt_at, dead_at)
  VALUES ('${id}', '${topic}', 'planted', '', 'planted', now(), now(), now())`;
const [FIRST, SECOND] = ['00000000-0000-4000-8000-00000000d001', '00000000-0000-4000-8000-00000000d002'];

// [alert, how it is planted, how it is healed]; each order is one of the load's, which is put back as it was.
const planted = (orders) => [
  ['OutboxDead', () => sql(deadRow('billing_outbox', 'analytics', FIRST)), () => sql(`DELETE FROM billing_outbox WHERE id = '${FIRST}'`)],
  ['OutboxDead', () => sql(deadRow('entitlement_outbox', 'analytics.event', SECOND)), () => sql(`DELETE FROM entitlement_outbox WHERE id = '${SECOND}'`)],
  ['WebhookLag', () => sql(event('evt_planted_late', "now() - interval '1 hour', now() + interval '50 seconds', NULL")),
    () => sql("DELETE FROM stripe_webhook_events WHERE stripe_event_id = 'evt_planted_late'")],
  ['WebhookEventsDead', () => sql(event('evt_planted_dead', 'now(), now(), now()')),
    () => sql("DELETE FROM stripe_webhook_events WHERE stripe_event_id = 'evt_planted_dead'")],
  ['PaidWithoutAccess', () => sql(`UPDATE marketplace_orders SET status = 'paid', paid_at = paid_at - interval '10 minutes' WHERE id = '${orders[0]}'`),
    () => sql(`UPDATE marketplace_orders SET status = 'fulfilled', paid_at = paid_at + interval '10 minutes' WHERE id = '${orders[0]}'`)],
  ['ChargedNotQuoted', () => sql(`UPDATE marketplace_orders SET mismatch = 'planted' WHERE id = '${orders[1]}'`),
    () => sql(`UPDATE marketplace_orders SET mismatch = '' WHERE id = '${orders[1]}'`)],
  ['LedgerDifference', () => sql(`UPDATE marketplace_orders SET settled_cents = settled_cents + 500, updated_at = updated_at - interval '10 minutes' WHERE id = '${orders[2]}'`),
    () => sql(`UPDATE marketplace_orders SET settled_cents = settled_cents - 500 WHERE id = '${orders[2]}'`)],
  ['WebhooksForged', async () => {
    for (let i = 0; i < 12; i += 1) await call('POST', '/billing/webhook', { raw: '{}', headers: { 'stripe-signature': 't=1,v1=00' } });
  }, () => {}],
  ['ProcessDown', () => process.kill(endpoints().pids.analytics, 'SIGSTOP'), () => process.kill(endpoints().pids.analytics, 'SIGCONT')],
];

// Billing takes an event whose next try lies more than a minute ahead for one from before a change of the clock, and tries it
// at once: so the try is put off again and again.
const holdEvent = () => sql("UPDATE stripe_webhook_events SET next_attempt_at = now() + interval '50 seconds' WHERE stripe_event_id = 'evt_planted_late'");
const HOLD_SECONDS = 10;

// An alert over an increase falls silent only when its window has passed.
const LASTING = new Set(['WebhooksForged']);

test('planted faults raise exactly their alerts, and healed ones fall silent', { timeout: 900_000 }, async () => {
  const prometheus = await startPrometheus();
  await load(4);
  await settled();
  const firing = async () => [...new Set((await prometheus.firing()).map(({ alertname }) => alertname))].filter((name) => !OF_THE_MACHINE.has(name)).sort();
  await eventually('Prometheus has evaluated its rules', async () => (await prometheus.rules()).every((rule) => rule.health === 'ok'), 60);
  // An increase is seen only from a first value on, which Prometheus reads up to five seconds after its start.
  await eventually('Prometheus has read every process', async () => {
    const targets = await prometheus.targets();
    return targets.length > Object.keys(endpoints().metrics).length && targets.every(({ health }) => health === 'up');
  }, 60);
  assert.deepEqual(await firing(), []);
  const faults = planted(sql("SELECT id FROM marketplace_orders WHERE status = 'fulfilled' ORDER BY created_at DESC LIMIT 3").split('\n'));
  const expected = [...new Set(faults.map(([alert]) => alert))].sort();
  const began = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - began) / 1e9;
  const seen = new Map();
  try {
    for (const [, plant] of faults) await plant();
    let held = 0;
    await eventually(`these fire: ${expected}`, async () => {
      if (seconds() - held > HOLD_SECONDS) {
        holdEvent();
        held = seconds();
      }
      const now = await firing();
      for (const name of now) if (!seen.has(name)) seen.set(name, seconds());
      if (expected.some((name) => !seen.has(name))) throw new Error(`have fired: ${[...seen.keys()]}`);
      return true;
    }, 240);
    assert.deepEqual([...seen.keys()].sort(), expected, 'no other alert');
  } finally {
    for (const [, , heal] of faults) await heal();
  }
  await eventually('healed faults fall silent', async () => {
    const left = (await firing()).filter((name) => !LASTING.has(name));
    if (left.length > 0) throw new Error(`still firing: ${left}`);
    return true;
  }, 240);
  console.log(`counted: ${faults.length} planted faults raised ${expected.length} alerts and no other: `
    + [...seen].map(([name, after]) => `${name} after ${after.toFixed(0)} s`).join(', '));
});
