// Every step of the money path is cut once: the process ends (SIGKILL), the step fails, or it hangs until
// its caller's deadline. Buyers go on; in the end each has exactly one grant per KEY and one charge per
// purchase, by the shop's books and by the sandbox's. KEYS_TEST_SCALE=all: every point × every action;
// otherwise a handful.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';

import { call, control, eventually, ledger, newUser, ok } from '../e2e/lib/shop.mjs';
import { fitsStripe } from '../e2e/lib/fits_stripe.mjs';
import { Buyer, insist } from './lib/buyer.mjs';
import { advanceClock, firedRules, full, metric, mint, ready, setRules, sleep, sql, stripeObject } from './lib/stack.mjs';

const admin = mint(newUser(), { admin: true });
const single = { slug: 'leased-job-queue', cents: 7900 };
const posts = (kind) => ['written', 'answered', 'recording', 'recorded'].map((step) => `billing.post.${kind}.${step}`);

/** Which purchase passes each flow's points. */
const pointsOf = {
  upgrade: [
    'billing.checkout.placing', 'billing.checkout.placed', 'billing.checkout.answering',
    ...['customers', 'products', 'prices', 'coupons', 'sessions'].flatMap(posts),
    'gateway.webhook.received', 'gateway.webhook.answered',
    'billing.webhook.verified', 'billing.webhook.stored',
    'billing.event.claimed', 'billing.event.applying', 'billing.event.applied',
    'billing.access.sending', 'billing.access.sent', 'billing.access.recording', 'billing.access.recorded',
    'billing.purchase.sending', 'billing.purchase.sent',
    'entitlement.access.received', 'entitlement.access.applying', 'entitlement.access.applied',
  ],
  replaced: posts('expire'),
  looked: ['billing.sync.looking', 'billing.sync.recording'],
  refunded: posts('refunds'),
  mismatched: ['billing.refund.due'],
};

const flowOf = (point) => Object.keys(pointsOf).find((flow) => pointsOf[flow].includes(point));

/** A bundle nobody has bought yet, so that its product and price are made at Stripe. */
async function freshBundle(buyer) {
  const slug = `cut-${randomUUID().slice(0, 8)}`;
  await buyer.persist('a bundle', async () => {
    const answer = await call('PUT', `/marketplace/admin/bundles/${slug}`, { as: admin, body: {
      title: `Cut ${slug}`, description: 'Two KEYS.', bundle_type: 'starter', price_cents: 12000, currency: 'usd',
      key_slugs: [single.slug, 'signed-webhook-intake'] } });
    return answer.status === 200 ? true : undefined;
  });
  return slug;
}

/** Actions between arming and the end, and the result that must follow: charged cents, KEYS, refunds. */
const flows = {
  async upgrade(buyer) {
    const bundle = await freshBundle(buyer);
    await buyer.buy('keys', single.slug);
    await buyer.untilOwned([single.slug]);
    await buyer.buy('bundles', bundle);
    return { charges: [single.cents, 12000 - single.cents], keys: [single.slug, 'signed-webhook-intake'] };
  },
  async replaced(buyer) {
    await buyer.checkout('keys', single.slug);
    const bundle = await freshBundle(buyer);
    await buyer.buy('bundles', bundle);
    return { charges: [12000], keys: [single.slug, 'signed-webhook-intake'] };
  },
  async looked(buyer, fired) {
    const session = await buyer.checkout('keys', single.slug);
    await buyer.persist('the shop asks Stripe', async () => {
      await buyer.order(session.order_id);
      return fired() || undefined;
    });
    await buyer.buy('keys', single.slug);
    return { charges: [single.cents], keys: [single.slug] };
  },
  async refunded(buyer) {
    const session = await buyer.buy('keys', single.slug);
    await buyer.untilOwned([single.slug]);
    const path = `/marketplace/admin/orders/${session.order_id}/refund`;
    await insist(buyer, admin, path, { reason: 'a test' }, randomUUID());
    return { charges: [single.cents], keys: [], refunds: [single.cents] };
  },
  // An event says that another amount was paid: nothing is granted, and the money goes back.
  async mismatched(buyer) {
    const session = await buyer.checkout('keys', single.slug);
    const object = { ...(await stripeObject(`checkout/sessions/${session.sessionId}`)),
      status: 'complete', payment_status: 'paid', amount_subtotal: single.cents - 100 };
    ok(await control({ action: 'send_event', type: 'checkout.session.completed', object }));
    await buyer.pay(session);
    return { charges: [single.cents], keys: [], refunds: [single.cents] };
  },
};

const paidCents = (payment) => payment.amount_subtotal - payment.amount_discount;
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

/** Waits for the end, then counts: charges and refunds at the sandbox, grants in the database. */
async function assertEnd(buyer, { charges, keys, refunds = [] }) {
  await buyer.persist('the money is where it belongs', async (tell) => {
    for (const id of buyer.orders) await buyer.order(id);
    const mine = (await ledger()).payments.filter((payment) => payment.metadata.userId === buyer.user);
    const returned = mine.map((payment) => payment.refunded).filter((cents) => cents > 0);
    tell(`refunded ${returned}`);
    return String(sorted(returned)) === String(sorted(refunds)) ? true : undefined;
  });
  await buyer.untilOwned(keys);
  const { payments } = await ledger();
  const paid = payments.filter((payment) => payment.metadata.userId === buyer.user && payment.payment_status === 'paid');
  assert.deepEqual(sorted(paid.map(paidCents)), sorted(charges), 'charged once each');
  const grants = sql(`SELECT k.slug, count(*) FROM marketplace_entitlements e JOIN marketplace_keys k ON k.id = e.key_id
    WHERE e.tenant_id = '${buyer.user}' AND e.status = 'active' GROUP BY 1 ORDER BY 1`);
  assert.deepEqual(grants, keys.map((slug) => [slug, '1']).sort(), 'granted once each');
}

