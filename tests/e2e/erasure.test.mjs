// A person erased: nothing in the database names them any more, the books stand as they stood, and the one beside
// them notices nothing.
import assert from 'node:assert/strict';
import test from 'node:test';

import {
  buy, call, checkout, control, data, endpoints, eventually, get, newUser, ok, owned, post, press, returnUrls, token,
} from './lib/shop.mjs';
import { eraseFully } from './lib/erased.mjs';
import { settled } from './lib/settled.mjs';
import { script, traces } from './lib/traces.mjs';

const admin = token(newUser(), '--admin');
const sql = (text) => {
  const { status, stdout, stderr } = script('db.sh', 'psql', '--data', data, '--', '-qAt', '-c', text);
  assert.equal(status, 0, stderr);
  return stdout.trim();
};
const exportOf = (user) => get(`/marketplace/admin/users/${user}/export`, { as: admin });
/** What others see of themselves does not change. */
/** What is kept of somebody, but for the entries about exports, of which each export makes one more. */
const seenOf = async (user) => {
  const { services } = ok(await exportOf(user));
  for (const service of Object.values(services)) service.audit = service.audit?.filter((entry) => entry.action !== 'person.export');
  return services;
};
const erase = (user, body = { reason: `asked for by ${user}` }, as = admin) =>
  post(`/marketplace/admin/users/${user}/erase`, { as, body });
const order = async (id) => ok(await get(`/marketplace/admin/orders/${id}`, { as: admin })).order;

/** Somebody who does everything one can do here; for the organisation they buy `slug`. */
async function live(org, slug) {
  const user = newUser();
  const email = `${user.slice(-12)}@erased.test`;
  const as = token(user, '--email', email);
  const kept = await buy('keys', 'retention-cohorts', as);
  const refunded = await buy('keys', 'signed-webhook-intake', as);
  const bundle = await buy('bundles', 'on-call-operator', as);
  for (const { order_id } of [kept, refunded, bundle]) await eventually('bought', async () => (await order(order_id)).status === 'fulfilled');
  ok(await control({ action: 'refund', session: refunded.sessionId }));
  ok(await control({ action: 'open_dispute', session: bundle.sessionId }));
  await eventually('refunded', async () => (await order(refunded.order_id)).status === 'refunded');
  await eventually('disputed', async () => (await order(bundle.order_id)).status === 'disputed');
  ok(await post('/marketplace/admin/entitlements', { as: admin, headers: { 'idempotency-key': `for-${user.toUpperCase()}` },
    body: { user_id: user.toUpperCase(), key: 'leased-job-queue', source: 'gift', reason: `a talk by ${email}, ${user.toUpperCase()}, ${user.replaceAll('-', '')}` } }));
  ok(await call('PUT', `/marketplace/admin/orgs/${org}/members/${user}`, { as: admin, body: { role: 'owner' } }));
  const shared = await buy('keys', slug, as, { org_id: org });
  await eventually('bought for all', async () => (await order(shared.order_id)).status === 'fulfilled');
  const link = ok(await post('/marketplace/keys/leased-job-queue/download', { as, body: {} }));
  assert.equal((await get(link.downloadUrl)).status, 200);
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'role', signal_value: 'engineer' } }));
  ok(await call('PUT', '/marketplace/discover/opt-outs/view', { as }));
  ok(await post('/marketplace/analytics', { as, body: { event_type: 'view', key_id: 'leased-job-queue', metadata: { who: user } } }));
  // Nobody signed in, and somebody else, may write of them what they like.
  ok(await post('/marketplace/analytics', { body: { event_type: 'view', key_id: user.replaceAll('-', ''), metadata: { [user.toUpperCase()]: [user.replaceAll('-', '')] } } }));
  ok(await post('/marketplace/analytics', { body: { event_type: 'view', key_id: user } }));
  const open = ok(await checkout('keys', 'experiment-readout', as));
  await eventually('all events have arrived', async () => {
    const { analytics } = ok(await exportOf(user)).services;
    return ['purchase', 'download', 'view'].every((kind) => analytics.events.some((event) => event.event_type === kind));
  });
  return { user, email, as, kept, refunded, bundle, open, link };
}

