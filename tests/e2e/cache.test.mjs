// The gateway's cache: never stale after a change is answered, never used without the catalog's stream, and
// to a client the same as none.
import assert from 'node:assert/strict';
import test from 'node:test';

import { startWorkshop } from './lib/assets.mjs';
import { metric, startProcess } from './lib/processes.mjs';
import { call, eventually, get, newUser, ok, token } from './lib/shop.mjs';

const ROUNDS = 40;
const hits = (process) => metric(process.metrics, 'keys_gateway_cache_answers_total{result="hit"}');
const isUp = async (process) => (await metric(process.metrics, 'keys_gateway_catalog_watch_up')) === 1;

const shop = await startWorkshop();
const slug = 'cache-try-one';
shop.add('node-next-keys/leased-job-queue', slug);
const report = await shop.ingest();
assert.equal(report.success, 1, JSON.stringify(report));
await eventually('the gateway follows the catalog', () => isUp(shop.gateway));

const patch = (body) => shop.send('PATCH', `/marketplace/admin/keys/${slug}`, { as: shop.admin, body });
const detail = async (gateway = shop.gateway) => ok(await get(`${gateway.url}/marketplace/keys/${slug}`)).key;
const listed = async () => {
  const { keys } = ok(await shop.send('GET', '/marketplace/keys?limit=100'));
  return keys.find((key) => key.slug === slug);
};

/** Runs `body` while readers fill the cache as fast as they can. */
async function whileRead(body) {
  let reading = true;
  const targets = ['/marketplace/keys?limit=100', `/marketplace/keys/${slug}`, '/marketplace/bundles'];
  const readers = targets.map(async (target) => {
    while (reading) assert.ok([200, 404].includes((await shop.send('GET', target)).status));
  });
  try {
    await body();
  } finally {
    reading = false;
    await Promise.all(readers);
  }
}

