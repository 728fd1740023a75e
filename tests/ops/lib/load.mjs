// A bounded mix of what people do in the shop, so that every kind of metric has something to tell: browsing,
// discovery, purchases, a declined card, a refund, downloads, a forged webhook and paths that do not exist.
import { call, checkout, buy, eventually, get, newUser, ok, post, press, token } from '../../e2e/lib/shop.mjs';

/** Published KEYS with a price, by their slugs. */
export async function pricedKeys() {
  const { keys } = ok(await get('/marketplace/keys?limit=50'));
  return keys.filter((key) => key.available && key.price_cents > 0).map((key) => key.slug);
}

async function browse(slug) {
  for (const path of ['/marketplace/keys', '/marketplace/bundles', '/marketplace/situations', `/marketplace/keys/${slug}`,
    `/marketplace/keys/${slug}/versions`, '/marketplace/keys?tool=node', '/healthz', '/readyz', '/openapi.json', '/config.json']) {
    ok(await get(path));
  }
  ok(await get('/marketplace/keys/there-is-no-such-key'), 404);
  await get('/there/is/no/such/path');
}

async function discover(as) {
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'tool_intent', signal_value: 'Node.js' } }));
  ok(await get('/marketplace/discover', { as }));
  ok(await get('/marketplace/discover/signals', { as }));
}

async function download(slug, as) {
  const { downloadUrl } = ok(await post(`/marketplace/keys/${slug}/download`, { as, body: {} }));
  ok(await get(downloadUrl));
}

async function decline(slug) {
  const session = ok(await checkout('keys', slug, token(newUser())));
  await press(session, 'decline');
}

// One that the shop granted is taken back by an administrator; answers the order's id.
async function refund(slug, administrator) {
  const as = token(newUser());
  await buy('keys', slug, as);
  const { orders } = ok(await get('/marketplace/orders', { as }));
  const path = `/marketplace/admin/orders/${orders[0].id}/refund`;
  ok(await post(path, { as: administrator, body: { reason: 'load of the monitoring tests' },
    headers: { 'idempotency-key': newUser() } }));
  await eventually('the refunded order gives no access', async () =>
    ok(await get('/marketplace/entitlements', { as })).entitlements.length === 0, 90);
}

/** One round. `purchases`: how many people buy and download a KEY. `forged`: whether somebody forges a webhook besides. */
export async function load(purchases = 2, forged = true) {
  const slugs = await pricedKeys();
  const slug = slugs[0];
  const administrator = token(newUser(), '--admin');
  await browse(slug);
  for (let i = 0; i < purchases; i += 1) {
    const as = token(newUser());
    const bought = slugs[i % slugs.length];
    await discover(as);
    await buy('keys', bought, as);
    await download(bought, as);
  }
  await decline(slug);
  await refund(slug, administrator);
  ok(await get('/marketplace/admin/reports/revenue?from=2026-01-01&to=2026-01-31', { as: administrator }), 200);
  if (forged) await call('POST', '/billing/webhook', { raw: '{}', headers: { 'stripe-signature': 't=1,v1=00' } });
}
