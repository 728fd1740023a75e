// Tests the export of what is kept about a person: it has everything, and nothing about others.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { eraseFully } from './lib/erased.mjs';
import { settled } from './lib/settled.mjs';
import {
  buy, call, control, data, endpoints, eventually, get, newUser, ok, owned, post, root, token,
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
  ['entitlement', 'known_email', 'known_people'],
  ['entitlement', 'entitlements', 'marketplace_entitlements'],
  ['entitlement', 'facts', 'marketplace_entitlement_facts'],
  ['entitlement', 'downloads', 'marketplace_download_events'],
  ['entitlement', 'audit', 'entitlement_audit'],
  ['billing', 'orders', 'marketplace_orders'],
  ['billing', 'audit', 'billing_audit'],
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
  await eventually('all events have arrived', async () => {
    const kinds = ok(await exportOf(alice.user)).services.analytics.events.map((event) => event.event_type);
    return ['purchase', 'download', 'view'].every((kind) => kinds.includes(kind));
  });
  await settled();
  // Counted before they are exported: a row may still come, and none goes.
  const counts = new Map(sections.map(([, , table]) => [table, Number(rows(`SELECT count(*) FROM ${table} AS t WHERE t::text LIKE '%${alice.user}%'`)[0])]));
  const kept = ok(await exportOf(alice.user));
  assert.equal(kept.user_id, alice.user);
  assert.deepEqual(Object.keys(kept.services).sort(), ['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion']);
  const text = JSON.stringify(kept);
  for (const other of [bob.user, bob.email]) assert.ok(!text.includes(other), `nothing of ${other}`);

  let compared = 0;
  for (const [service, section, table] of sections) {
    const count = counts.get(table);
    const shown = kept.services[service][section];
    assert.ok(count > 0, `${table} has something of the person, or the test does not show much`);
    assert.ok(shown.length >= count, `${table} has ${count} rows that name the person, the export ${shown.length}`);
    compared += count;
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

const peakMegabytes = (name) => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${endpoints().pids[name]}/status`, 'utf8'))[1]) / 1024;

// A fifth in the fast suite.
const scale = process.env.KEYS_TEST_SCALE === 'all' ? 1 : 5;

test('of somebody with 100,000 rows everything is exported, once, in bounded memory', async () => {
  const user = newUser();
  rows(`SET ROLE keys_owner;
    INSERT INTO marketplace_download_events (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash, user_agent, request_id, created_at)
      SELECT gen_random_uuid(), '${user}', 'user', gen_random_uuid(), '${user}', gen_random_uuid(), '1.0.' || n, repeat('a', 64), repeat('b', 64), 'curl/8', '', '2026-11-01Z'::timestamptz + n / 7 * interval '1 ms' FROM generate_series(1, ${60000 / scale}) AS n;
    INSERT INTO marketplace_analytics (id, event_type, user_id, metadata, created_at, recorded_at)
      SELECT gen_random_uuid(), 'view', '${user}', jsonb_build_object('n', n), '2026-11-01Z'::timestamptz + n / 7 * interval '1 ms', '2026-11-01Z' FROM generate_series(1, ${40000 / scale}) AS n;`);
  const services = ['gateway', 'entitlement', 'analytics'];
  const before = Object.fromEntries(services.map((name) => [name, peakMegabytes(name)]));
  const began = Date.now();
  const answer = await exportOf(user);
  const { services: kept, complete } = ok(answer);
  assert.equal(complete, true);
  assert.equal(answer.headers.get('content-length'), null, 'its length is not known before its end');
  const took = Date.now() - began;
  const versions = new Set(kept.entitlement.downloads.map(({ version }) => version));
  assert.deepEqual([kept.entitlement.downloads.length, versions.size], [60000 / scale, 60000 / scale]);
  assert.equal(new Set(kept.analytics.events.map(({ metadata }) => metadata.n)).size, 40000 / scale);
  assert.equal(kept.analytics.events.length, 40000 / scale);
  const grown = Object.fromEntries(services.map((name) => [name, Math.round(peakMegabytes(name) - before[name])]));
  console.log(`counted: ${100000 / scale} rows in ${took} ms; peak memory grew by ${JSON.stringify(grown)} MB`);
  // Each holds a page. The document of 100,000 rows has some 45 MB.
  for (const name of services) assert.ok(grown[name] < (name === 'gateway' ? 40 : 64), `${name} grew by ${grown[name]} MB`);
  // The person is then erased as well.
  await eraseFully(user, { as: admin });
  assert.deepEqual(rows(`SELECT 1 FROM marketplace_download_events WHERE user_id = '${user}' UNION ALL SELECT 1 FROM marketplace_analytics WHERE user_id = '${user}'`), []);
  // The suites after this one read whole tables.
  rows(`SET ROLE keys_owner; DELETE FROM marketplace_download_events WHERE created_at < '2026-11-02Z';
    DELETE FROM marketplace_analytics WHERE created_at < '2026-11-02Z'; DELETE FROM marketplace_analytics_quarters WHERE quarter < '2026-11-02Z';`);
});
