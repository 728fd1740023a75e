// Money on the page equals quote, order, sandbox ledger and receipt, for random carts of ownership, currency and bundles.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { buy, call, checkout, get, ledger, newUser, ok, press as pressButton, token } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, visit } from './lib/browser.mjs';

const CARTS = process.env.KEYS_TEST_SCALE === 'all' ? 200 : 12;
const seed = Number(process.env.KEYS_TEST_SEED ?? Date.now() % 1_000_000);

// mulberry32: small, and the same draws for the same seed.
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const random = generator(seed);
const upTo = (n) => Math.floor(random() * n);

// Currencies whose minor units Stripe and Intl see alike, and one where they do not (HUF).
const CURRENCIES = [['usd', 2, 1], ['eur', 2, 1], ['jpy', 0, 1], ['krw', 0, 1], ['huf', 2, 1], ['czk', 2, 1]];
const shown = (amount, code, digits, step) => {
  const unit = 10 ** digits;
  const whole = amount % unit === 0;
  const least = step % unit === 0 ? 0 : digits;
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: code.toUpperCase(), minimumFractionDigits: whole ? 0 : least, maximumFractionDigits: digits }).format(amount / unit);
};

let browser;
let admin;
let slugs;
before(async () => {
  browser = await openBrowser();
  admin = token(newUser(), '--admin');
  const { keys } = ok(await get('/marketplace/keys?limit=100'));
  slugs = keys.filter(({ available, price_cents: price, slug }) => available && price > 0 && !slug.startsWith('canary')).map(({ slug }) => slug);
});
after(() => browser.close());

/** A bundle of some KEYS, all in one currency, with a price below their sum. */
async function makeCart(number) {
  const [code, digits, step] = CURRENCIES[upTo(CURRENCIES.length)];
  const scale = { jpy: 100, krw: 1000, huf: 30000, czk: 2000 }[code] ?? 100;
  const members = [...slugs].sort(() => random() - 0.5).slice(0, 2 + upTo(3));
  let sum = 0;
  for (const slug of members) {
    const price = Math.round((scale * (20 + upTo(80))) / step / 10) * step * 10;
    sum += price;
    ok(await call('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { price_cents: price, currency: code } }));
  }
  const price = Math.floor((sum * (0.5 + random() * 0.45)) / step / 10) * step * 10;
  const slug = `cart-${seed}-${number}`;
  ok(await call('PUT', `/marketplace/admin/bundles/${slug}`, { as: admin, body: { title: `Cart ${number}`, bundle_type: 'starter', price_cents: price, currency: code, key_slugs: members } }));
  return { slug, code, digits, step, members };
}

async function tryCart(number) {
  const cart = await makeCart(number);
  const user = newUser();
  const as = token(user);
  const owned = cart.members.slice(0, upTo(cart.members.length));
  for (const slug of owned) await buy('keys', slug, as);
  const quote = ok(await get(`/marketplace/bundles/${cart.slug}/discount`, { as }));
  const visitor = await newVisitor(browser);
  try {
    await visitor.context.route(/\/auth\/refresh$/, (route) => route.fulfill({
      status: 200, contentType: 'application/json', body: JSON.stringify({ accessToken: as, expiresAt: Math.floor(Date.now() / 1000) + 3000, user: { id: user, email: null, role: 'user' } }),
    }));
    const page = await visitor.open();
    await visit(page, `/marketplace/bundles/${cart.slug}`);
    const write = (amount) => shown(amount, cart.code, cart.digits, cart.step);
    const where = `seed ${seed}, cart ${number}: ${JSON.stringify({ ...cart, owned, quote })}`;
    assert.equal((await page.locator('.buy-price').first().textContent()).trim(), write(quote.finalPrice), where);
    const session = ok(await checkout('bundles', cart.slug, as));
    const order = ok(await get(`/marketplace/orders/${session.order_id}`, { as })).order;
    assert.equal(order.amount_cents, quote.finalPrice, where);
    assert.equal(order.receipt.finalPrice, quote.finalPrice, where);
    assert.equal(quote.lines.reduce((sum, line) => sum + line.amount_cents, 0), quote.finalPrice, where);
    if (quote.finalPrice > 0) {
      assert.equal((await pressButton(session, 'pay')).status, 303, where);
      const payment = (await ledger()).payments.find(({ metadata }) => metadata.order_id === order.id);
      assert.deepEqual([payment.amount, payment.currency], [quote.finalPrice, cart.code], where);
    }
    await visit(page, `/account/orders/${order.id}`);
    const receipt = await page.locator('.receipt').textContent();
    const long = new Intl.NumberFormat('en-US', { style: 'currency', currency: cart.code.toUpperCase(), maximumFractionDigits: cart.digits,
      minimumFractionDigits: cart.step % 10 ** cart.digits === 0 ? 0 : cart.digits }).format(quote.finalPrice / 10 ** cart.digits);
    assert.ok(receipt.includes(long), `${where}: the receipt lacks ${long}: ${receipt}`);
    assert.deepEqual(page.faults, [], where);
  } finally {
    await visitor.close();
  }
}

test(`${CARTS} random carts are charged as they are shown`, async () => {
  console.log(`counted: seed ${seed}`);
  const before = ok(await get('/marketplace/keys?limit=100')).keys;
  try {
    for (let number = 0; number < CARTS; number++) await tryCart(number);
  } finally {
    for (const { slug, price_cents: price, currency } of before) {
      ok(await call('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { price_cents: price, currency } }));
    }
    for (let number = 0; number < CARTS; number++) await call('DELETE', `/marketplace/admin/bundles/cart-${seed}-${number}`, { as: admin });
  }
});

test('a currency whose decimals Intl leaves out is shown as it is charged: 17,500 forint', async () => {
  const slug = 'retention-cohorts';
  const { price_cents: price, currency } = ok(await get(`/marketplace/keys/${slug}`)).key;
  // Two decimals at Stripe, none in Intl: taken from Intl, the page would show a hundred times the price.
  ok(await call('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { price_cents: 1_750_000, currency: 'huf' } }));
  const visitor = await newVisitor(browser);
  try {
    const page = await visitor.open();
    await visit(page, `/marketplace/${slug}`);
    const number = (text) => Number(text.replace(/[^\d.]/g, ''));
    assert.equal(number(await page.locator('.buy-price').first().innerText()), 17_500);
    const session = ok(await checkout('keys', slug, token(newUser())));
    assert.match((await call('GET', session.url, { headers: { accept: 'text/html' } })).text, /17[,. ]?500(\.00)?[^\d]/);
    assert.deepEqual(page.faults, []);
  } finally {
    await visitor.close();
    ok(await call('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { price_cents: price, currency } }));
  }
});
