// WatchIngestion over real gRPC: each asset as it is decided, the end, what a late reader is told.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { write, writeKey } from './assets.mjs';
import { sharedStack } from './stack.mjs';
import { grpc, watch as open } from './watch.mjs';

let stack;
before(async () => { stack = await sharedStack('ingest-progress'); });
after(() => stack.stop());

const watch = (service) => open(stack, { service });
const ingest = (more = {}) => stack.shop.post('/marketplace/admin/ingest', { as: stack.admin, body: {}, ...more });
const running = async (events, count) =>
  stack.shop.eventually(`${count} events`, async () => events.length >= count);

test('a reader is told of each asset in order, and of the end, with what REST answers', async () => {
  stack.shop.ok(await ingest());
  for (const slug of ['alpha', 'beta', 'gamma']) writeKey(stack.assets, 'runbook-keys', slug);
  writeKey(stack.assets, 'runbook-keys', 'bad', { version: 'v1', title: '' });
  write(stack.assets, 'marketplace.json', '{"keys":{"ghost":{"price_cents":100}}}');
  const { events, ended, cancel } = watch();
  // The last ingestion, of an empty folder, is what it says at once.
  const first = await ended;
  assert.equal(first.ingestion.status, 'succeeded');
  events.length = 0;
  const answer = stack.shop.ok(await ingest());
  await running(events, 7);
  cancel();
  assert.ok(events[0].started, 'begun');
  assert.equal(events[0].started.id, answer.ingestion_id);
  const assets = events.slice(1, -1).map(({ asset }) => asset);
  assert.deepEqual(assets.map(({ number }) => number), [1, 2, 3, 4, 5]);
  assert.deepEqual(assets.map(({ asset, counts }) => [asset?.slug, asset?.outcome, counts.success, counts.rejected]), [
    ['alpha', 'published', 1, 0], ['bad', 'rejected', 1, 1], ['beta', 'published', 2, 1], ['gamma', 'published', 3, 1], [undefined, undefined, 3, 1]]);
  assert.deepEqual(assets[1].errors.map(({ code, pointer }) => [code, pointer]), [['TOO_SHORT', '/title'], ['VERSION_INVALID', '/version']]);
  assert.equal(assets[4].errors[0].code, 'UNKNOWN_KEY');
  const end = events.at(-1).ended;
  assert.equal(end.ingestion.status, 'succeeded');
  assert.equal(end.ingestion.rejected, 1);
  assert.equal(end.report.ingestion_id, answer.ingestion_id);
  assert.equal(end.report.success, answer.success);
  assert.deepEqual(end.report.errors.map(({ code }) => code), answer.errors.map(({ code }) => code));
});

test('a late reader hears what it missed; a second run meanwhile is 409; heartbeats come each second', async () => {
  const early = watch();
  await running(early.events, 1);
  let [going, late, second] = [];
  // Enough to hash and store that the run takes a while; more when it was over before the second one began.
  for (let [round, count] = [0, 24]; ; round += 1, count *= 2) {
    assert.ok(round < 3, `a run of ${count / 2} KEYS was over before another was begun: ${second?.text.slice(0, 300)}`);
    late?.cancel();
    for (let i = 0; i < count; ++i) {
      write(writeKey(stack.assets, 'stripe-keys', `slow-${round}-${i}`), 'big.bin', Buffer.alloc(2 << 20, i + 1));
    }
    early.events.length = 0;
    going = ingest();
    await running(early.events, 4);
    late = watch();
    second = await ingest();
    await running(late.events, 1);
    const ends = second.status === 409 ? 1 : 2;
    if (!late.events[0].started) second = undefined;
    if (second?.status === 409) break;
    await going;
    await stack.shop.eventually('all has ended', async () => early.events.filter(({ ended }) => ended).length === ends);
  }
  assert.equal(second.body.code, 'INGESTION_RUNNING');
  assert.ok(late.events[0].started, 'the run under way comes first');
  const end = (await going).status;
  // A run that outlasts its call is told IN_PROGRESS; the stream tells the end all the same.
  assert.ok([200, 409].includes(end), String(end));
  await stack.shop.eventually('both hear the end', async () => early.events.at(-1).ended && late.events.at(-1).ended, 60);
  assert.deepEqual(late.events, early.events, 'the late reader missed nothing');
  const beats = late.beats();
  await stack.shop.eventually('heartbeats', async () => late.beats() >= beats + 2, 10);
  early.cancel();
  late.cancel();
  const after = watch();
  const last = await after.ended;
  assert.equal(after.events.length, 1, 'of an ended run only its end');
  assert.equal(last.ingestion.status, 'succeeded');
  after.cancel();
});

test('only those the peer list names may watch', async () => {
  await assert.rejects(watch('discovery').ended, (error) => error.code === grpc.status.PERMISSION_DENIED);
});
