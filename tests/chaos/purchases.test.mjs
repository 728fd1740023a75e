// Purchases under load while billing, entitlement, gateway, a backend of Postgres or the postmaster are
// killed (SIGKILL) at random: nothing that was paid is lost, nothing is granted or charged twice, and all
// invariants are zero in the end. 2,000 purchases with KEYS_TEST_SCALE=all, else 50. KEYS_TEST_SEED repeats
// the draw of buyers and victims (not their timing).
import assert from 'node:assert/strict';
import test from 'node:test';

import { eventually, get, ledger, ok } from '../e2e/lib/shop.mjs';
import { fitsStripe } from '../e2e/lib/fits_stripe.mjs';
import { Buyer } from './lib/buyer.mjs';
import { advanceClock, chance, full, kill, killPostgres, metric, note, ready, seed, setRules, sleep, sql } from './lib/stack.mjs';

const PURCHASES = full ? 2000 : 50;
const AT_ONCE = 12;
// Long enough between two for the shop to serve somebody.
const PAUSE_MS = full ? [800, 3000] : [700, 1200];
// Fifty purchases take as long as the kills let them: few.
const MOST_KILLS = full ? Infinity : 8;
const LONGEST_MS = full ? 40 * 60_000 : 500_000;
const victims = {
  billing: () => kill('billing'),
  entitlement: () => kill('entitlement'),
  gateway: () => kill('gateway'),
  backend: () => killPostgres('backend'),
  postmaster: () => killPostgres('postmaster'),
};

const prices = new Map();
const contents = new Map();
const price = (slug) => prices.get(slug);

async function loadPrices() {
  for (const { slug, price_cents } of ok(await get('/marketplace/keys?limit=100')).keys) prices.set(slug, price_cents);
  for (const bundle of ok(await get('/marketplace/bundles')).bundles) {
    prices.set(bundle.slug, bundle.price_cents);
    contents.set(bundle.slug, bundle.keys.map((key) => key.slug));
  }
}

/** The wish of one buyer: a KEY, a bundle, or a KEY and then the bundle that contains it. */
function draw(source) {
  const bundle = 'on-call-operator';
  const key = source.pick(['leased-job-queue', 'signed-webhook-intake', 'postgres-connection-exhaustion']);
  const kind = source.below(10);
  if (kind < 6) return { wants: [['keys', key]], keys: [key], charges: [price(key)] };
  if (kind < 8) return { wants: [['bundles', bundle]], keys: contents.get(bundle), charges: [price(bundle)] };
  return { wants: [['keys', key], ['bundles', bundle]], keys: contents.get(bundle),
    charges: [price(key), price(bundle) - price(key)] };
}

async function purchase(plan) {
  const buyer = new Buyer();
  for (const [i, [kind, slug]] of plan.wants.entries()) {
    await buyer.buy(kind, slug);
    // The bundle is credited for a KEY that is owned.
    if (i + 1 < plan.wants.length) await buyer.untilOwned([slug]);
  }
  return { plan, buyer };
}

/** Kills until told to stop; counts by victim. */
function reaper(source) {
  const counts = Object.fromEntries(Object.keys(victims).map((name) => [name, 0]));
  let stopped = false;
  const done = (async () => {
    // Each victim in turn first, in random order, so that none is left out; then as chance has it.
    const first = Object.keys(victims).sort(() => source.next() - 0.5);
    for (let done = 0; !stopped && done < MOST_KILLS;) {
      const name = first[0] ?? source.pick(Object.keys(victims));
      if (victims[name]()) {
        ++counts[name];
        ++done;
        first.shift();
      }
      const [low, high] = PAUSE_MS;
      await sleep(low + source.below(high - low));
    }
  })();
  const everybody = () => Object.values(counts).every((count) => count > 0);
  return { counts, everybody, stop: () => { stopped = true; return done; } };
}

const paidCents = (payment) => payment.amount_subtotal - payment.amount_discount;
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

