// Whole histories of orders, their webhooks held back and then delivered to the real webhook in random
// order and several times, signed by Stripe's own library: each ends as it ends when all goes well.
// KEYS_TEST_SCALE=all draws every history six times. KEYS_TEST_SEED repeats the draws.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { call, control, eventually, ledger, ok, press, root } from '../e2e/lib/shop.mjs';
import { fitsStripe } from '../e2e/lib/fits_stripe.mjs';
import { Buyer } from './lib/buyer.mjs';
import { chance, full, seed, stripeObject, webhookSecret } from './lib/stack.mjs';

const Stripe = createRequire(path.join(root, 'tests/node/package.json'))('stripe');
const stripe = new Stripe('sk_test_unused');

const single = 'leased-job-queue';
const bundle = 'on-call-operator';
const inBundle = ['evidence-first-review', 'leased-job-queue', 'postgres-connection-exhaustion', 'pull-request-gate',
  'roll-back-or-roll-forward', 'signed-webhook-intake'];

const act = async (action, session, more = {}) => ok(await control({ action, session: session.sessionId, ...more }));
const pay = (session, button = 'pay') => press(session, button);

/** Events at Stripe while no webhook comes, and the result that must follow. */
const histories = {
  'paid': { run: (s) => pay(s), status: 'fulfilled', owned: [single] },
  'delayed, then paid': {
    run: async (s) => { await pay(s, 'pay_later'); await act('settle', s); }, status: 'fulfilled', owned: [single] },
  'delayed, then failed': {
    run: async (s) => { await pay(s, 'pay_later'); await act('fail_payment', s); }, status: 'failed', owned: [] },
  'expired': { run: (s) => act('expire', s), status: 'expired', owned: [] },
  'refunded in part': {
    run: async (s) => { await pay(s); await act('refund', s, { amount: 1000 }); }, status: 'partially_refunded', owned: [single] },
  'refunded in two parts': {
    run: async (s) => { await pay(s); await act('refund', s, { amount: 1000 }); await act('refund', s); },
    status: 'refunded', owned: [] },
  'a refund that fails': {
    run: async (s) => {
      await pay(s);
      await act('refund', s);
      const { payments } = await ledger();
      const [refund] = payments.find((payment) => payment.session === s.sessionId).refunds;
      ok(await control({ action: 'fail_refund', refund: refund.id ?? refund }));
    },
    status: 'fulfilled', owned: [single] },
  'a dispute won': {
    run: async (s) => { await pay(s); await act('open_dispute', s); await act('close_dispute', s, { outcome: 'won' }); },
    status: 'fulfilled', owned: [single] },
  'a dispute lost': {
    run: async (s) => { await pay(s); await act('open_dispute', s); await act('close_dispute', s, { outcome: 'lost' }); },
    status: 'disputed', owned: [] },
  'a dispute still open': {
    run: async (s) => { await pay(s); await act('open_dispute', s); },
    status: 'disputed', suspended: 'SUSPENDED_DISPUTE', owned: [] },
  'an inquiry closed': {
    run: async (s) => {
      await pay(s);
      await act('open_dispute', s, { inquiry: true });
      await act('close_dispute', s, { outcome: 'warning_closed' });
    },
    status: 'fulfilled', owned: [single] },
  'bundle after KEY': { after: single, run: (s) => pay(s), status: 'fulfilled', owned: inBundle },
  'bundle after KEY, refunded': {
    after: single, run: async (s) => { await pay(s); await act('refund', s); }, status: 'refunded', owned: [single] },
  'KEY refunded under a bundle': {
    after: single, run: async (s, first) => { await pay(s); await act('refund', first); },
    status: 'fulfilled', suspended: 'SUSPENDED_CREDIT', owned: [] },
  'KEY refunded under a bundle, the refund fails': {
    after: single,
    run: async (s, first) => {
      await pay(s);
      await act('refund', first);
      const { payments } = await ledger();
      const [refund] = payments.find((payment) => payment.session === first.sessionId).refunds;
      ok(await control({ action: 'fail_refund', refund: refund.id ?? refund }));
    },
    status: 'fulfilled', owned: inBundle },
};

/** The events Stripe made since `known`, which nobody has been told of. */
async function newEvents(known) {
  const { data } = await stripeObject('events?limit=100');
  return data.filter((event) => !known.has(event.id));
}

async function deliver(event) {
  const payload = JSON.stringify(event);
  const { now } = await ledger();
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp: now });
  const answer = await call('POST', '/billing/webhook', {
    raw: payload, headers: { 'stripe-signature': header, 'content-type': 'application/json' } });
  return ok(answer);
}

before(async () => ok(await control({ action: 'webhooks', mode: 'drop' })));
after(async () => ok(await control({ action: 'webhooks', mode: 'normal' })));

const source = chance(seed);
const told = { draws: 0, events: 0, again: 0 };
after(() => console.log(`counted: ${told.draws} draws of ${Object.keys(histories).length} histories, ${told.events} events told, ` +
  `${told.again} of them again; seed ${seed}`));

async function live(history) {
  const buyer = new Buyer();
  let first;
  if (history.after !== undefined) {
    ok(await control({ action: 'webhooks', mode: 'normal' }));
    first = await buyer.buy('keys', history.after);
    await buyer.untilOwned([history.after]);
    ok(await control({ action: 'webhooks', mode: 'drop' }));
  }
  const known = new Set((await newEvents(new Set())).map((event) => event.id));
  const session = await buyer.checkout(...(history.after === undefined ? ['keys', single] : ['bundles', bundle]));
  await history.run(session, first);
  const events = await newEvents(known);
  const queue = [...events, ...events.filter(() => source.below(2) === 0)];
  for (let i = queue.length - 1; i > 0; --i) {
    const j = source.below(i + 1);
    [queue[i], queue[j]] = [queue[j], queue[i]];
  }
  let duplicates = 0;
  for (const event of queue) duplicates += (await deliver(event)).duplicate === true ? 1 : 0;
  assert.ok(duplicates >= queue.length - events.length, 'what came again was known');
  await eventually(`${history.status}, owning ${history.owned}`, async () => {
    const order = await buyer.order(session.order_id);
    const owned = await buyer.owned();
    const found = JSON.stringify([order.status, order.suspended?.code, owned]);
    if (found !== JSON.stringify([history.status, history.suspended, [...history.owned].sort()])) throw new Error(found);
    return true;
  });
  told.draws += 1;
  told.events += events.length;
  told.again += queue.length - events.length;
}

for (const [name, history] of Object.entries(histories)) {
  test(`${name}: its webhooks in any order, any number of times (KEYS_TEST_SEED=${seed})`, async () => {
    for (let draw = 0; draw < (full ? 6 : 1); ++draw) await live(history);
  });
}

test('a header of another secret, or of a changed body, is refused', async () => {
  const payload = JSON.stringify({ id: 'evt_forged', object: 'event', type: 'charge.refunded' });
  const { now } = await ledger();
  const header = (more) => stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp: now, ...more });
  const send = (raw, signature) => call('POST', '/billing/webhook', { raw, headers: { 'stripe-signature': signature } });
  for (const [raw, signature] of [[payload, header({ secret: 'whsec_other' })], [`${payload} `, header()],
    [payload, header({ timestamp: now - 400 })]]) {
    const answer = await send(raw, signature);
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, 'INVALID_SIGNATURE');
  }
});

fitsStripe();
