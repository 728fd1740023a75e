// A process that neither answers nor dies (SIGSTOP) costs clients an error within ten seconds, never a
// hang, and nothing that was paid is lost once it goes on (SIGCONT).
import assert from 'node:assert/strict';
import test from 'node:test';

import { fitsStripe } from './lib/fits_stripe.mjs';
import { checkout, endpoints, eventually, get, ledger, newUser, ok, owned, post, press, token } from './lib/shop.mjs';

const slug = 'tenant-rls-baseline';
const LIMIT_MS = 10_500;
const ready = async () => (await get('/readyz', { timeout: 5000 })).status === 200;

/** Stops a process while `body` runs; it goes on whatever happens. */
async function whileStopped(name, body) {
  const pid = endpoints().pids[name];
  process.kill(pid, 'SIGSTOP');
  try {
    await body();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await eventually(`the shop is ready after ${name} goes on`, ready);
}

/** Every way a client may ask: each is answered in time, whatever the answer. */
async function assertAnswered(as) {
  const asks = [
    () => get('/marketplace/keys'),
    () => get('/marketplace/discover', { as }),
    () => get('/marketplace/entitlements', { as }),
    () => get('/marketplace/orders', { as }),
    () => checkout('keys', 'retention-cohorts', as),
    () => post('/marketplace/analytics', { body: { event_type: 'view' } }),
    () => post(`/marketplace/keys/${slug}/download`, { as, body: {} }),
  ];
  await Promise.all(asks.map(async (ask) => {
    const started = Date.now();
    const answer = await ask();
    assert.ok(Date.now() - started < LIMIT_MS, `${Date.now() - started} ms`);
    assert.ok([200, 403, 503].includes(answer.status), `${answer.status}: ${answer.text.slice(0, 300)}`);
    if (answer.status === 503) assert.ok(answer.headers.get('retry-after'), 'a 503 says when to come again');
  }));
}

for (const name of ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery']) {
  test(`${name} hangs: clients get answers, and what is paid is granted`, async () => {
    const as = token(newUser());
    const session = ok(await checkout('keys', slug, as));
    await whileStopped(name, async () => {
      await assertAnswered(as);
      assert.equal((await press(session, 'pay')).status, 303, 'the payment itself goes through');
    });
    await eventually('the paid KEY is granted', async () => (await owned(as)).includes(slug), 90);
    const paid = (await ledger()).payments.filter(
      (found) => found.order_id === session.order_id && found.payment_status === 'paid');
    assert.equal(paid.length, 1, 'charged once');
  });
}

fitsStripe();
