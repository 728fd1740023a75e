// People look after their own data: export and erasure without an administrator, both in the audit chain.
import assert from 'node:assert/strict';
import test from 'node:test';

import {
  buy, call, eventually, get, newUser, ok, owned, post, token,
} from './lib/shop.mjs';

const admin = token(newUser(), '--admin');
const audit = async (query) => ok(await get(`/marketplace/admin/audit?${query}`, { as: admin })).entries;

test('people export what is kept about them, and the export is audited', async () => {
  const user = newUser();
  const email = `${user.slice(-12)}@people.test`;
  const as = token(user, '--email', email);
  await buy('keys', 'pull-request-gate', as);
  ok(await call('PUT', '/marketplace/discover/dismissals/leased-job-queue', { as }));
  const kept = await eventually('the address is known', async () => {
    const answer = ok(await get('/marketplace/me/export', { as }));
    return answer.services.entitlement.known_email.length === 1 && answer;
  });
  assert.equal(kept.user_id, user);
  assert.equal(kept.services.entitlement.known_email[0].email, email);
  assert.equal(kept.services.discovery.dismissals[0].slug, 'leased-job-queue');
  assert.equal(kept.services.billing.orders.length, 1);
  const [entry] = await audit(`subject=${user}`);
  assert.deepEqual([entry.action, entry.actor, entry.service], ['person.export', user, 'billing']);
  ok(await get(`/marketplace/admin/users/${user}/export`, { as: admin }));
  const [byAdmin] = await audit(`subject=${user}`);
  assert.equal(byAdmin.action, 'person.export');
  assert.notEqual(byAdmin.actor, user);
  assert.equal((await get('/marketplace/me/export')).status, 401);
  assert.equal((await get('/marketplace/me/export?user_id=x', { as })).status, 400);
});

test('people erase themselves when they confirm it; their token is refused afterwards', async () => {
  const user = newUser();
  const as = token(user, '--email', `${user.slice(-12)}@people.test`);
  const { order_id } = await buy('keys', 'pull-request-gate', as);
  await eventually('bought', async () => (await owned(as)).length === 1);
  for (const body of [{}, { confirm: '' }, { confirm: 'yes' }, { confirm: 'erase my account', reason: 'x' }]) {
    assert.equal((await post('/marketplace/me/erase', { as, body })).status, 400, JSON.stringify(body));
  }
  assert.equal((await owned(as)).length, 1);
  // Billing may still be telling of the purchase.
  const answer = await eventually('erased', async () => {
    const tried = await post('/marketplace/me/erase', { as, body: { confirm: 'erase my account' } });
    // A try that was cut off has barred them; it goes on by itself.
    return [200, 202, 401].includes(tried.status) && tried;
  });
  if (answer.status === 200) assert.deepEqual(answer.body, { user_id: user, erased: true });
  for (const [method, target] of [['GET', '/marketplace/entitlements'], ['GET', '/marketplace/keys'], ['GET', '/marketplace/me/export']]) {
    const out = await call(method, target, { as });
    assert.deepEqual([out.status, out.body.code], [401, 'UNAUTHENTICATED'], target);
  }
  // The token that is taken nowhere else tells how far it has come.
  const erasure = await eventually('ended', async () => {
    const answer = ok(await get('/marketplace/me/erase', { as })).erasure;
    return answer.state === 'done' && answer;
  }, 120);
  assert.deepEqual(erasure.services.map(({ name }) => name), ['billing', 'catalog', 'discovery', 'entitlement', 'ingestion', 'analytics']);
  assert.ok(!JSON.stringify(erasure).includes(user));
  assert.equal((await get('/marketplace/me/erase', { as: token(newUser()) })).status, 404);
  await eventually('finished everywhere', async () => {
    const { services } = ok(await get(`/marketplace/admin/users/${user}/export`, { as: admin }));
    return Object.values(services).every((service) => Object.values(service).every((section) => section.length === 0));
  });
  const order = ok(await get(`/marketplace/admin/orders/${order_id}`, { as: admin })).order;
  assert.equal(order.status, 'fulfilled');
  const entries = (await audit('limit=100')).filter((entry) => entry.action === 'person.erase');
  assert.ok(entries.length > 0);
  assert.ok(!JSON.stringify(entries).includes(user));
});
