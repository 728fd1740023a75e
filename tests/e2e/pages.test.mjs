// The shop's pages as browsers, crawlers and link previews fetch them, read without JavaScript.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { startWorkshop } from './lib/assets.mjs';
import { BROWSER, readPage } from './lib/html.mjs';
import { call, data, gateway, get, newUser, ok, post } from './lib/shop.mjs';

const fetchPage = (target, headers = {}) => get(target, { headers: { accept: BROWSER, ...headers } });
const page = async (target, status = 200) => {
  const answer = await fetchPage(target);
  assert.equal(answer.status, status, target);
  assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
  return readPage(answer.text);
};
const config = ok(await get('/config.json'));
const units = new Map(config.currencies.map((one) => [one.code, one.minorUnits]));
// Written a second time here, so that a mistake in the gateway's own arithmetic shows.
const major = (cents, currency) => {
  const decimals = units.get(currency);
  const digits = String(cents).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

test('every KEY has a page with its title, text, price and the Product that search engines read', async () => {
  const { keys } = ok(await get('/marketplace/keys?limit=100'));
  assert.ok(keys.length > 20);
  for (const { slug } of keys) {
    const { key } = ok(await get(`/marketplace/keys/${slug}`));
    const seen = await page(`/marketplace/${slug}`);
    assert.equal(seen.title, `${key.title} – KEYS Marketplace`);
    assert.equal(seen.heading, key.title);
    assert.ok(seen.description.length > 0 && seen.description.length <= 300);
    assert.equal(seen.canonical, `${config.publicUrl}/marketplace/${slug}`);
    assert.equal(seen.property('og:title'), key.title);
    assert.deepEqual(seen.data.data.key, { ...key, hasAccess: false });
    // A Product must be offered; what is sold in bundles only is a CreativeWork.
    const product = seen.structured.find((one) => one['@type'] === (key.price_cents === null ? 'CreativeWork' : 'Product'));
    assert.equal(product['@context'], 'https://schema.org');
    assert.equal(product.name, key.title);
    assert.equal(product.aggregateRating, undefined);
    if (key.price_cents === null) {
      assert.equal(product.offers, undefined);
      continue;
    }
    const price = major(key.price_cents, key.currency);
    assert.equal(product.offers.price, price);
    assert.equal(product.offers.priceCurrency, key.currency.toUpperCase());
    assert.equal(product.offers.availability, `https://schema.org/${key.available ? 'InStock' : 'OutOfStock'}`);
    if (key.available) {
      assert.ok(seen.text.includes(key.price_cents === 0 ? 'Free' : `${price} ${key.currency.toUpperCase()}`));
    }
  }
});

test('bundles have pages with their KEYS, and lists link everything', async () => {
  const { bundles } = ok(await get('/marketplace/bundles'));
  const list = await page('/marketplace/bundles');
  assert.deepEqual(list.structured.find((one) => one['@type'] === 'ItemList').itemListElement.map((one) => one.name),
    bundles.map((one) => one.title));
  for (const bundle of bundles) {
    const seen = await page(`/marketplace/bundles/${bundle.slug}`);
    assert.equal(seen.heading, bundle.title);
    assert.equal(seen.structured[0].offers.price, major(bundle.price_cents, bundle.currency));
    for (const { title } of bundle.keys) assert.ok(seen.text.includes(title), title);
  }
  for (const target of ['/', '/marketplace', '/marketplace/keys']) {
    const seen = await page(target);
    const { keys } = ok(await get('/marketplace/keys'));
    for (const { title } of keys) assert.ok(seen.text.includes(title), title);
    assert.deepEqual(seen.data.data.keys.map((one) => one.slug), keys.map((one) => one.slug));
  }
});

test('a page runs only its own files', async () => {
  for (const target of ['/', '/marketplace/leased-job-queue', '/marketplace/bundles', '/sign-in', '/nothing/here']) {
    const answer = await fetchPage(target);
    const policy = answer.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.doesNotMatch(policy, /unsafe|\*|http/);
    for (const tag of readPage(answer.text).scripts) assert.match(tag, / src="\/web\/assets\/[\w.-]+\.js"/);
    assert.doesNotMatch(answer.text.replace(/<script type="application\/(ld\+)?json".*?<\/script>/gs, ''), /<style|\son\w+=|\sstyle="/);
  }
});

test('hostile titles and descriptions stay text', async () => {
  const shop = await startWorkshop();
  const slug = `page-canary-${newUser().slice(0, 8)}`;
  const canary = '</title></script><script src=//evil.example>alert(1)</script><img src=x onerror=alert(2)> " onload="x';
  shop.add('node-next-keys/leased-job-queue', slug, {
    change: (manifest) => Object.assign(manifest, { title: `A ${canary}`.slice(0, 200), description: `<!-- ${canary} &amp; ]]>` }),
  });
  const report = await shop.ingest();
  assert.deepEqual(report.errors, []);
  const answer = await shop.send('GET', `/marketplace/${slug}`, { headers: { accept: BROWSER } });
  assert.equal(answer.status, 200);
  const seen = readPage(answer.text);
  const { key } = ok(await shop.send('GET', `/marketplace/keys/${slug}`));
  assert.equal(seen.title, `${key.title} – KEYS Marketplace`);
  assert.equal(seen.heading, key.title);
  assert.equal(seen.structured[0].name, key.title);
  assert.equal(seen.data.data.key.description, key.description);
  for (const tag of seen.scripts) assert.match(tag, / src="\/web\/assets\//);
  assert.doesNotMatch(answer.text, /<img|<script src=\/\//);
});

test('an unknown slug and an unknown address are pages with status 404', async () => {
  for (const target of ['/marketplace/not-a-key', '/marketplace/keys/not-a-key', '/marketplace/bundles/not-a-bundle',
    '/no/such/page', `/marketplace/${'x'.repeat(2000)}`, '/marketplace/%00']) {
    const seen = await page(target, 404);
    assert.equal(seen.indexed, false);
    assert.equal(seen.data.status, 404);
    assert.equal(seen.data.data, undefined);
  }
  assert.equal((await get('/no/such/page')).body.code, 'NOT_FOUND');
});

test('a link that picked up parameters, or a slash, shows its page', async () => {
  const plain = await fetchPage('/marketplace/leased-job-queue');
  for (const more of ['?utm_source=newsletter&utm_medium=mail', '?fbclid=IwAR0abc&gclid=x', '/', '/?a=1&a=2', '?%zz']) {
    const answer = await fetchPage(`/marketplace/leased-job-queue${more}`);
    assert.equal(answer.status, 200, more);
    assert.equal(answer.text, plain.text, more);
  }
  assert.equal((await fetchPage('/marketplace/keys/leased-job-queue?fbclid=x')).status, 200);
  assert.equal((await get('/marketplace/keys/leased-job-queue?fbclid=x')).body.code, 'UNKNOWN_FIELD');
  assert.deepEqual(ok(await get('/marketplace/keys/leased-job-queue/')), ok(await get('/marketplace/keys/leased-job-queue')));
});

test('a page\'s entity tag stays the same until the KEY changes, and link previews get the page too', async () => {
  const target = '/marketplace/leased-job-queue';
  const first = await fetchPage(target);
  assert.match(first.headers.get('vary'), /Accept/);
  assert.equal((await fetchPage(target, { 'if-none-match': first.headers.get('etag') })).status, 304);
  const preview = await get(target, { headers: { accept: '*/*' } });
  assert.equal(preview.text, first.text);
  const head = await call('HEAD', target, { headers: { accept: BROWSER } });
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
});

test('the sitemap lists every KEY and bundle and no private page', async () => {
  const robots = await get('/robots.txt');
  assert.match(robots.headers.get('content-type'), /^text\/plain/);
  const [, address] = /^Sitemap: (.*)$/m.exec(robots.text);
  assert.equal(address, `${config.publicUrl}/sitemap.xml`);
  const xml = (await get('/sitemap.xml')).text;
  const listed = new Set([...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, target]) => target));
  const { keys } = ok(await get('/marketplace/keys?limit=100'));
  const { bundles } = ok(await get('/marketplace/bundles'));
  for (const { slug } of keys) assert.ok(listed.has(`${config.publicUrl}/marketplace/${slug}`), slug);
  for (const { slug } of bundles) assert.ok(listed.has(`${config.publicUrl}/marketplace/bundles/${slug}`), slug);
  for (const target of listed) assert.doesNotMatch(target, /account|sign-in|admin/);
});

test('personas sign in on a local stack, and the owner owns an organisation', async () => {
  const signIn = (persona) => post('/auth/dev/sign-in', { body: { persona }, headers: { origin: gateway } });
  const owner = ok(await signIn('owner'));
  const org = '55555555-5555-4555-8555-555555555555';
  const { bundles: [bundle] } = ok(await get('/marketplace/bundles'));
  const quote = `/marketplace/bundles/${bundle.slug}/discount?org_id=${org}`;
  ok(await get(quote, { as: owner.accessToken }));
  const ada = ok(await signIn('buyer-ada'));
  assert.notEqual((await get(quote, { as: ada.accessToken })).status, 200);
  assert.equal(ok(await signIn('admin')).user.role, 'admin');
});

test('a public API key browses like a stranger and may nothing more', async () => {
  const secret = /^export SUPABASE_JWT_SECRET='(.*)'$/m.exec(readFileSync(path.join(data, 'stack.env'), 'utf8'))[1];
  const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);
  const key = (claims, signedWith = secret) => {
    const input = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ iss: 'supabase', iat: seconds - 1000, exp: seconds + 1e8, ...claims })}`;
    return `${input}.${createHmac('sha256', signedWith).update(input).digest('base64url')}`;
  };
  const anon = key({ role: 'anon', ref: 'abcdefghijklmnopqrst' });
  const { slug } = ok(await get('/marketplace/keys?limit=1')).keys[0];
  for (const target of ['/marketplace/keys', `/marketplace/keys/${slug}`, '/marketplace/bundles']) {
    assert.deepEqual(ok(await get(target, { as: anon })), ok(await get(target)));
  }
  assert.equal((await get('/marketplace/orders', { as: anon })).status, 401);
  assert.equal((await post('/marketplace/admin/ingest', { as: anon, body: {} })).status, 401);
  for (const bad of [key({ role: 'anon' }, 'somebody else\'s secret'), key({ role: 'anon', exp: seconds - 3600 }), key({ role: 'service_role' })]) {
    assert.equal((await get('/marketplace/keys', { as: bad })).status, 401);
  }
});

test('people who open an address of the API are sent to its page', async () => {
  for (const [target, expected] of [['/marketplace/orders', '/account/orders'], ['/marketplace/entitlements', '/account/keys'],
    ['/marketplace/discover', '/marketplace']]) {
    const answer = await fetchPage(target);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), expected);
  }
});

test('assets are served compressed, and are cacheable for ever where their name contains their hash', async () => {
  const html = (await fetchPage('/')).text;
  const assets = [...html.matchAll(/(?:src|href)="(\/web\/assets\/[^"]+)"/g)].map(([, target]) => target);
  for (const target of assets) {
    const answer = await get(target, { headers: { 'accept-encoding': 'br' } });
    assert.equal(answer.status, 200, target);
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.match(answer.headers.get('vary'), /Accept-Encoding/);
    if (/\.(js|css)$/.test(target)) assert.equal(answer.headers.get('content-encoding'), 'br');
  }
  assert.equal((await get('/web/assets/nothing.js')).status, 404);
});
