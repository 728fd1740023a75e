// scripts/carry-over.sh on a database of the original's shape, with ordinary rows and with every kind of ugly one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { cloneDatabase } from '../rls/database.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const now = new Date().toISOString();

let original;
let shop;
before(() => {
  original = cloneDatabase('original', '');
  original.sql(`SET TimeZone = 'UTC';\n\\set now ${now}\n${read('original.sql')}${read('rows.sql')}`);
  shop = cloneDatabase('carried');
  // Somebody who uses the new shop before their old rows are carried over.
  shop.sql(`INSERT INTO marketplace_discovery_opt_outs (user_id, signal_type, created_at, updated_at)
    VALUES ('e0000000-0000-4000-8000-000000000002', 'view', '${now}', '${now}')`, 'keys_owner');
});
after(() => {
  original.drop();
  shop.drop();
});

function carryOver(...args) {
  return spawnSync(path.join(root, 'scripts/carry-over.sh'),
    ['--from', original.url, '--to', shop.url, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** Runs it; answers the list's [table, what, reason, row's slug or id] and the sums by table. */
function carried(...args) {
  const { status, stdout, stderr } = carryOver(...args);
  assert.equal(status, 0, stderr + stdout);
  const sums = Object.fromEntries([...stderr.matchAll(/^(\w+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/gm)].map(
    ([, table, rows, written, there, merged, left]) => [table, [rows, written, there, merged, left].map(Number)]));
  const said = stdout.trim().split('\n').slice(1).map((line) => line.split(',').slice(0, 3).join(' '));
  return { said, sums, stdout };
}

/** Everything in the shop, as text that is equal when nothing was written. */
function everything() {
  const { status, stdout, stderr } = spawnSync('pg_dump', ['--role=keys_owner', '--schema=public', shop.url],
    { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  // Sequences count on when a transaction is taken back.
  return stdout.replace(/^\\(un)?restrict .*$|^SELECT pg_catalog\.setval.*$/gm, '').split('\n');
}

function assertSame(now, before) {
  const at = now.findIndex((line, n) => line !== before[n]);
  assert.ok(at < 0 && now.length === before.length, `something was written: ${now[at]}`);
}

// A moment after the rows of the original were made.
const moment = () => new Date().toISOString();
const users = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `e0000000-0000-4000-8000-00000000000${n}`);

/** "user key" of all access the old tables gave at this moment to KEYS that exist. */
function oldAccess(now) {
  return original.sql(`WITH held AS (
      SELECT tenant_id, tenant_type, key_id, status, starts_at, ends_at FROM marketplace_entitlements
      UNION ALL SELECT e.tenant_id, e.tenant_type, k.key::uuid, e.status, e.starts_at, e.ends_at
      FROM marketplace_bundle_entitlements e JOIN marketplace_bundles b ON b.id = e.bundle_id, jsonb_array_elements_text(b.key_ids) AS k (key)),
    standing AS (SELECT * FROM held WHERE status = 'active' AND coalesce(starts_at, '-infinity') <= '${now}'
      AND coalesce(ends_at, 'infinity') > '${now}' AND key_id IN (SELECT id FROM marketplace_keys))
    SELECT tenant_id || ' ' || key_id FROM standing WHERE tenant_type = 'user'
    UNION SELECT m.user_id || ' ' || s.key_id FROM standing s JOIN organization_members m ON m.org_id = s.tenant_id WHERE s.tenant_type = 'org'
    ORDER BY 1`).split('\n');
}

/** The same of the shop, as each user sees it through row level security. */
function newAccess(now) {
  return users.flatMap((user) => shop.sql(`SET request.jwt.claims = '{"sub":"${user}"}';
    SELECT DISTINCT '${user} ' || key_id FROM marketplace_entitlements WHERE status = 'active' AND starts_at <= '${now}'
      AND coalesce(ends_at, 'infinity') > '${now}' ORDER BY 1`, 'authenticated').split('\n').filter(Boolean)).sort();
}

test('a dry run lists what it would write, and writes nothing', () => {
  const before = everything();
  const { sums, stdout } = carried('--dry-run');
  assert.deepEqual(sums.marketplace_keys, [8, 7, 0, 0, 1]);
  assert.match(stdout, /cobol-key/);
  assertSame(everything(), before);
});

test('an interrupted run is continued by the next', () => {
  shop.sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'interrupted'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON marketplace_entitlement_facts EXECUTE FUNCTION refuse()`, 'keys_owner');
  const { status, stderr } = carryOver();
  assert.equal(status, 1);
  assert.match(stderr, /interrupted/);
  assert.equal(shop.sql('SELECT count(*) FROM marketplace_keys', 'keys_owner'), '7');
  assert.equal(shop.sql('SELECT count(*) FROM organizations', 'keys_owner'), '0', 'each part as a whole');
  shop.sql('DROP TRIGGER refuse ON marketplace_entitlement_facts; DROP FUNCTION refuse', 'keys_owner');
  const { sums } = carried();
  assert.deepEqual(sums.marketplace_keys, [8, 0, 7, 0, 1]);
  // rows, written, there, merged, left
  assert.deepEqual(sums, {
    marketplace_keys: [8, 0, 7, 0, 1],
    marketplace_key_versions: [7, 0, 5, 0, 2],
    marketplace_bundles: [6, 0, 2, 0, 4],
    organizations: [2, 2, 0, 0, 0],
    organization_members: [5, 3, 0, 0, 2],
    marketplace_entitlements: [14, 11, 0, 0, 3],
    marketplace_bundle_entitlements: [3, 2, 0, 0, 1],
    marketplace_download_events: [4, 2, 0, 0, 2],
    marketplace_analytics: [5, 3, 0, 0, 2],
    marketplace_discovery_signals: [7, 3, 0, 0, 4],
    stripe_webhook_events: [3, 2, 0, 0, 1],
    user_profiles: [3, 1, 0, 0, 2],
    upgrade_transactions: [1, 0, 0, 0, 1],
    invitations: [1, 0, 0, 0, 1],
  });
});

test('each user has access to exactly what the old tables said', () => {
  const now = moment();
  const wanted = oldAccess(now).filter((pair) => !pair.endsWith('000000000007'));  // the KEY of no tool
  assert.equal(wanted.length, 11);
  assert.deepEqual(newAccess(now), wanted);
});

test('the ledger\'s facts say why each grant exists, and the projection follows from them', () => {
  assert.equal(shop.sql(`SELECT count(*) FROM marketplace_entitlements e WHERE e.status IS DISTINCT FROM (
      SELECT CASE kind WHEN 'granted' THEN 'active' ELSE 'revoked' END FROM marketplace_entitlement_facts f
      WHERE f.grant_id = e.id ORDER BY seq DESC LIMIT 1)`, 'keys_owner'), '0');
  assert.equal(shop.sql(`SELECT string_agg(DISTINCT source || ' ' || actor, ',') FROM marketplace_entitlement_facts`, 'keys_owner'), 'manual carry-over');
  assert.equal(shop.sql(`SELECT string_agg(kind, ',' ORDER BY seq) FROM marketplace_entitlement_facts
    WHERE tenant_id = '${users[1]}' AND key_id = 'a0000000-0000-4000-8000-000000000001'`, 'keys_owner'), 'granted,revoked');
  assert.equal(shop.sql(`SELECT note FROM marketplace_entitlement_facts
    WHERE tenant_id = '${users[0]}' AND key_id = 'a0000000-0000-4000-8000-000000000001'`, 'keys_owner'),
  'Carried over: stripe in the original shop, price price_1');
  const { status, stdout } = spawnSync(path.join(root, 'scripts/verify-audit.sh'), ['--url', shop.url], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^catalog 1 /m);
  assert.match(stdout, /^entitlement 1 /m);
});

test('what did not fit is listed with its reason, and nothing else is', () => {
  const { said } = carried();
  assert.deepEqual(said.filter((line) => !line.includes(' note ')).sort(), [
    'invitations not carried NO_PLACE',
    'marketplace_analytics not carried TIME_UNREADABLE',
    'marketplace_analytics not carried TYPE_UNKNOWN',
    'marketplace_bundle_entitlements not carried BUNDLE_UNKNOWN',
    'marketplace_bundles not carried NO_KEYS',
    'marketplace_bundles not carried NO_KEYS',
    'marketplace_bundles not carried PRICE_REFUSED',
    'marketplace_bundles not carried TYPE_UNKNOWN',
    'marketplace_discovery_signals not carried EMPTY',
    'marketplace_discovery_signals not carried EXPIRED',
    'marketplace_discovery_signals not carried OPTED_OUT',
    'marketplace_discovery_signals not carried TYPE_UNKNOWN',
    'marketplace_download_events not carried TIME_UNREADABLE',
    'marketplace_download_events not carried USER_UNKNOWN',
    'marketplace_entitlements not carried KEY_UNKNOWN',
    'marketplace_entitlements not carried KEY_UNKNOWN',
    'marketplace_entitlements not carried NEVER_STOOD',
    'marketplace_key_versions not carried KEY_UNKNOWN',
    'marketplace_key_versions not carried VERSION_INVALID',
    'marketplace_keys not carried TOOL_UNKNOWN',
    'organization_members not carried ORGANIZATION_UNKNOWN',
    'organization_members not carried USER_UNKNOWN',
    'stripe_webhook_events not carried EVENT_FAILED',
    'upgrade_transactions not carried NO_PLACE',
    'user_profiles not carried NO_CUSTOMER',
    'user_profiles not carried USER_UNKNOWN',
  ]);
});

test('a second run writes nothing', () => {
  const before = everything();
  const { sums } = carried();
  for (const [table, [, written]] of Object.entries(sums)) assert.equal(written, 0, table);
  assertSame(everything(), before);
});

test('KEYS are as the catalog keeps them: slugs, versions, prices, words, facts it can read', () => {
  assert.equal(shop.sql(`SELECT string_agg(concat_ws(' ', slug, family, key_type, version, coalesce(price_cents::text, '-')), ';' ORDER BY id)
    FROM marketplace_keys`, 'keys_owner'),
  ['queue-worker node-next-keys node 1.2.0 7900', 'db-failover runbook-keys runbook 2.0.0-rc.1 9900', 'eval-notebook jupyter-keys jupyter 1.0.0 0',
    'my-stripe-key-a0000000 stripe-keys workflow 3.0.0 -', 'my-stripe-key stripe-keys workflow 0.0.0-original -',
    'bundles-key cursor-keys prompt 1.0.0 -', 'key-a0000000 github-keys workflow 1.0.0 5000'].join(';'));
  assert.equal(shop.sql(`SELECT string_agg(version, ' ' ORDER BY sort_key) FROM marketplace_key_versions
    WHERE key_id = 'a0000000-0000-4000-8000-000000000001'`, 'keys_owner'), '1.0.0 1.1.0 1.2.0');
  assert.equal(shop.sql("SELECT count(*) FROM marketplace_keys WHERE search_all @@ '''retries''' AND search_head @@ '''aqueue'''", 'keys_owner'), '1');
  assert.equal(shop.sql('SELECT string_agg(key_id::text, \' \' ORDER BY position) FROM marketplace_bundle_keys GROUP BY bundle_id ORDER BY bundle_id LIMIT 1',
    'keys_owner'), 'a0000000-0000-4000-8000-000000000002 a0000000-0000-4000-8000-000000000001');
  const require = createRequire(path.join(root, 'tests/node/package.json'));
  require('@grpc/proto-loader');  // which gives protobufjs Google's own files
  const protobuf = createRequire(require.resolve('@grpc/proto-loader'))('protobufjs');
  const source = new protobuf.Root();
  source.resolvePath = (origin, target) => path.join(root, 'protos', target.replace(/^.*protos\//, ''));
  const Asset = source.loadSync('keys/catalog/v1/catalog.proto', { keepCase: true }).lookupType('keys.catalog.v1.Asset');
  const facts = Asset.decode(Buffer.from(shop.sql(`SELECT encode(facts, 'hex') FROM marketplace_key_versions
    WHERE key_id = 'a0000000-0000-4000-8000-000000000001' AND version = '1.2.0'`, 'keys_owner'), 'hex'));
  assert.deepEqual(Asset.toObject(facts), {
    slug: 'queue-worker', family: 'node-next-keys', title: 'Queue worker', description: 'Retries jobs', tool: 'node', key_type: 'node',
    key_types: ['job', 'data'], tags: ['queues', 'jobs'], version: '1.2.0', license_spdx: 'MIT', outcome: 'fewer-incidents', maturity: 'starter',
    preview_public: true, attributes: '{"runtime": "node"}', incomplete: true, content_hash: 'carried-over', source_rank: 1 });
});

test('a role that row level security hides rows from is refused, and so is something that is no database', () => {
  original.sql('GRANT SELECT ON ALL TABLES IN SCHEMA public TO keys_catalog');
  const hidden = spawnSync(path.join(root, 'scripts/carry-over.sh'), ['--from', original.urlOf('keys_catalog'), '--to', shop.url], { encoding: 'utf8' });
  assert.notEqual(hidden.status, 0);
  assert.match(hidden.stderr, /row-level security/);
  const empty = spawnSync(path.join(root, 'scripts/carry-over.sh'), ['--from', shop.url.replace(/[^/]+$/, 'postgres'), '--to', shop.url], { encoding: 'utf8' });
  assert.equal(empty.status, 1);
  assert.match(empty.stderr, /no table marketplace_keys/);
});