/** What must be the same before and after: by whoever, nothing is bought meanwhile. */
const books = () => sql(`SELECT (SELECT jsonb_agg(x)::text FROM (SELECT currency, sum(original_cents), sum(final_cents), sum(refunded_cents), sum(settled_cents), count(*) FROM marketplace_orders WHERE status <> 'expired' AND status <> 'open' GROUP BY 1 ORDER BY 1) AS x)
  || '|' || (SELECT jsonb_agg(x)::text FROM (SELECT kind, source, count(*) FROM marketplace_entitlement_facts GROUP BY 1, 2 ORDER BY 1, 2) AS x)
  || '|' || (SELECT jsonb_agg(x)::text FROM (SELECT status, tenant_type, count(*) FROM marketplace_entitlements GROUP BY 1, 2 ORDER BY 1, 2) AS x)
  || '|' || (SELECT jsonb_agg(x)::text FROM (SELECT event_type, sum(amount_cents), count(*), count(DISTINCT user_id) FROM marketplace_analytics GROUP BY 1 ORDER BY 1) AS x)
  || '|' || (SELECT count(*) FROM marketplace_download_events)`);

// The last fact of each grant and who the grant is of, by the projection and by the facts.
const differences = () => sql(`SELECT count(*) FROM marketplace_entitlements AS e
  JOIN LATERAL (SELECT * FROM marketplace_entitlement_facts AS f WHERE f.grant_id = e.id ORDER BY seq DESC LIMIT 1) AS f ON true
  WHERE (e.tenant_id, e.tenant_type, e.key_id) IS DISTINCT FROM (f.tenant_id, f.tenant_type, f.key_id) OR e.reason IS DISTINCT FROM f.reason`);

async function allHandled() {
  await settled();
  assert.equal(sql('SELECT count(*) FROM stripe_webhook_events WHERE handled_at IS NULL'), '0', 'none was given up');
}

async function assertHolds() {
  const { status, stdout, stderr } = script('verify-audit.sh', '--data', data);
  assert.equal(status, 0, stdout + stderr);
  assert.equal(stdout.trim().split('\n').length, 6, 'every service has a chain');
  assert.equal(differences(), '0');
  const invariants = await eventually('every invariant holds', async () => {
    const gauges = [];
    for (const url of Object.values(endpoints().metrics)) {
      gauges.push(...(await get(url)).text.split('\n').filter((line) => line.startsWith('keys_invariant_')));
    }
    return gauges.length > 0 && gauges.every((line) => line.endsWith(' 0')) && gauges;
  });
  return invariants.length;
}

