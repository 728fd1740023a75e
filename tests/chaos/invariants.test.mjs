// Each invariant is broken on purpose, seen in its metric, mended, and seen to be zero again.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';

import { control, endpoints, eventually, ledger, ok } from '../e2e/lib/shop.mjs';
import { fitsStripe } from '../e2e/lib/fits_stripe.mjs';
import { Buyer } from './lib/buyer.mjs';
import { advanceClock, metric, ready, sleep, stripeObject } from './lib/stack.mjs';

const slug = 'tenant-rls-baseline';

const becomes = (name, judge, what, of) =>
  eventually(`${name} ${what}`, async () => judge((await metric(name, of)) ?? NaN));
const rises = (name) => becomes(name, (value) => value > 0, 'rises');
const isZero = (name) => becomes(name, (value) => value === 0, 'is zero');

/** A service stands still, so that what it should do is not done, and time passes. */
async function without(service, body) {
  const pid = endpoints().pids[service];
  process.kill(pid, 'SIGSTOP');
  try {
    await body();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await eventually('the shop is ready', ready);
  advanceClock(65); // the relay's longest pause
}

test('an order paid without access shows in its invariant, and an old row in the age of the outbox', async () => {
  await isZero('keys_invariant_paid_without_access');
  const buyer = new Buyer();
  const session = await buyer.checkout('keys', slug);
  await without('entitlement', async () => {
    assert.ok(await buyer.pay(session));
    advanceClock(65);
    await rises('keys_invariant_paid_without_access');
    await becomes('keys_outbox_oldest_seconds', (value) => value >= 60, 'is a minute');
  });
  await isZero('keys_invariant_paid_without_access');
  await isZero('keys_outbox_oldest_seconds');
  await buyer.untilOwned([slug]);
});

test('an order that is refunded and still serves shows in its invariant', async () => {
  const buyer = new Buyer();
  const session = await buyer.buy('keys', slug);
  await buyer.until(session.order_id, 'fulfilled');
  await without('entitlement', async () => {
    ok(await control({ action: 'refund', session: session.sessionId }));
    await eventually('the order is refunded', async () => (await buyer.order(session.order_id)).status === 'refunded');
    advanceClock(65);
    await rises('keys_invariant_refunded_but_serving');
  });
  await isZero('keys_invariant_refunded_but_serving');
  await buyer.untilOwned([]);
});

test('a payment that was charged otherwise than quoted shows in its invariant', async () => {
  await isZero('keys_invariant_charged_not_quoted');
  const buyer = new Buyer();
  const session = await buyer.checkout('keys', slug);
  const object = await stripeObject(`checkout/sessions/${session.sessionId}`);
  const lie = { ...object, status: 'complete', payment_status: 'paid', amount_subtotal: object.amount_subtotal - 1 };
  ok(await control({ action: 'send_event', type: 'checkout.session.completed', object: lie }));
  await rises('keys_invariant_charged_not_quoted');
  assert.deepEqual(await buyer.owned(), []);
  // The payment itself: it is given back, and then all is well.
  assert.ok(await buyer.pay(session));
  advanceClock(65);
  await isZero('keys_invariant_charged_not_quoted');
  const mine = (await ledger()).payments.find((payment) => payment.session === session.sessionId);
  assert.equal(mine.refunded, mine.amount);
  assert.deepEqual(await buyer.owned(), []);
});

test('unhandled events and their age show in their metrics', async () => {
  await isZero('keys_webhook_events_unhandled');
  // Stripe does not answer the question to which order the refund belongs.
  ok(await control({ action: 'api_fault', count: 1000, path: '/v1/payment_intents', status: 500 }));
  try {
    const { now } = await ledger();
    ok(await control({ action: 'send_event', type: 'refund.created', object: {
      id: `re_${randomUUID().slice(0, 8)}`, object: 'refund', amount: 100, currency: 'usd', status: 'succeeded', created: now,
      payment_intent: `pi_${randomUUID().slice(0, 8)}`, charge: null, metadata: {} } }));
    await rises('keys_webhook_events_unhandled');
    advanceClock(65);
    await becomes('keys_webhook_events_oldest_seconds', (value) => value >= 60, 'is a minute');
  } finally {
    ok(await control({ action: 'clear' }));
  }
  // Now Stripe says that it knows no such payment: nothing to do. The first try may still meet the open
  // circuit, and waits a minute for the next.
  for (let round = 0; round < 6 && (await metric('keys_webhook_events_unhandled')) > 0; ++round) {
    await sleep(3500);
    advanceClock(65);
  }
  await isZero('keys_webhook_events_unhandled');
  await isZero('keys_webhook_events_oldest_seconds');
});

fitsStripe();
