// One part of the shop is slow, full or wrong, and what is measured is its neighbour: bounds are generous on time and
// exact on counts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';

import { control, data, endpoints, eventually, get, ok, post, root } from '../e2e/lib/shop.mjs';
import { fitsStripe } from '../e2e/lib/fits_stripe.mjs';
import { Buyer } from './lib/buyer.mjs';
import { advanceClock, metric, mint, ready, sql } from './lib/stack.mjs';

const require = createRequire(path.join(root, 'tests/node/package.json'));
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const slug = 'tenant-rls-baseline';

/** Analytics stands still, neither dead nor answering. */
async function whileAnalyticsHangs(body) {
  const pid = endpoints().pids.analytics;
  process.kill(pid, 'SIGSTOP');
  try {
    await body();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await eventually('the shop is ready', ready);
}

test('analytics hangs and webhooks are lost: every buyer has their KEY meanwhile, and browses', async () => {
  const buyers = Array.from({ length: 10 }, () => new Buyer());
  const sessions = await Promise.all(buyers.map((buyer) => buyer.checkout('keys', slug)));
  const sent = (await metric('keys_outbox_delivered_total', 'billing')) ?? 0;
  ok(await control({ action: 'webhooks', mode: 'drop' }));
  try {
    await whileAnalyticsHangs(async () => {
      for (const [i, buyer] of buyers.entries()) assert.ok(await buyer.pay(sessions[i]));
      for (const buyer of buyers) await buyer.untilOwned([slug]);
      // Recommendations come from what is known, however often they are asked for.
      for (const buyer of buyers) ok(await get('/marketplace/discover', { as: buyer.as, timeout: 5000 }));
    });
  } finally {
    ok(await control({ action: 'clear' }));
  }
  // The statistics come too, each purchase once.
  await eventually('the purchases are counted', async () => {
    const [[count]] = sql(`SELECT count(*) FROM marketplace_analytics WHERE event_type = 'purchase' AND user_id IN (${buyers.map(({ user }) => `'${user}'`)})`);
    return Number(count) === buyers.length;
  }, 120);
  assert.ok((await metric('keys_outbox_delivered_total', 'billing')) > sent);
});

test('with 20,000 statistics waiting in the outbox a paid KEY is granted at once, and the statistics drain', async () => {
  sql(`INSERT INTO billing_outbox (id, topic, aggregate, payload, request_id, created_at, next_attempt_at)
       SELECT gen_random_uuid(), 'analytics', 'waiting ' || n, '', 'test', '2026-01-01', '2026-01-01' FROM generate_series(1, 20000) AS n`);
  const buyer = new Buyer();
  await buyer.buy('keys', slug);
  await buyer.untilOwned([slug]);
  await eventually('the backlog is gone', () =>
    sql("SELECT 1 FROM billing_outbox WHERE done_at IS NULL AND aggregate LIKE 'waiting %' LIMIT 1").length === 0, 180);
  const [[delivered]] = sql("SELECT count(*) FROM billing_outbox WHERE aggregate LIKE 'waiting %' AND dead_at IS NULL");
  assert.equal(Number(delivered), 20000);
  sql("DELETE FROM billing_outbox WHERE aggregate LIKE 'waiting %'");
});

test('what was bought while the clock was an hour fast holds when it was put right', async () => {
  const buyer = new Buyer();
  advanceClock(3600);
  try {
    // A token of that hour.
    buyer.as = mint(buyer.user);
    await buyer.buy('keys', slug);
    await buyer.untilOwned([slug]);
  } finally {
    advanceClock(-3600);
  }
  buyer.as = mint(buyer.user);
  await buyer.untilOwned([slug]);
  // For a moment processes take each other's tokens for tokens from the future.
  const answers = (ask) => eventually('the processes agree on the time', async () => {
    const answer = await ask();
    return answer.status === 200 ? answer.body : undefined;
  });
  assert.equal((await answers(() => get(`/marketplace/keys/${slug}`, { as: buyer.as }))).key.hasAccess, true);
  assert.equal((await answers(() => get(`/marketplace/entitlements/${slug}/explain`, { as: buyer.as }))).hasAccess, true);
  assert.ok((await answers(() => post(`/marketplace/keys/${slug}/download`, { as: buyer.as, body: {} }))).downloadUrl);
});

test('access without an order is counted by its invariant', async () => {
  const gauge = 'keys_invariant_access_without_source';
  await eventually('all is well', async () => (await metric(gauge)) === 0, 60);
  const loaded = protoLoader.loadSync(['keys/entitlement/v1/entitlement.proto'], { enums: String, includeDirs: [path.join(root, 'protos')] });
  const { EntitlementInternal } = grpc.loadPackageDefinition(loaded).keys.entitlement.v1;
  const client = new EntitlementInternal(endpoints().grpc.entitlement, grpc.credentials.createInsecure());
  const metadata = new grpc.Metadata();
  metadata.set('x-keys-service-token', execFileSync(path.join(root, 'scripts/token.sh'), ['--data', data, '--service', 'operator'], { encoding: 'utf8' }).trim());
  const [order, line, user] = [randomUUID(), randomUUID(), randomUUID()];
  // The clock was put right just before, and for a moment processes take each other's tokens for tokens from the future.
  const { key: { id: keyId } } = await eventually('the KEY is shown', async () => {
    const { status, body } = await get(`/marketplace/keys/${slug}`);
    return status === 200 && body;
  });
  const apply = (revision, standing) => new Promise((resolve, reject) => {
    client.ApplyOrderAccess({ requestId: `${order}:${revision}`, access: { orderId: order, revision, tenant: { id: user, type: 'user' }, userId: user,
      source: 'order_line', cause: 'order.paid', occurredAt: { seconds: Math.floor(Date.now() / 1000) },
      grants: [{ orderLineId: line, keyId, standing }] } }, metadata, { deadline: Date.now() + 30_000 },
    (error, answer) => (error ? reject(error) : resolve(answer)));
  });
  await apply(1, 'STANDING_ACTIVE');
  await eventually('it is counted', async () => (await metric(gauge)) === 1, 60);
  await apply(2, 'STANDING_REVOKED_REFUND');
  await eventually('and no more when it is taken back', async () => (await metric(gauge)) === 0, 60);
  client.close();
});

fitsStripe();