test('erased: nothing in the database names them, the books and everybody else are as before', async () => {
  const org = newUser();
  const alice = await live(org, 'tenant-rate-limiter');
  const bob = await live(org, 'dunning-state-machine');
  await settled();
  const bobs = await seenOf(bob.user);
  const before = books();
  assert.ok(traces([alice.user]).length > 20, 'there is something to erase');
  assert.ok(traces([alice.email]).length > 0);

  assert.equal((await erase(alice.user, undefined, bob.as)).status, 403);
  assert.equal((await erase(alice.user, {})).status, 400);
  assert.equal((await erase(alice.user, { reason: 'x'.repeat(501) })).status, 400);
  assert.equal((await erase('nobody')).status, 404);
  assert.ok(traces([alice.user]).length > 20, 'what is refused erases nothing');

  const told = () => Number(sql("SELECT count(*) FROM stripe_webhook_events WHERE event_type = 'customer.deleted' AND handled_at IS NOT NULL"));
  const toldBefore = told();
  await eraseFully(alice.user, { as: admin, reason: `asked for by ${alice.user}` });
  assert.ok((await press(alice.open, 'pay')).status >= 400, 'what they had not paid cannot be paid any more');
  await eraseFully(alice.user, { as: admin });
  // Stripe tells of the deleted customer and the expired session, with all it knew of them.
  await eventually('Stripe has told', async () => told() > toldBefore);
  await settled();
  assert.deepEqual(traces([alice.user, alice.email]), []);
  assert.equal(books(), before);
  assert.deepEqual(await seenOf(bob.user), bobs);
  assert.ok((await owned(bob.as)).includes('retention-cohorts'));
  assert.ok((await owned(bob.as)).includes('tenant-rate-limiter'), 'what was bought for all stays for all');
  console.log(`counted: ${await assertHolds()} invariants hold`);

  // The token that they still have is refused.
  const nothing = ok(await exportOf(alice.user));
  for (const service of Object.values(nothing.services)) for (const section of Object.values(service)) assert.deepEqual(section, []);
  for (const route of ['entitlements', 'orders', 'keys', 'orgs', 'me/export']) {
    assert.equal((await get(`/marketplace/${route}`, { as: alice.as })).status, 401, route);
  }
  const claiming = token(alice.user, '--org', `${org}:owner`);
  assert.equal((await post('/marketplace/keys/tenant-rate-limiter/download', { as: claiming, body: {} })).status, 401, 'nor by what it claims');
  assert.ok((await get(alice.link.downloadUrl)).status >= 400, 'an old link leads nowhere');

  // Later decisions of Stripe are settled all the same, and the person does not reappear.
  ok(await control({ action: 'refund', session: alice.kept.sessionId }));
  ok(await control({ action: 'close_dispute', session: alice.bundle.sessionId, outcome: 'won' }));
  await eventually('refunded', async () => (await order(alice.kept.order_id)).status === 'refunded');
  await eventually('won', async () => (await order(alice.bundle.order_id)).status === 'fulfilled');
  await eventually('revoked', async () => sql(`SELECT count(*) FROM marketplace_entitlements WHERE order_id = '${alice.kept.order_id}' AND status = 'revoked'`) === '1');
  await allHandled();
  assert.deepEqual(traces([alice.user, alice.email]), []);
  await assertHolds();
});