test('a cached answer and a fresh one are the same to a client', async () => {
  const plain = await startProcess('gateway', { CACHE_MAX_BYTES: '0' });
  const targets = ['/marketplace/keys', '/marketplace/keys?facets=true&limit=3', '/marketplace/keys?search=queue',
    `/marketplace/keys/${slug}`, `/marketplace/keys/${slug}/versions`, `/marketplace/keys/${slug}/versions/1.0.0`,
    '/marketplace/bundles', '/marketplace/keys/retention-cohorts/preview'];
  for (const target of targets) {
    // When the machine kept the catalog's heartbeats back for a while, nothing is taken from the cache: again then.
    const { asked, cached } = await eventually(`an answer from the cache: ${target}`, async () => {
      const asIs = { headers: { 'accept-encoding': 'identity' } };
      const asked = await get(plain.url + target, asIs);
      await shop.send('GET', target, asIs);
      const before = await hits(shop.gateway);
      const cached = await shop.send('GET', target, asIs);
      return (await hits(shop.gateway)) === before + 1 && { asked, cached };
    }, 20);
    assert.equal(cached.status, asked.status);
    assert.equal(cached.text, asked.text, target);
    const shown = (answer) => [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
    assert.deepEqual(shown(cached), shown(asked), target);
    // Node asks for gzip and Brotli by itself, and unpacks what comes.
    const packed = await shop.send('GET', target);
    assert.equal(packed.text, asked.text, target);
    assert.equal(packed.headers.get('vary'), asked.headers.get('vary'));
    const coding = packed.headers.get('content-encoding');
    if (coding === null) assert.equal(packed.headers.get('etag'), asked.headers.get('etag'));
    else assert.notEqual(packed.headers.get('etag'), asked.headers.get('etag'));
    if (target === '/marketplace/keys') assert.ok(['gzip', 'br'].includes(coding));
    const tag = asked.headers.get('etag');
    for (const gateway of [plain, shop.gateway]) {
      const same = await get(gateway.url + target, { headers: { 'if-none-match': tag } });
      assert.equal(same.status, 304, target);
      assert.equal(same.text, '');
      assert.equal((await get(gateway.url + target, { headers: { 'if-none-match': '"x"' } })).status, 200);
    }
  }
  assert.equal(await hits(plain), 0);
});

test(`a price that was changed is seen by the next request, ${ROUNDS} times under load`, async () => {
  const before = await hits(shop.gateway);
  await whileRead(async () => {
    for (let cents = 1000; cents < 1000 + ROUNDS; ++cents) {
      ok(await patch({ price_cents: cents }));
      const [one, all] = await Promise.all([detail(), listed()]);
      assert.equal(one.price_cents, cents);
      assert.equal(all.price_cents, cents);
    }
  });
  assert.ok((await hits(shop.gateway)) > before, 'the cache was used meanwhile');
});

test('a download is of the version that was published, and not of the one that was withdrawn, by the request before', async () => {
  const owner = newUser();
  const as = token(owner);
  ok(await shop.send('POST', '/marketplace/admin/entitlements', { as: shop.admin, body: { user_id: owner, key: slug, source: 'gift', reason: 'test' } }));
  const served = async () => ok(await shop.send('POST', `/marketplace/keys/${slug}/download`, { as, body: {} })).version;
  for (const version of ['1.0.1', '1.0.2', '1.0.3']) {
    shop.add('node-next-keys/leased-job-queue', slug, { version });
    assert.equal((await shop.ingest()).success, 1);
    for (let again = 0; again < 5; ++again) assert.equal(await served(), version);
  }
  for (const [version, before] of [['1.0.3', '1.0.2'], ['1.0.2', '1.0.1']]) {
    ok(await shop.send('POST', `/marketplace/admin/keys/${slug}/versions/${version}/yank`, { as: shop.admin, body: { reason: 'a try' } }));
    for (let again = 0; again < 5; ++again) assert.equal(await served(), before);
  }
});

test('a changed bundle, an archived KEY, a yanked version and an ingested KEY are seen by the next request too', async () => {
  await whileRead(async () => {
    for (let i = 0; i < 5; ++i) {
      const bundle = { title: `Try ${i}`, description: 'x', bundle_type: 'starter', price_cents: 700, key_slugs: [slug, 'keyset-pagination'] };
      ok(await shop.send('PUT', '/marketplace/admin/bundles/cache-try', { as: shop.admin, body: bundle }));
      const { bundles } = ok(await shop.send('GET', '/marketplace/bundles'));
      assert.equal(bundles.find((found) => found.slug === 'cache-try')?.title, `Try ${i}`);
      ok(await shop.send('DELETE', '/marketplace/admin/bundles/cache-try', { as: shop.admin }));
      assert.equal((await shop.send('GET', '/marketplace/bundles/cache-try')).status, 404);
    }
    ok(await patch({ status: 'archived' }));
    assert.equal((await shop.send('GET', `/marketplace/keys/${slug}`)).status, 404);
    assert.equal(await listed(), undefined);
    ok(await patch({ status: 'published' }));
    assert.equal((await listed()).slug, slug);
    for (const version of ['1.1.0', '1.2.0', '1.3.0']) {
      shop.add('node-next-keys/leased-job-queue', slug, { version });
      assert.equal((await shop.ingest()).success, 1);
      assert.equal((await detail()).version, version);
    }
    ok(await shop.send('POST', `/marketplace/admin/keys/${slug}/versions/1.3.0/yank`,
      { as: shop.admin, body: { reason: 'a try' } }));
    assert.equal((await detail()).version, '1.2.0');
    const { versions } = ok(await shop.send('GET', `/marketplace/keys/${slug}/versions`));
    assert.equal(versions.find((found) => found.version === '1.3.0').yanked, true);
  });
});

test('what one person may see is not kept for others', async () => {
  const as = token(newUser());
  const mine = ok(await shop.send('GET', `/marketplace/keys/${slug}`, { as })).key;
  assert.equal(mine.hasAccess, false);
  ok(await patch({ status: 'draft' }));
  assert.equal((await shop.send('GET', `/marketplace/keys/${slug}`, { as: shop.admin })).status, 200);
  assert.equal((await shop.send('GET', `/marketplace/keys/${slug}`)).status, 404);
  ok(await patch({ status: 'published' }));
});

let catalog;
let other;

test('a second gateway before a second catalog follows within two seconds', async () => {
  catalog = await startProcess('catalog');
  other = await startProcess('gateway', { CATALOG_ADDRESS: catalog.grpc });
  await eventually('it follows its catalog', () => isUp(other));
  const took = [];
  for (let cents = 2000; cents < 2010; ++cents) {
    await detail(other);
    await detail(other);
    ok(await patch({ price_cents: cents }));
    const begun = performance.now();
    await eventually('the change is seen', async () => (await detail(other)).price_cents === cents);
    took.push(performance.now() - begun);
  }
  // Three of ten may be slower, because the machine may be busy.
  const [slowest, judged] = [Math.max(...took), took.sort((a, b) => a - b)[6]];
  console.log(`counted: slowest of 10: ${slowest.toFixed(0)} ms`);
  assert.ok(judged < 2000, `${took.map((ms) => ms.toFixed(0))} ms`);
  assert.ok((await hits(other)) > 0);
});

test('when the catalog\'s heartbeats stop, cached answers are no longer used', async () => {
  ok(await patch({ price_cents: 3000 }));
  await eventually('the change is seen', async () => (await detail(other)).price_cents === 3000);
  catalog.signal('SIGSTOP');
  ok(await patch({ price_cents: 3001 }));
  await eventually('the stream counts as down', async () => !(await isUp(other)));
  const before = await hits(other);
  // A kept answer comes at once. Here the catalog is asked, and it does not answer now.
  assert.equal((await call('GET', `${other.url}/marketplace/keys/${slug}`)).status, 503);
  assert.equal(await hits(other), before, 'nothing kept was used');
  assert.ok((await metric(other.metrics, 'keys_gateway_cache_answers_total{result="bypass"}')) > 0);
  catalog.signal('SIGCONT');
  await eventually('it follows again', () => isUp(other));
  assert.equal((await detail(other)).price_cents, 3001);
});