function assertBooks(bought, payments) {
  const paid = new Map();
  for (const payment of payments.filter((one) => one.payment_status === 'paid')) {
    const user = payment.metadata.userId;
    paid.set(user, [...(paid.get(user) ?? []), payment]);
  }
  const grants = new Map();
  for (const [tenant, slug, count] of sql(`SELECT e.tenant_id, k.slug, count(*) FROM marketplace_entitlements e
      JOIN marketplace_keys k ON k.id = e.key_id WHERE e.status = 'active' GROUP BY 1, 2`)) {
    grants.set(`${tenant} ${slug}`, Number(count));
  }
  const orders = new Map();
  for (const [tenant, status] of sql("SELECT tenant_id, status FROM marketplace_orders WHERE status NOT IN ('expired', 'failed')")) {
    orders.set(tenant, [...(orders.get(tenant) ?? []), status]);
  }
  let [lost, doubled] = [0, 0];
  for (const { plan, buyer } of bought) {
    const mine = paid.get(buyer.user) ?? [];
    assert.deepEqual(sorted(mine.map(paidCents)), sorted(plan.charges), `charges of ${buyer.user}`);
    assert.ok(mine.every((payment) => payment.refunded === 0), `${buyer.user} got money back`);
    for (const slug of plan.keys) {
      const count = grants.get(`${buyer.user} ${slug}`) ?? 0;
      if (count === 0) ++lost;
      if (count > 1) ++doubled;
    }
    assert.deepEqual(orders.get(buyer.user), plan.charges.map(() => 'fulfilled'), `orders of ${buyer.user}`);
  }
  return { lost, doubled };
}

const invariants = ['keys_invariant_paid_without_access', 'keys_invariant_charged_not_quoted',
  'keys_invariant_refunded_but_serving', 'keys_webhook_events_unhandled', 'keys_webhook_events_dead', 'keys_outbox_dead'];

test(`${PURCHASES} purchases under random kills: none lost, none doubled (KEYS_TEST_SEED=${seed})`, { timeout: LONGEST_MS }, async (t) => {
  setRules([]);
  await loadPrices();
  const source = chance(seed);
  // Further purchases are made until every process was killed at least once.
  let drawn = 0;
  const nextPlan = () => (++drawn <= PURCHASES || (!kills.everybody() && drawn < 10 * PURCHASES) ? draw(source) : undefined);
  const began = Date.now();
  const kills = reaper(chance(seed + 1));
  const bought = [];
  const failures = [];
  const worker = async () => {
    for (let plan = nextPlan(); plan !== undefined && Date.now() - began < LONGEST_MS - 200_000; plan = nextPlan()) {
      try {
        bought.push(await purchase(plan));
      } catch (error) {
        failures.push(error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await kills.stop();
  const took = Math.round((Date.now() - began) / 1000);
  assert.deepEqual(failures, []);
  assert.ok(bought.length >= PURCHASES, `${bought.length} bought`);

  await eventually('the shop is ready', ready, 60);
  await sleep(300);
  // After this time the leases of the killed processes (30 s and 12 s) have expired.
  advanceClock(35);
  await eventually('every order is fulfilled and every invariant zero', async () => {
    const open = sql("SELECT count(*) FROM marketplace_orders WHERE status IN ('open', 'paid') AND tenant_id IN (" +
      `${bought.map(({ buyer }) => `'${buyer.user}'`).join()})`);
    const values = await Promise.all(invariants.map((name) => metric(name)));
    return Number(open[0][0]) === 0 && values.every((value) => value === 0);
  }, 180);
  const { payments } = await ledger();
  const { lost, doubled } = assertBooks(bought, payments);
  const retries = bought.reduce((all, { buyer }) => all + buyer.retries, 0);
  const line = `${bought.length} purchases in ${took} s, kills ${JSON.stringify(kills.counts)}, ${retries} retries, ` +
    `lost ${lost}, doubled ${doubled}, seed ${seed}`;
  t.diagnostic(`counted: ${line}`);
  note(line);
  assert.deepEqual([lost, doubled], [0, 0]);
  assert.ok(kills.everybody(), 'everybody was killed at least once');
});

fitsStripe();
