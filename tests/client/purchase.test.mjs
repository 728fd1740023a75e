// The package's own example, against a running shop: list, signal, discover, checkout, pay, download, verify.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

import { gateway, get, newUser, ok, owned, press, root, token } from '../e2e/lib/shop.mjs';

const load = (file) => import(pathToFileURL(path.join(root, 'gateway/web/client', file)).href);
const { buyWhatFits } = await load('.examples/buy.js');
const { createClient, KeysError, newIdempotencyKey } = await load('dist/index.js');

const returns = { successUrl: `${gateway}/thanks`, cancelUrl: `${gateway}/cancelled` };

test('the example buys what fits a role and verifies its bytes, also with a token that expires on the way', async () => {
  const user = newUser();
  let refreshes = 0;
  let access = 'expired.long.ago';
  const shopper = {
    baseUrl: gateway,
    accessToken: () => access,
    refresh: async () => { refreshes += 1; access = token(user); return access; },
    pay: async (url) => assert.equal((await press({ url }, 'pay')).status, 303),
  };
  // The list is for anyone, but a bad token is refused everywhere: the first request refreshes it.
  const { slug, bytes } = await buyWhatFits(shopper, 'sre');
  assert.equal(refreshes, 1);
  assert.deepEqual(await owned(access), [slug]);
  const { key } = ok(await get(`/marketplace/keys/${slug}`));
  assert.equal(createHash('sha256').update(bytes).digest('hex'), key.versions.find((one) => one.version === key.version).sha256);
});

test('one idempotency key is one order, and an error has the code of the API', async () => {
  const keys = createClient({ baseUrl: gateway, accessToken: () => mine });
  const mine = token(newUser());
  const idempotencyKey = newIdempotencyKey();
  const options = { path: { slug: 'retention-cohorts' }, body: returns, idempotencyKey };
  const first = await keys.call('post', '/marketplace/keys/{slug}/checkout', options);
  const again = await keys.call('post', '/marketplace/keys/{slug}/checkout', options);
  assert.deepEqual(again.data, first.data);
  assert.equal(again.headers.get('idempotent-replayed'), 'true');
  const { orders } = await keys.get('/marketplace/orders');
  assert.deepEqual(orders.map((order) => order.id), [first.data.order_id]);
  const other = { ...options, path: { slug: 'leased-job-queue' } };
  await assert.rejects(keys.post('/marketplace/keys/{slug}/checkout', other),
    (error) => error instanceof KeysError && error.code === 'IDEMPOTENCY_KEY_REUSED' && error.status === 422 && error.requestId !== '');
});

test('every KEY comes once over small pages, and an unchanged answer is 304', async () => {
  const keys = createClient({ baseUrl: gateway });
  const slugs = [];
  for await (const key of keys.items('/marketplace/keys', { query: { limit: 3, sort: 'title' } })) slugs.push(key.slug);
  const all = ok(await get('/marketplace/keys?limit=100&sort=title')).keys.map((key) => key.slug);
  assert.deepEqual(slugs, all);
  const path = { slug: slugs[0] };
  const first = await keys.call('get', '/marketplace/keys/{slug}', { path });
  const second = await keys.call('get', '/marketplace/keys/{slug}', { path });
  assert.deepEqual([first.status, second.status], [200, 304]);
  assert.deepEqual(second.data, first.data);
});
