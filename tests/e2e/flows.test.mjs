// The seed's three flows and its ten points, as a buyer lives them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { fitsStripe } from './lib/fits_stripe.mjs';
import { buy, checkout, control, eventually, gateway, get, ledger, newUser, ok, owned, post, press, token } from './lib/shop.mjs';

const listAll = async () => ok(await get('/marketplace/keys?limit=100')).keys;

/** Downloads by the signed link and checks the bytes against what the API says of them. */
async function download(slug, as, version) {
  const link = ok(await post(`/marketplace/keys/${slug}/download`, { as, body: version ? { version } : {} }));
  const file = await get(link.downloadUrl);
  assert.equal(file.status, 200);
  assert.equal(file.bytes.length, link.size_bytes);
  assert.equal(createHash('sha256').update(file.bytes).digest('hex'), link.sha256);
  assert.equal(file.headers.get('etag'), `"${link.sha256}"`);
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
  try {
    writeFileSync(path.join(folder, 'key.zip'), file.bytes);
    execFileSync('unzip', ['-tqq', path.join(folder, 'key.zip')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return link;
}

/** A payment that was answered before its webhook's patience of 800 ms was over has been seen through. */
async function ownedAtOnce(slug) {
  for (let tries = 0; tries < 20; tries += 1) {
    const as = token(newUser());
    const session = ok(await checkout('keys', slug, as));
    const began = performance.now();
    assert.equal((await press(session, 'pay')).status, 303);
    if (performance.now() - began > 700) continue;
    assert.deepEqual(await owned(as), [slug], 'back from paying');
    return;
  }
  console.log('counted: no payment of 20 was answered within 700 ms: not shown here that it is followed at once');
}

test('a signed-out visitor browses the catalog', async () => {
  const keys = await listAll();
  assert.ok(keys.length >= 14, `only ${keys.length} KEYS`);
  const families = new Set(keys.map((key) => key.tool));
  for (const family of ['node', 'next', 'runbook', 'jupyter', 'stripe', 'github', 'supabase', 'cursor']) {
    assert.ok(families.has(family), `no KEY of family ${family}`);
  }
  for (const key of keys) {
    assert.equal('hasAccess' in key, false, 'hasAccess is for signed-in callers');
    const { key: detail } = ok(await get(`/marketplace/keys/${key.slug}`));
    assert.equal(detail.id, key.id);
    assert.equal(detail.hasAccess, false);
    assert.ok(Array.isArray(detail.versions) && Array.isArray(detail.relatedKeys));
    assert.doesNotMatch(JSON.stringify(detail), /zip_path|storage_path|stripe_p/);
  }
});

test('pages follow one another without gap or repetition, and a cursor fits only its list', async () => {
  const all = (await listAll()).map((key) => key.slug);
  const paged = [];
  let cursor = '';
  do {
    const page = ok(await get(`/marketplace/keys?limit=5${cursor && `&cursor=${encodeURIComponent(cursor)}`}`));
    paged.push(...page.keys.map((key) => key.slug));
    cursor = page.next_cursor ?? '';
  } while (cursor);
  assert.deepEqual(paged, all);
  const first = ok(await get('/marketplace/keys?limit=5')).next_cursor;
  const foreign = await get(`/marketplace/keys?limit=5&tool=node&cursor=${encodeURIComponent(first)}`);
  assert.equal(foreign.status, 400);
  assert.equal(foreign.body.code, 'INVALID_CURSOR');
});

test('every exact filter narrows the list to what it names', async () => {
  const all = await listAll();
  for (const name of ['tool', 'key_type', 'category', 'difficulty', 'outcome', 'maturity']) {
    const value = all.map((key) => key[name]).find((found) => found != null);
    assert.ok(value, `no KEY has a ${name}`);
    const { keys } = ok(await get(`/marketplace/keys?limit=100&${name}=${encodeURIComponent(value)}`));
    const expected = all.filter((key) => key[name] === value || (name === 'key_type' && key.key_types.includes(value)));
    assert.deepEqual(keys.map((key) => key.slug), expected.map((key) => key.slug), name);
  }
  const unknown = await get('/marketplace/keys?tool=cobol');
  assert.equal(unknown.status, 400);
  assert.match(JSON.stringify(unknown.body.errors), /tool/);
});

test('discover and purchase', async (t) => {
  const as = token(newUser());
  let slug;

  await t.test('recommendations signed in', async () => {
    assert.equal((await get('/marketplace/discover')).status, 401);
    assert.deepEqual(ok(await post('/marketplace/discover/signal',
      { as, body: { signal_type: 'tool_intent', signal_value: 'Node.js' } })), { success: true });
    const { recommendations } = ok(await get('/marketplace/discover', { as }));
    assert.ok(recommendations.length > 0);
    const [best] = recommendations;
    assert.match(best.reason, /^Recommended because you're using Node\.js/);
    assert.equal(best.confidence, 'high');
    for (const found of recommendations) {
      assert.equal(found.contributions.reduce((sum, part) => sum + part.points, 0), found.score);
    }
    const prices = new Map((await listAll()).map((key) => [key.slug, key.price_cents]));
    slug = recommendations.find((found) => prices.get(found.slug) > 0).slug;
  });

  await t.test('download without entitlement is refused with a reason', async () => {
    const refused = await post(`/marketplace/keys/${slug}/download`, { as, body: {} });
    assert.equal(refused.status, 403);
    assert.equal(refused.body.code, 'NOT_ENTITLED');
    assert.ok(refused.body.actions.length > 0, 'a refusal says what to do next');
  });

  await t.test('purchase: back from paying, the buyer already owns the KEY', async () => {
    const before = (await ledger()).totals?.usd?.paid ?? 0;
    const { key } = ok(await get(`/marketplace/keys/${slug}`));
    const session = await buy('keys', slug, as);
    assert.deepEqual(await owned(as), [slug]);
    const { order } = ok(await get(`/marketplace/orders/${session.order_id}`, { as }));
    assert.equal(order.status, 'fulfilled');
    assert.equal(order.amount_cents, key.price_cents);
    assert.equal((await ledger()).totals.usd.paid - before, key.price_cents);
    await ownedAtOnce(slug);
    const again = await checkout('keys', slug, as);
    assert.equal(again.status, 409);
    assert.equal(again.body.code, 'ALREADY_OWNED');
  });

  await t.test('download: the exact bytes', async () => {
    const { downloadUrl, sha256 } = await download(slug, as);
    const part = await get(downloadUrl, { headers: { range: 'bytes=2-5' } });
    assert.equal(part.status, 206);
    assert.equal(part.bytes.length, 4);
    const same = await get(downloadUrl, { headers: { 'if-none-match': `"${sha256}"` } });
    assert.equal(same.status, 304);
    const tampered = await get(downloadUrl.replace(/.(?=[^.]*$)/, (c) => (c === 'A' ? 'B' : 'A')));
    assert.equal(tampered.status, 403);
    assert.equal(tampered.body.code, 'LINK_INVALID');
  });

  await t.test('an owned KEY is not recommended again, and the lists say so', async () => {
    const { recommendations } = ok(await get('/marketplace/discover?limit=50', { as }));
    assert.ok(!recommendations.some((found) => found.slug === slug));
    const { keys } = ok(await get('/marketplace/keys?owned=true', { as }));
    assert.deepEqual(keys.map((key) => [key.slug, key.hasAccess]), [[slug, true]]);
    assert.equal(ok(await get(`/marketplace/keys/${slug}`, { as })).key.hasAccess, true);
  });

  await t.test("another user sees nothing of it", async () => {
    const other = token(newUser());
    assert.deepEqual(await owned(other), []);
    const { orders } = ok(await get('/marketplace/orders', { as }));
    assert.equal((await get(`/marketplace/orders/${orders[0].id}`, { as: other })).status, 404);
    assert.equal((await post(`/marketplace/keys/${slug}/download`, { as: other, body: {} })).status, 403);
  });
});

test('bundle purchase', async (t) => {
  const as = token(newUser());
  const { bundle } = ok(await get('/marketplace/bundles/on-call-operator'));
  const [first, second] = bundle.keys.filter((key) => key.price_cents > 0);

  await t.test('bundle discount: what one owns is credited', async () => {
    await buy('keys', first.slug, as);
    await buy('keys', second.slug, as);
    const quote = ok(await get(`/marketplace/bundles/${bundle.slug}/discount`, { as }));
    const rest = bundle.keys.filter((key) => key.slug !== first.slug && key.slug !== second.slug)
      .reduce((sum, key) => sum + key.price_cents, 0);
    assert.equal(quote.originalPrice, bundle.price_cents);
    assert.equal(quote.finalPrice, Math.min(bundle.price_cents - first.price_cents - second.price_cents, rest));
    assert.equal(quote.discount, quote.originalPrice - quote.finalPrice);
    assert.deepEqual([...quote.ownedKeys].sort(), [first.slug, second.slug].sort());
    assert.equal(quote.lines.reduce((sum, line) => sum + line.amount_cents, 0), quote.finalPrice);
  });

  await t.test('purchase bundle: charged exactly the quoted sum', async () => {
    const quote = ok(await get(`/marketplace/bundles/${bundle.slug}/discount`, { as }));
    const session = await buy('bundles', bundle.slug, as);
    const payment = (await ledger()).payments.find((found) => found.session === session.sessionId);
    assert.equal(payment.amount, quote.finalPrice);
    const { order } = ok(await get(`/marketplace/orders/${session.order_id}`, { as }));
    assert.equal(order.amount_cents, quote.finalPrice);
    assert.equal(order.lines.reduce((sum, line) => sum + line.amount_cents, 0), quote.finalPrice);
  });

  await t.test('all KEYS granted, each once, and each can be downloaded', async () => {
    assert.deepEqual(await owned(as), bundle.keys.map((key) => key.slug).sort());
    for (const key of bundle.keys) await download(key.slug, as);
    const quote = ok(await get(`/marketplace/bundles/${bundle.slug}/discount`, { as }));
    assert.equal(quote.alreadyOwned, true);
    assert.equal(quote.finalPrice, 0);
    assert.equal((await checkout('bundles', bundle.slug, as)).body.code, 'ALREADY_OWNED');
  });
});

test('re-download of an earlier version', async () => {
  const as = token(newUser());
  const keys = await listAll();
  let found;
  for (const key of keys) {
    const { versions } = ok(await get(`/marketplace/keys/${key.slug}/versions`));
    if (versions.length > 1) found = { key, versions };
  }
  assert.ok(found, 'no sample KEY has two versions');
  await buy('keys', found.key.slug, as);
  const [newest, older] = found.versions;
  const latest = await download(found.key.slug, as);
  assert.equal(latest.version, newest.version);
  const earlier = await download(found.key.slug, as, older.version);
  assert.equal(earlier.version, older.version);
  assert.notEqual(earlier.sha256, latest.sha256);
  const unknown = await post(`/marketplace/keys/${found.key.slug}/download`, { as, body: { version: '99.0.0' } });
  assert.equal(unknown.status, 404);
  assert.equal(unknown.body.code, 'VERSION_UNKNOWN');
});

test('a free KEY is claimed through checkout without Stripe', async () => {
  const as = token(newUser());
  const free = (await listAll()).find((key) => key.price_cents === 0 && key.available);
  assert.equal((await post(`/marketplace/keys/${free.slug}/download`, { as, body: {} })).status, 403);
  const session = ok(await checkout('keys', free.slug, as));
  assert.equal(session.sessionId, '');
  assert.equal(session.status, 'fulfilled');
  await download(free.slug, as);
});

test('what cannot be bought says why', async () => {
  const as = token(newUser());
  const keys = await listAll();
  const unsold = keys.find((key) => key.price_cents === null && key.available);
  assert.equal((await checkout('keys', unsold.slug, as)).body.code, 'NOT_FOR_SALE');
  const listed = keys.find((key) => !key.available);
  assert.equal((await checkout('keys', listed.slug, as)).body.code, 'KEY_UNAVAILABLE');
  assert.equal((await checkout('keys', 'no-such-key', as)).status, 404);
  const away = await checkout('keys', keys.find((key) => key.price_cents > 0).slug, as,
    { successUrl: 'https://evil.example/' });
  assert.equal(away.body.code, 'URL_NOT_ALLOWED');
  assert.match(away.body.detail, /FRONTEND_URL.*RETURN_ORIGINS/);
});

test('the billing portal leads back to the account, or to where the request says', async () => {
  const as = token(newUser());
  assert.match(ok(await get('/billing/portal', { as })).url, /^http/);
  assert.match(ok(await get(`/billing/portal?returnUrl=${encodeURIComponent(`${gateway}/x`)}`, { as })).url, /^http/);
  const away = await get(`/billing/portal?returnUrl=${encodeURIComponent('https://evil.example/')}`, { as });
  assert.equal(away.body.code, 'URL_NOT_ALLOWED');
});

test('declined, cancelled and delayed payments grant nothing until they are paid', async () => {
  const as = token(newUser());
  const { slug } = (await listAll()).find((key) => key.price_cents > 0 && key.available);
  const session = ok(await checkout('keys', slug, as));
  assert.ok((await press(session, 'decline')).status >= 400);
  assert.equal((await press(session, 'cancel')).status, 303);
  assert.deepEqual(await owned(as), []);
  const again = ok(await checkout('keys', slug, as));
  assert.equal(again.sessionId, session.sessionId, 'the same open session');
  assert.equal((await press(again, 'pay_later')).status, 303);
  assert.deepEqual(await owned(as), []);
  ok(await control({ action: 'settle', session: again.sessionId }));
  await eventually('the delayed payment grants', async () => (await owned(as)).includes(slug));
});

fitsStripe();
