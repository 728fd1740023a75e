// SIGKILL of keys-ingestion, or of the catalog it tells, at points of a run over HTTP: after its restart every
// version that is listed has its bytes, whole and of the digest that is listed; a run more completes the rest.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { write, writeKey } from './assets.mjs';
import { back, ingest, query, sharedStack } from './stack.mjs';
import { watch } from './watch.mjs';

const POINTS = process.env.KEYS_TEST_SCALE === 'all' ? 24 : 3;
const KEYS = 24;
const SEED = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

let stack;
before(async () => { stack = await sharedStack('ingest-kills'); });
after(() => stack.stop());

const families = ['node-next-keys', 'runbook-keys', 'cursor-keys', 'stripe-keys'];
const slugs = Array.from({ length: KEYS }, (_, i) => [families[i % families.length], `kill-${i}`]);

/** Every KEY in a new version, with new bytes. */
function writeVersion(version) {
  for (const [family, slug] of slugs) {
    write(writeKey(stack.assets, family, slug, { version }), 'data.bin', randomBytes(200_000));
  }
}

/** Every version the catalog lists as downloadable, against the object store. Answers how many. */
function assertWhole() {
  const listed = query(stack, `SELECT k.slug, v.version, v.sha256, v.size_bytes, v.storage_path FROM marketplace_key_versions v
    JOIN marketplace_keys k ON k.id = v.key_id WHERE v.sha256 IS NOT NULL`).split('\n').filter(Boolean);
  for (const line of listed) {
    const [slug, version, sha256, size, storagePath] = line.split('|');
    const file = path.join(stack.data, 'storage/marketplace', storagePath);
    assert.ok(existsSync(file), `${slug} ${version} is listed and has no bytes`);
    const bytes = readFileSync(file);
    assert.equal(bytes.length, Number(size), `${slug} ${version}`);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, `${slug} ${version}`);
  }
  // Half a KEY: without a version, or naming one as latest that is not there.
  assert.equal(query(stack, `SELECT count(*) FROM marketplace_keys k WHERE NOT EXISTS (
    SELECT FROM marketplace_key_versions v WHERE v.key_id = k.id AND v.version = k.version)`), '0');
  return listed.length;
}

/** A run that is killed after `number` assets and a bit; what the caller was told. */
async function runAndKill(victim, number, delay) {
  const pid = stack.shop.endpoints().pids[victim];
  let begun = false;
  let kill;
  const dead = new Promise((resolve) => { kill = resolve; });
  const stream = watch(stack, { on: (event) => {
    if (event.started) begun = true;
    if (begun && event.asset?.number === number) setTimeout(() => kill(process.kill(pid, 'SIGKILL')), delay);
  } });
  await stack.shop.eventually('the stream stands', async () => stream.beats() + stream.events.length > 0);
  const answer = stack.shop.post('/marketplace/admin/ingest', { as: stack.admin, body: {} }).catch((error) => ({ status: error.message }));
  await dead;
  const { status } = await answer;
  stream.cancel();
  await back(stack, victim, pid);
  return { status };
}

test(`${POINTS} points of an ingest are survived, seed ${SEED}`, async (t) => {
  let state = SEED;
  const random = () => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32);
  const points = [];
  const known = assertWhole();
  for (let [point, versions] = [0, 0]; point < POINTS;) {
    writeVersion(`1.${versions}.0`);
    ++versions;
    const victim = point % 3 === 2 ? 'catalog' : 'ingestion';
    const number = 1 + Math.floor((point * (KEYS - 1)) / POINTS);
    const { status } = await runAndKill(victim, number, Math.floor(random() * 12));
    points.push(`${victim}@${number}:${status}`);
    const cut = assertWhole() - known < versions * KEYS;
    // The lock of a run that died goes with its connection.
    const report = await stack.shop.eventually('the next run begins', () => ingest(stack));
    assert.deepEqual(report.errors, [], `${victim} at ${number}`);
    assert.equal(report.success, KEYS);
    assert.equal(assertWhole() - known, versions * KEYS, 'everything is published');
    // The first is to be cut: another one when it was over before the kill came.
    assert.ok(versions < point + 10, 'the first run is cut');
    if (point > 0 || cut) ++point;
  }
  t.diagnostic(`counted: ${points.length} points (process@asset:answer): ${points.join(' ')}`);
  const statuses = query(stack, "SELECT count(*) FILTER (WHERE status = 'running'), count(*) FILTER (WHERE status = 'failed') FROM marketplace_ingestions");
  assert.match(statuses, /^0\|[1-9]/, 'a run whose process died is marked as failed by the next');
});