test('what others wrote, bought and told of them stays theirs, without the name', async () => {
  const [alice, carol] = [newUser(), newUser()];
  const email = `${carol.slice(-12)}@passed-on.test`;
  const [as, hers] = [token(alice, '--email', `${alice.slice(-12)}@erased.test`), token(carol, '--email', email)];
  const plain = alice.replaceAll('-', '');
  // Carol came by links that Alice had passed on.
  const bought = [];
  for (const [slug, name] of [['retention-cohorts', alice], ['signed-webhook-intake', alice.toUpperCase()]]) {
    bought.push(await buy('keys', slug, hers, { successUrl: `${returnUrls.successUrl}&from=${name}&mail=x${alice.slice(-12)}@erased.test` }));
  }
  for (const { order_id } of bought) await eventually('bought', async () => (await order(order_id)).status === 'fulfilled');
  ok(await get(`/billing/portal?returnUrl=${encodeURIComponent(`${returnUrls.cancelUrl}?from=${alice}`)}`, { as: hers }));
  // A value of the greatest length that contains an id without hyphens, which replacing makes longer.
  ok(await post('/marketplace/discover/signal', { as: hers, body: { signal_type: 'role', signal_value: `${plain} ${'x'.repeat(167)}`, metadata: { [alice]: [plain] } } }));
  ok(await post('/marketplace/admin/ingest-index', { as: admin, body: { assetsIndex: { version: '1', runbooks: [{ slug: `by ${alice}`, title: plain }] } } }));
  const bundle = `named-${plain}`.slice(0, 12);
  ok(await call('PUT', `/marketplace/admin/bundles/${bundle}`, { as: admin, body: { title: `By ${alice}`, description: `By ${plain}`, bundle_type: 'starter', price_cents: 100, currency: 'usd', key_slugs: ['leased-job-queue'] } }));
  const bundleNow = async () => ok(await get(`/marketplace/bundles/${bundle}`)).bundle;
  assert.ok((await bundleNow()).title.includes(alice), 'and is kept by the gateway');
  const sync = async () => (await post('/marketplace/admin/stripe/sync', { as: admin, body: {}, timeout: 60_000 })).status === 200;
  const named = (text) => sql(`SELECT count(*) FROM stripe_products WHERE name LIKE '%${text}%'`);
  await eventually('the product at Stripe is named as the bundle', async () => (await sync()) && named(alice) === '1');
  sql(`SET ROLE keys_owner; UPDATE marketplace_key_versions SET yanked_reason = 'as ${plain} asked' WHERE id = (SELECT id FROM marketplace_key_versions ORDER BY id LIMIT 1)`);
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'role', signal_value: 'engineer' } }));

  await settled();
  const kept = JSON.stringify(ok(await exportOf(alice)).services);
  for (const other of [carol, email, ...bought.map(({ order_id }) => order_id)]) assert.ok(!kept.includes(other), `nothing of ${other}`);
  const texts = async () => JSON.stringify(await seenOf(carol));
  const times = (text, part) => text.split(part).length;
  const [before, booked] = [await texts(), books()];
  assert.ok(times(before, email) > 2 && before.includes(alice));
  await eraseFully(alice, { as: admin });
  assert.deepEqual(traces([alice, `x${alice.slice(-12)}@erased.test`]), []);
  assert.equal(books(), booked);
  const after = await texts();
  for (const part of [email, carol, 'success_url', 'from=', '"payload"', 'mode=payment']) assert.equal(times(after, part), times(before, part), part);
  assert.ok(!(await bundleNow()).title.includes(alice), 'what was kept of the catalog is old');
  await eventually('the product at Stripe is renamed', async () => (await sync()) && named('(erased)') === '0');
  assert.equal(named(alice), '0');
  // Later events about her orders are still handled.
  ok(await control({ action: 'refund', session: bought[1].sessionId }));
  await eventually('refunded', async () => (await order(bought[1].order_id)).status === 'refunded');
  await assertHolds();
  ok(await call('DELETE', `/marketplace/admin/bundles/${bundle}`, { as: admin }));
  await eventually('the product is archived', sync);
  sql('SET ROLE keys_owner; UPDATE marketplace_key_versions SET yanked_reason = NULL WHERE yanked_at IS NULL');
});

const ready = async () => (await get('/readyz', { timeout: 2000 })).status === 200;

for (const name of ['billing', 'entitlement', 'analytics']) {
  test(`${name} killed in the middle: what was begun goes on, and its state tells when it has ended`, async () => {
    const user = newUser();
    const email = `${user.slice(-12)}@erased.test`;
    const as = token(user, '--email', email);
    const { order_id } = await buy('keys', 'retention-cohorts', as);
    await eventually('bought', async () => (await owned(as)).length === 1);
    ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'role', signal_value: 'engineer' } }));
    const { pids } = endpoints();
    process.kill(pids[name], 'SIGKILL');
    const cut = await erase(user);
    assert.ok([200, 202, 503].includes(cut.status), cut.text);
    if (cut.status !== 200) assert.ok(Number(cut.headers.get('retry-after')) > 0);
    await eventually(`${name} is back`, async () => endpoints().pids[name] !== pids[name] && (await ready()));
    // 503: it was not begun, and has to be asked for again.
    if (cut.status === 503) await eraseFully(user, { as: admin });
    const state = await eventually('it has ended', async () => {
      const { erasure } = ok(await get(`/marketplace/admin/users/${user}/erase`, { as: admin }));
      return erasure.state === 'done' && erasure;
    }, 120);
    assert.deepEqual(state.services.map((service) => service.state), Array(6).fill('done'));
    assert.ok(state.services.find((service) => service.name === 'billing').rows > 0);
    assert.ok(new Date(state.ended_at) >= new Date(state.began_at));
    assert.ok(!JSON.stringify(state).includes(user));
    await allHandled();
    assert.deepEqual(traces([user, email]), []);
    assert.equal((await order(order_id)).status, 'fulfilled');
    await assertHolds();
  });
}
