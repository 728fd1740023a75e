// What is kept of a person, given to an administrator who asks for it: everything, and nothing of others.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import {
  buy, call, control, data, eventually, get, newUser, ok, owned, post, root, token,
} from './lib/shop.mjs';

const admin = token(newUser(), '--admin');
const rows = (sql) => {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qAt', '-c', sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').filter(Boolean);
};

/** Somebody who does everything one can do here. */
async function live(org) {
  const user = newUser();
  const email = `${user.slice(-12)}@people.test`;
  const as = token(user, '--email', email);
  await buy('keys', 'retention-cohorts', as);
  const { sessionId } = await buy('keys', 'signed-webhook-intake', as);
  await eventually('bought', async () => (await owned(as)).length === 2);
  ok(await control({ action: 'refund', session: sessionId }));
  await eventually('refunded', async () => (await owned(as)).length === 1);
  ok(await post('/marketplace/admin/entitlements', { as: admin, body: { user_id: user, key: 'leased-job-queue', source: 'gift', reason: 'a talk' } }));
  ok(await call('PUT', `/marketplace/admin/orgs/${org}/members/${user}`, { as: admin, body: { role: 'member' } }));
  const link = ok(await post('/marketplace/keys/leased-job-queue/download', { as, body: {} }));
  assert.equal((await get(link.downloadUrl)).status, 200);
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'role', signal_value: 'engineer' } }));
  ok(await call('PUT', '/marketplace/discover/opt-outs/view', { as }));
  ok(await post('/marketplace/analytics', { as, body: { event_type: 'view', key_id: 'leased-job-queue' } }));
  return { user, email, as };
}

const exportOf = (user, as = admin) => get(`/marketplace/admin/users/${user}/export`, { as });

// Each section and the table it shows. A row of that table that names the person is in the section.
const sections = [
  ['entitlement', 'memberships', 'organization_members'],
  ['entitlement', 'entitlements', 'marketplace_entitlements'],
  ['entitlement', 'facts', 'marketplace_entitlement_facts'],
  ['entitlement', 'downloads', 'marketplace_download_events'],
  ['entitlement', 'audit', 'entitlement_audit'],
  ['billing', 'orders', 'marketplace_orders'],
  ['billing', 'stripe_customers', 'stripe_customers'],
  ['billing', 'sent_to_stripe', 'stripe_requests'],
  ['billing', 'heard_from_stripe', 'stripe_webhook_events'],
  ['discovery', 'signals', 'marketplace_discovery_signals'],
  ['discovery', 'opt_outs', 'marketplace_discovery_opt_outs'],
  ['analytics', 'events', 'marketplace_analytics'],
];
// Copies of what the sections show, on their way to another service or kept to answer a repetition; gone in days.
const copies = /^(\w+_outbox|\w+_idempotency|marketplace_analytics_\w+|ledger_people)$/;

test('an export holds every row that names the person, and nothing of the one beside them', async () => {
  const org = newUser();
  const [alice, bob] = [await live(org), await live(org)];
  // Events travel through outboxes.
  const kept = await eventually('all events have arrived', async () => {
    const answer = ok(await exportOf(alice.user));
    const kinds = answer.services.analytics.events.map((event) => event.event_type);
    return ['purchase', 'download', 'view'].every((kind) => kinds.includes(kind)) && answer;
  });
  assert.equal(kept.user_id, alice.user);
  assert.deepEqual(Object.keys(kept.services).sort(), ['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion']);
  const text = JSON.stringify(kept);
  for (const other of [bob.user, bob.email]) assert.ok(!text.includes(other), `nothing of ${other}`);

  let compared = 0;
  for (const [service, section, table] of sections) {
    const [count] = rows(`SELECT count(*) FROM ${table} AS t WHERE t::text LIKE '%${alice.user}%'`);
    const shown = kept.services[service][section];
    assert.ok(Number(count) > 0, `${table} has something of the person, or the test does not show much`);
    assert.ok(shown.length >= Number(count), `${table} has ${count} rows that name the person, the export ${shown.length}`);
    compared += Number(count);
  }
  const { billing } = kept.services;
  assert.deepEqual(billing.orders.map((order) => order.status).sort(), ['fulfilled', 'refunded']);
  assert.equal(billing.order_lines.length, 2);
  assert.equal(billing.refunds.length, 1);
  assert.equal(kept.services.entitlement.memberships[0].org_id, org);

  // No table is forgotten: wherever the person's id or address stands, an export looks.
  const known = new Set(sections.map(([, , table]) => table));
  const tables = rows("SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1");
  const forgotten = tables.filter((table) => !known.has(table) && !copies.test(table)
    && rows(`SELECT 1 FROM ${table} AS t WHERE t::text LIKE '%${alice.user}%' OR t::text LIKE '%${alice.email}%' LIMIT 1`).length > 0);
  assert.deepEqual(forgotten, []);
  console.log(`counted: ${compared} rows of ${sections.length} tables are in the export, ${tables.length} tables looked through`);
});

test('only administrators export, only people are exported, and somebody unknown has nothing', async () => {
  const user = newUser();
  assert.equal((await exportOf(user, token(user))).status, 403);
  assert.equal((await get(`/marketplace/admin/users/${user}/export`)).status, 401);
  assert.equal((await exportOf('nobody')).status, 404);
  assert.equal((await get(`/marketplace/admin/users/${user}/export?all=1`, { as: admin })).status, 400);
  const nothing = ok(await exportOf(user));
  for (const service of Object.values(nothing.services)) for (const section of Object.values(service)) assert.deepEqual(section, []);
});
