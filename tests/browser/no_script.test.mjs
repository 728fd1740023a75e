// Tests what a browser without JavaScript, a crawler or a reader shows: every page has its title, description, text and
// links from the server.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { gateway, get, ok } from '../e2e/lib/shop.mjs';
import { openBrowser } from './lib/browser.mjs';
import { major } from './lib/major_units.mjs';

let browser;
let page;
before(async () => {
  browser = await openBrowser();
  page = await (await browser.newContext({ javaScriptEnabled: false, baseURL: gateway, viewport: { width: 360, height: 800 } })).newPage();
  page.setDefaultTimeout(60_000);
});
after(() => browser.close());

async function read(address, status = 200) {
  const response = await page.goto(address);
  assert.equal(response.status(), status, address);
  const html = await response.text();
  assert.match(html, /<meta name="description" content="[^"]{20,}">/, address);
  assert.match(await page.title(), /\S.* – KEYS Marketplace$|^KEYS Marketplace$/, address);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth).catch(() => 0);
  assert.ok(wide <= 0, `${address} is ${wide} pixels too wide`);
  return { text: await page.locator('body').innerText(), heading: await page.locator('h1').innerText() };
}
const links = () => page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));

test('start and list link every KEY with its price', async () => {
  const { keys } = ok(await get('/marketplace/keys?limit=100'));
  for (const address of ['/', '/marketplace']) {
    const { text } = await read(address);
    const hrefs = await links();
    for (const key of keys) assert.ok(hrefs.includes(`/marketplace/${key.slug}`), `${address}: ${key.slug}`);
    for (const key of keys.filter(({ available, price_cents: price }) => available && price)) {
      assert.ok(text.includes(`${major(key.price_cents, key.currency)} ${key.currency.toUpperCase()}`), `${address}: price of ${key.slug}`);
    }
    for (const more of ['/marketplace/bundles', '/terms', '/refunds', '/docs']) assert.ok(hrefs.includes(more), more);
  }
});

test('bundles link to their pages, and a bundle to its KEYS, with prices and currency', async () => {
  const { bundles } = ok(await get('/marketplace/bundles'));
  await read('/marketplace/bundles');
  const hrefs = await links();
  for (const { slug } of bundles) assert.ok(hrefs.includes(`/marketplace/bundles/${slug}`), slug);
  const bundle = bundles.find(({ slug }) => slug === 'production-pro');
  const { heading, text } = await read('/marketplace/bundles/production-pro');
  assert.equal(heading, bundle.title);
  const inside = await links();
  for (const key of bundle.keys) {
    assert.ok(inside.includes(`/marketplace/${key.slug}`), key.slug);
    if (key.price_cents) assert.ok(text.includes(`${key.title} – ${major(key.price_cents, bundle.currency)} ${bundle.currency.toUpperCase()}`), key.slug);
  }
});

test('terms, refunds and the reference can be read', async () => {
  const terms = await read('/terms');
  assert.equal(terms.heading, 'Terms');
  assert.match(terms.text, /A published version never changes/);
  const refunds = await read('/refunds');
  assert.match(refunds.text, /You get back everything you paid for the order/);
  const docs = await read('/docs');
  assert.equal(docs.heading, 'API reference');
  assert.ok((await links()).includes('/openapi.json'));
});

test('a KEY with screenshots shows them, and an address that nobody has leads on', async () => {
  const { heading, text } = await read('/marketplace/latency-tail-forensics');
  assert.equal(heading, 'Latency tail forensics');
  const { key } = ok(await get('/marketplace/keys/latency-tail-forensics'));
  assert.ok(text.includes(`${major(key.price_cents, key.currency)} ${key.currency.toUpperCase()}`));
  const pictures = await page.locator('article img').evaluateAll((all) => all.map((one) => [one.getAttribute('src'), one.alt, one.width > 0]));
  assert.equal(pictures.length, 2);
  for (const [src, alt] of pictures) {
    assert.match(src, /^\/marketplace\/screenshots\/[0-9a-f]{64}\.png$/);
    assert.ok(alt.length > 20);
  }
  const missing = await read('/marketplace/nobody-has-this', 404);
  assert.match(missing.text, /nothing at this address/);
  assert.ok((await links()).includes('/marketplace'));
});

test('pages of an account say what they need', async () => {
  for (const address of ['/account/keys', '/account/orders', '/account/billing', '/account/privacy', '/organisation/0b8f1c9e-0000-4000-8000-000000000001', '/sign-in']) {
    const { text } = await read(address);
    assert.match(text, /needs? JavaScript: allow it for this address/, address);
    assert.ok((await links()).includes('/marketplace'), address);
  }
});
