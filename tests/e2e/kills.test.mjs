// SIGKILL of any one process during a purchase loses nothing: after its restart the paid order is
// granted, once.
import assert from 'node:assert/strict';
import test from 'node:test';

import { fitsStripe } from './lib/fits_stripe.mjs';
import { checkout, endpoints, eventually, get, ledger, newUser, ok, owned, press, token } from './lib/shop.mjs';

const slug = 'signed-webhook-intake';
const processes = ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery', 'gateway'];

const ready = async () => (await get('/readyz', { timeout: 2000 })).status === 200;

function kill(name) {
  const pid = endpoints().pids[name];
  assert.ok(pid > 1, `no pid of ${name}`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Restarted under another pid, and the whole shop ready. */
const recovered = (name, killed) =>
  eventually(`${name} is back`, async () => {
    const pid = endpoints().pids[name];
    return pid > 1 && pid !== killed && (await ready());
  });

/** A session to pay. What was killed before is ready, but another service may not have found it again yet. */
const toPay = (as) => eventually('a session to pay', async () => ok(await checkout('keys', slug, as)));

async function assertGrantedOnce(as, session) {
  await eventually('the paid KEY is granted', async () => (await owned(as)).includes(slug));
  const { orders } = await eventually('the order is fulfilled', async () => {
    const list = ok(await get('/marketplace/orders', { as }));
    return list.orders[0].status === 'fulfilled' && list;
  });
  assert.equal(orders.length, 1);
  const { entitlements } = ok(await get('/marketplace/entitlements?status=all', { as }));
  assert.equal(entitlements.length, 1, 'granted once');
  const payments = (await ledger()).payments.filter((found) => found.order_id === orders[0].id);
  assert.equal(payments.length, 1, 'charged once');
  assert.equal(payments[0].session, session.sessionId);
}

for (const name of processes) {
  test(`${name} killed while the buyer pays`, async () => {
    const as = token(newUser());
    const session = await toPay(as);
    const paying = press(session, 'pay');
    const killed = kill(name);
    assert.equal((await paying).status, 303, 'the payment itself goes through');
    await recovered(name, killed);
    await assertGrantedOnce(as, session);
  });

  test(`${name} killed before the buyer pays, back afterwards`, async () => {
    const as = token(newUser());
    const session = await toPay(as);
    const killed = kill(name);
    assert.equal((await press(session, 'pay')).status, 303);
    await recovered(name, killed);
    await assertGrantedOnce(as, session);
  });
}

fitsStripe();
