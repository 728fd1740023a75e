// The primary PostgreSQL is lost in the middle of a thousand purchases: Patroni promotes the standby, nothing that was
// acknowledged is lost, nothing is granted or charged twice, and the shop takes orders again within thirty seconds.
// Afterwards the lost machine comes back as a standby, and the lead is handed over in good order.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { freePort } from '../e2e/lib/free_port.mjs';
import { have } from './lib/have.mjs';
import { Cluster } from './lib/patroni.mjs';
import { root } from './lib/rules.mjs';

const PURCHASES = 1000;
const AT_ONCE = 8;
const BACK_WITHIN_S = 30;
const SLUGS = ['leased-job-queue', 'signed-webhook-intake', 'postgres-connection-exhaustion'];

const skip = have('patroni', 'etcd') ? false : 'patroni and etcd are not installed (scripts/setup.sh --all)';
const data = path.resolve(root, process.env.KEYS_DATA);
const script = (name, args, env = {}) => execFileSync(path.join(root, 'scripts', name), args, { encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
let cluster;
let shop;
let chaos;
let Buyer;

/** Starts the shop on the cluster, which has none of its roles yet. */
async function openShop() {
  execFileSync('psql', [cluster.url('postgres'), '-qc', 'CREATE DATABASE keys'], { stdio: 'inherit' });
  script('run.sh', ['--detach', '--data', data, '--port', freePort()], { DATABASE_URL: cluster.url('keys'), KEYS_READY_SECONDS: '150', KEYS_RESTART_MS: '400' });
  shop = await import('../e2e/lib/shop.mjs');
  chaos = await import('../chaos/lib/stack.mjs');
  ({ Buyer } = await import('../chaos/lib/buyer.mjs'));
}

before(async () => {
  if (skip) return;
  cluster = new Cluster();
  await cluster.startAll();
  await openShop();
}, { timeout: 400_000 });

after(() => {
  if (skip) return;
  script('run.sh', ['--stop', '--data', data]);
  cluster.end();
  rmSync(data, { recursive: true, force: true });
});

/** When the shop took an order, in milliseconds. */
const taken = [];

async function purchase(slug) {
  const buyer = new Buyer();
  for (let paid = false; !paid;) {
    const session = await buyer.checkout('keys', slug);
    taken.push(performance.now());
    paid = session === null || await buyer.pay(session);
  }
  return { buyer, slug };
}

/** The longest time, in seconds, in which no order was taken, from `moment` on. */
function longestPause(moment) {
  const times = [moment, ...taken.filter((time) => time > moment)];
  return Math.max(...times.slice(1).map((time, i) => time - times[i])) / 1000;
}

/** Makes `count` purchases and calls `disturb` when a third of them is made; answers how long the shop was away. */
async function buyThrough(count, bought, disturb) {
  let begun = 0;
  let moment;
  const worker = async () => {
    while (begun < count) {
      begun += 1;
      bought.push(await purchase(SLUGS[begun % SLUGS.length]));
    }
  };
  const disturbing = (async () => {
    const third = bought.length + count / 3;
    await shop.eventually('a third is bought', () => bought.length >= third, 600);
    moment = performance.now();
    await disturb();
  })();
  await Promise.all([disturbing, ...Array.from({ length: AT_ONCE }, worker)]);
  return longestPause(moment);
}

const quoted = (ids) => ids.map((id) => `'${id}'`).join();

/** Every order that was answered is there, every payment has its KEY once, and Stripe's books agree. */
async function assertBooks(bought) {
  const users = bought.map(({ buyer }) => buyer.user);
  await shop.eventually('every order is fulfilled', () =>
    Number(chaos.sql(`SELECT count(*) FROM marketplace_orders WHERE status IN ('open', 'paid') AND tenant_id IN (${quoted(users)})`)[0][0]) === 0, 120);
  const answered = bought.flatMap(({ buyer }) => [...buyer.orders]);
  const kept = Number(chaos.sql(`SELECT count(*) FROM marketplace_orders WHERE id IN (${quoted(answered)})`)[0][0]);
  const grants = new Map(chaos.sql(`SELECT tenant_id, count(*) FROM marketplace_entitlements WHERE status = 'active' AND tenant_id IN (${quoted(users)}) GROUP BY 1`)
    .map(([user, count]) => [user, Number(count)]));
  const paid = new Map();
  for (const { metadata, payment_status: status } of (await shop.ledger()).payments) {
    if (status === 'paid') paid.set(metadata.userId, (paid.get(metadata.userId) ?? 0) + 1);
  }
  const lost = users.filter((user) => paid.get(user) === 1 && !grants.has(user)).length + answered.length - kept;
  const doubled = users.filter((user) => grants.get(user) > 1 || paid.get(user) > 1).length;
  assert.equal(users.filter((user) => !paid.has(user)).length, 0, 'everybody has paid');
  return { lost, doubled };
}

test(`the primary is lost in the middle of ${PURCHASES} purchases`, { skip, timeout: 900_000 }, async (t) => {
  const bought = [];
  let led;
  const away = await buyThrough(PURCHASES, bought, async () => {
    led = await cluster.leader();
    cluster.lose(led);
  });
  const leads = await cluster.leader();
  assert.notEqual(leads, led);
  const { lost, doubled } = await assertBooks(bought);
  const retries = bought.reduce((all, { buyer }) => all + buyer.retries, 0);
  t.diagnostic(`counted: failover: ${bought.length} purchases, no order for ${away.toFixed(1)} s, ${retries} retries, lost ${lost}, doubled ${doubled}`);
  assert.deepEqual([lost, doubled], [0, 0]);
  assert.ok(away < BACK_WITHIN_S, `no order was taken for ${away} s`);

  cluster.startMember(led);
  await cluster.untilProtected();
});

test('the lead is handed over in good order', { skip, timeout: 600_000 }, async (t) => {
  const bought = [];
  const led = await cluster.leader();
  const away = await buyThrough(PURCHASES / 10, bought, () => cluster.switchOver(led));
  assert.notEqual(await cluster.leader(), led);
  const { lost, doubled } = await assertBooks(bought);
  t.diagnostic(`counted: switchover: ${bought.length} purchases, no order for ${away.toFixed(1)} s, lost ${lost}, doubled ${doubled}`);
  assert.deepEqual([lost, doubled], [0, 0]);
  assert.ok(away < BACK_WITHIN_S, `no order was taken for ${away} s`);
});
