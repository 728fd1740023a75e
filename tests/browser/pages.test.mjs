// Every page in both themes: axe finds nothing, nothing moves, nothing is asked of others, and the budget is kept.
// Pictures at three widths stand in KEYS_BROWSER_ARTEFACTS.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { buy, checkout, data, get, ok, post, token } from '../e2e/lib/shop.mjs';
import { axeSource, newVisitor, openBrowser, settled, signIn, visit } from './lib/browser.mjs';

const artefacts = process.env.KEYS_BROWSER_ARTEFACTS ?? path.join(data, 'browser-artefacts');
mkdirSync(artefacts, { recursive: true });

// Bytes as transferred, for somebody who has been here for the first time.
const BUDGET = { scriptBytes: 100_000, allBytes: 320_000, requests: 30 };

// Every width in both themes at full counts; else the narrowest and the widest.
const WIDTHS = process.env.KEYS_TEST_SCALE === 'all' ? { light: [360, 768, 1440], dark: [360, 768, 1440] } : { light: [360], dark: [1440] };

let browser;
let who;
let order;
before(async () => {
  browser = await openBrowser();
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  const session = await signIn(page, 'owner');
  const as = session.accessToken;
  const owned = ok(await get('/marketplace/entitlements', { as })).entitlements.map(({ packSlug }) => packSlug);
  if (!owned.includes('dunning-state-machine')) await buy('keys', 'dunning-state-machine', as);
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'tool_intent', signal_value: 'Node.js' } }));
  order = ok(await get('/marketplace/orders', { as })).orders[0];
  const [{ id }] = ok(await get('/marketplace/orgs', { as })).organisations;
  who = { org: id, cookies: await visitor.context.cookies() };
  await visitor.close();
});
after(() => browser.close());

const OPEN = [
  ['start', '/'], ['list', '/marketplace?tool=node'], ['nothing-found', '/marketplace?search=zzzzzz'], ['key', '/marketplace/leased-job-queue'],
  ['notebook', '/marketplace/retention-cohorts'], ['only-in-bundles', '/marketplace/leaked-credential-response'], ['bundles', '/marketplace/bundles'],
  ['bundle', '/marketplace/bundles/first-release-kit'], ['sign-in', '/sign-in'], ['terms', '/terms'], ['refunds', '/refunds'], ['docs', '/docs'],
  ['signed-out', '/account/keys'],
];
const OWN = () => [
  ['start-signed-in', '/'], ['owned-key', '/marketplace/dunning-state-machine'], ['account-keys', '/account/keys'], ['account-orders', '/account/orders'],
  ['account-order', `/account/orders/${order.id}`], ['account-billing', '/account/billing'], ['account-privacy', '/account/privacy'],
  ['organisation', `/organisation/${who.org}`],
];

// The policy of our pages lets no foreign script in, so the checker comes in by the browser itself.
const withChecker = async (options) => {
  const visitor = await newVisitor(browser, options);
  await visitor.context.addInitScript({ path: axeSource });
  return visitor;
};

const check = async (page) => {
  const { violations: found } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`).join(' | ')}`);
};

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing on any page, ${theme}`, async () => {
    const visitor = await withChecker({ theme });
    try {
      const page = await visitor.open();
      const found = {};
      const look = async (pages) => {
        for (const [name, address] of pages) {
          await visit(page, address);
          const faults = await check(page);
          if (faults.length > 0) found[name] = faults;
        }
      };
      await look(OPEN);
      await visitor.context.addCookies(who.cookies);
      await look(OWN());
      assert.deepEqual(found, {});
      assert.deepEqual(page.faults.filter((fault) => !/404/.test(fault)), []);
    } finally {
      who.cookies = await visitor.context.cookies();
      await visitor.close();
    }
  });
}

test("the payment page has nothing that axe objects to, in both themes", async () => {
  const as = token('33333333-3333-4333-8333-333333333333');
  const { url } = ok(await checkout('keys', 'expand-contract-composer', as));
  for (const theme of ['light', 'dark']) {
    const visitor = await withChecker({ theme });
    const page = await visitor.open();
    await page.goto(url);
    await page.locator('#pay').waitFor();
    assert.deepEqual(await check(page), [], theme);
    await page.screenshot({ path: path.join(artefacts, `payment-1280-${theme}.png`), fullPage: true });
    await visitor.close();
  }
});

test('a first visit keeps the budget, and nothing moves', async () => {
  const figures = [];
  for (const [name, address] of OPEN.filter(([one]) => !['docs', 'signed-out'].includes(one))) {
    const visitor = await newVisitor(browser, { width: 412, height: 900 });
    const page = await visitor.open();
    await page.addInitScript(() => {
      window.moved = 0;
      window.largest = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => !entry.hadRecentInput && (window.moved += entry.value))).observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.largest = entry.startTime))).observe({ type: 'largest-contentful-paint', buffered: true });
    });
    const sizes = { script: 0, all: 0, requests: 0 };
    page.on('requestfinished', async (request) => {
      const { responseBodySize: size } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
      sizes.all += size;
      sizes.requests += 1;
      if (request.resourceType() === 'script') sizes.script += size;
    });
    await visit(page, address);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const { moved, largest } = await page.evaluate(() => ({ moved: window.moved, largest: window.largest }));
    figures.push(`${name} ${(sizes.script / 1000).toFixed(0)} kB script, ${(sizes.all / 1000).toFixed(0)} kB in ${sizes.requests}, LCP ${largest.toFixed(0)} ms, CLS ${moved.toFixed(3)}`);
    assert.ok(sizes.script <= BUDGET.scriptBytes, `${name}: ${sizes.script} bytes of script`);
    assert.ok(sizes.all <= BUDGET.allBytes, `${name}: ${sizes.all} bytes`);
    assert.ok(sizes.requests <= BUDGET.requests, `${name}: ${sizes.requests} requests`);
    assert.equal(Number(moved.toFixed(3)), 0, `${name} moves`);
    await visitor.close();
  }
  console.log(`counted: ${figures.join('; ')}`);
});

test('no page is wider than the window, and every page has its picture', async () => {
  for (const theme of ['light', 'dark']) {
    for (const width of WIDTHS[theme]) {
      const visitor = await newVisitor(browser, { theme, width, height: 900 });
      const page = await visitor.open();
      const show = async (pages) => {
        for (const [name, address] of pages) {
          await visit(page, address);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0 || name === 'docs', `${name} at ${width}: ${wide} pixels wider than the window`);
          await page.screenshot({ path: path.join(artefacts, `${name}-${width}-${theme}.png`), fullPage: true });
        }
      };
      await show(OPEN);
      await visitor.context.addCookies(who.cookies);
      await show(OWN());
      who.cookies = await visitor.context.cookies();
      await visitor.close();
    }
  }
});

test('an address that nobody has is a page with status 404 and a search', async () => {
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  const response = await page.goto('/marketplace/no-such-key-anywhere');
  assert.equal(response.status(), 404);
  await settled(page);
  await page.getByRole('searchbox').first().waitFor();
  await visitor.close();
});

test('the list works by keyboard alone', async () => {
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  await visit(page, '/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content');
  await page.keyboard.press('Enter');
  const reached = [];
  for (let i = 0; i < 40 && !reached.some((href) => href?.startsWith('/marketplace/')); i++) {
    await page.keyboard.press('Tab');
    reached.push(await page.evaluate(() => document.activeElement?.getAttribute('href')));
  }
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/' || url.search !== '');
  await visitor.close();
});
