// Tests that the running shop serves what scripts/carry-over.sh wrote: listed, owned, audited; and downloadable once
// its assets folder was ingested.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { cloneDatabase } from '../rls/database.mjs';
import { writeKey } from './assets.mjs';
import { ingest, root, startStack } from './stack.mjs';

let original;
let stack;
before(async () => {
  original = cloneDatabase('running_original', '');
  const read = (name) => readFileSync(path.join(root, 'tests/carry-over', name), 'utf8');
  original.sql(`SET TimeZone = 'UTC';\n\\set now ${new Date().toISOString()}\n${read('original.sql')}${read('rows.sql')}`);
  stack = await startStack('ingest-carried');
  // Somebody looked before: what was learnt of an empty catalog must not stay.
  stack.shop.ok(await stack.shop.get('/marketplace/keys'));
  execFileSync(path.join(root, 'scripts/carry-over.sh'), ['--from', original.url, '--data', stack.data], { stdio: 'ignore' });
});
after(() => {
  original.drop();
  stack.stop();
});

const user = (n) => stack.shop.token(`e0000000-0000-4000-8000-00000000000${n}`);

test('carried KEYS are listed, searched and shown under their ids; nothing can be downloaded yet', async () => {
  const { get, ok, post, eventually } = stack.shop;
  const { keys } = await eventually('the list is new', async () => {
    const list = ok(await get('/marketplace/keys'));
    return list.keys.length === 7 && list;
  }, 10);
  assert.ok(keys.every(({ available }) => available === false));
  assert.deepEqual(ok(await get('/marketplace/keys?search=retries')).keys.map(({ slug }) => slug), ['queue-worker']);
  const { key } = ok(await get('/marketplace/keys/a0000000-0000-4000-8000-000000000001'));
  assert.equal(key.slug, 'queue-worker');
  assert.equal(key.price_cents, 7900);
  assert.deepEqual(key.versions.map(({ version }) => version), ['1.2.0', '1.1.0', '1.0.0']);
  const { bundle } = ok(await get('/marketplace/bundles/starter-pack'));
  assert.deepEqual(bundle.keys.map(({ slug }) => slug), ['db-failover', 'queue-worker']);
  const early = await post('/marketplace/keys/queue-worker/download', { as: user(1), body: {} });
  assert.deepEqual([early.status, early.body.code], [404, 'ASSET_NOT_PUBLISHED']);
});

test('carried access is told, explained and owned; an organisation gives it to its members', async () => {
  const { get, ok, owned, checkout } = stack.shop;
  assert.deepEqual(await owned(user(1)), ['db-failover', 'queue-worker']);
  assert.deepEqual(await owned(user(2)), ['my-stripe-key-a0000000']);
  assert.deepEqual(await owned(user(6)), ['eval-notebook', 'queue-worker']);
  assert.deepEqual(await owned(user(4)), []);
  const explained = ok(await get('/marketplace/entitlements/queue-worker/explain', { as: user(1) }));
  assert.equal(explained.hasAccess, true);
  assert.equal(explained.facts[0].source, 'manual');
  const again = await checkout('bundles', 'starter-pack', user(8));
  assert.deepEqual([again.status, again.body.code], [409, 'ALREADY_OWNED'], again.text);
});

test('the first bytes of a carried version attach to it, and its owner gets exactly them', async () => {
  const { get, ok, post } = stack.shop;
  writeKey(stack.assets, 'node-next-keys', 'queue-worker', { version: '1.2.0', title: 'Queue worker' });
  const report = await ingest(stack);
  assert.deepEqual(report.errors, []);
  assert.deepEqual(report.assets.map(({ slug, outcome }) => [slug, outcome]), [['queue-worker', 'published']]);
  const { key } = ok(await get('/marketplace/keys/queue-worker'));
  assert.equal(key.id, 'a0000000-0000-4000-8000-000000000001', 'the KEY people hold');
  assert.equal(key.price_cents, 7900, 'a manifest never sets a price');
  assert.equal(key.available, true);
  assert.deepEqual(key.versions.map(({ version }) => version), ['1.2.0', '1.1.0', '1.0.0']);
  const link = ok(await post('/marketplace/keys/queue-worker/download', { as: user(6), body: {} }));
  const bytes = await get(link.downloadUrl);
  assert.equal(bytes.status, 200);
  assert.equal(createHash('sha256').update(bytes.bytes).digest('hex'), link.sha256);
});