const actions = ['exit', 'error', 'hang'];
const every = Object.values(pointsOf).flat().flatMap((point) => actions.map((action) => ({ point, action })));
const handful = [
  ['billing.checkout.placed', 'exit'], ['billing.post.sessions.answered', 'exit'], ['billing.webhook.stored', 'exit'],
  ['billing.event.applied', 'exit'], ['entitlement.access.applied', 'exit'], ['gateway.webhook.received', 'error'],
  ['billing.access.sent', 'error'], ['billing.event.claimed', 'hang'], ['billing.post.refunds.answered', 'exit'], ['billing.refund.due', 'error'],
].map(([point, action]) => ({ point, action }));

const cells = (full ? every : handful).map((cell) => ({ ...cell, id: randomUUID() }));
const armed = new Map();
const arm = (cell) => { armed.set(cell.id, cell); setRules([...armed.values()]); };
const disarm = (cell) => { armed.delete(cell.id); setRules([...armed.values()]); };

before(() => setRules([]));
after(() => setRules([]));

/**
 * Makes everything due at once that the process had leased when it ended (an event 30 s, an outbox row 12 s, an
 * idempotency key 60 s).
 */
async function letTimePass(fired) {
  for (let i = 0; i < 600 && !fired(); ++i) await sleep(50);
  await sleep(100);
  advanceClock(65);
}

/** Waits until this buyer or another one has passed the point. */
async function drive(cell) {
  const fired = () => firedRules().has(cell.id);
  const buyer = new Buyer();
  const began = Date.now();
  arm(cell);
  const watching = cell.action === 'exit' && letTimePass(fired);
  try {
    const expected = await flows[flowOf(cell.point)](buyer, fired);
    await eventually(`${cell.point} ${cell.action} fired`, fired);
    return { cell, buyer, expected, took: Date.now() - began };
  } finally {
    disarm(cell);
    await watching;
  }
}

test(`${cells.length} cells of ${every.length}: point × {exit, error, hang}, each fired, charged and granted once`, async (t) => {
  const failures = [];
  const driven = [];
  const queue = [...cells];
  const started = Date.now();
  const worker = async () => {
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      try {
        driven.push(await drive(cell));
      } catch (error) {
        failures.push(`${cell.point} ${cell.action}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  await eventually('the shop is ready', ready, 60);
  const slowest = driven.sort((a, b) => b.took - a.took)[0];
  await Promise.all(driven.map(({ cell, buyer, expected }) => assertEnd(buyer, expected).catch((error) => {
    failures.push(`${cell.point} ${cell.action} (user ${buyer.user}): ${error.message}`);
  })));
  const fired = firedRules();
  const never = cells.filter((cell) => !fired.has(cell.id));
  const count = (action) => cells.filter((cell) => cell.action === action && fired.has(cell.id)).length;
  t.diagnostic(`counted: ${cells.length} cells ran; fired: exit ${count('exit')}, error ${count('error')}, hang ${count('hang')}; ` +
    `never fired: ${never.length}; slowest ${slowest?.cell.point} ${slowest?.cell.action} ${slowest?.took} ms; ${Math.round((Date.now() - started) / 1000)} s`);
  assert.deepEqual(failures, []);
  assert.deepEqual(never, []);
});

test('afterwards nothing is left over: no unhandled event, no invariant broken', async () => {
  await eventually('the books are in order', async () => {
    const names = ['keys_invariant_paid_without_access', 'keys_invariant_charged_not_quoted',
      'keys_invariant_refunded_but_serving', 'keys_webhook_events_unhandled', 'keys_webhook_events_dead'];
    const values = await Promise.all(names.map((name) => metric(name)));
    return values.every((value) => value === 0);
  }, 60);
});

test('a process that listens beyond the loopback interface refuses a file of failpoints', async () => {
  const { spawnSync } = await import('node:child_process');
  const path = await import('node:path');
  const { root } = await import('../e2e/lib/shop.mjs');
  const program = path.join(path.resolve(root, process.env.KEYS_BIN_DIR ?? 'build/release/bin'), 'keys-billing');
  const run = spawnSync(program, [], { encoding: 'utf8', timeout: 10_000, env: {
    FAILPOINTS_FILE: '/tmp/rules', ADMIN_LISTEN: '127.0.0.1:0', GRPC_LISTEN: '0.0.0.0:0', SERVICE_KEY_FILE: '/dev/null',
    SERVICE_PEERS_FILE: '/dev/null', DATABASE_URL_BILLING: 'postgres://x@127.0.0.1/x', CATALOG_ADDRESS: '127.0.0.1:1',
    ENTITLEMENT_ADDRESS: '127.0.0.1:1', ANALYTICS_ADDRESS: '127.0.0.1:1', CURSOR_KEY: 'sixteen bytes or more' } });
  assert.equal(run.status, 2, run.stderr);
  assert.match(run.stderr, /FAILPOINTS_FILE is refused: GRPC_LISTEN is not a loopback address/);
});

fitsStripe();
