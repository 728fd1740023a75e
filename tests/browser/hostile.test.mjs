// Texts that try to run scripts, wherever authors, curators and members can write: nothing runs, and the text is shown as text.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { call, get, ok } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, settled, signIn, visit } from './lib/browser.mjs';
import { BREAKOUT, MARKUP } from './lib/hostile_keys.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function nothingRan(page, what) {
  for (const frame of page.frames()) {
    assert.equal(await frame.evaluate(() => window.canary ?? null).catch(() => null), null, `a script ran: ${what}`);
  }
}

test('a KEY, its README, changelog, files and preview, a bundle and the list show markup as text', async () => {
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  for (const address of ['/marketplace/canary-code', '/marketplace/canary-notebook', '/marketplace/bundles/canary-bundle', '/marketplace/bundles', '/marketplace?search=canary', `/marketplace?search=${encodeURIComponent(BREAKOUT)}`]) {
    await visit(page, address);
    await nothingRan(page, address);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await settled(page);
      await nothingRan(page, `${address} ${await tab.textContent()}`);
    }
    assert.equal(await page.locator('main [onerror], main [onload], main [ontoggle], main script, main iframe[srcdoc], main a[href^="javascript" i], main a[href^="data:" i]').count(), 0, address);
  }
  await visit(page, '/marketplace/canary-code');
  assert.match(await page.locator('h1').first().textContent(), /<img src=x onerror/);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).display !== 'none'), true);
  // A violation that the policy reports is a fault of ours too: markup must not get that far.
  assert.deepEqual(page.faults, []);
  await visitor.close();
});

test("the server's own markup holds too, without a script", async () => {
  const visitor = await newVisitor(browser);
  await visitor.context.route(/\.js$/, (route) => route.abort());
  const page = await visitor.open();
  for (const address of ['/marketplace/canary-code', '/marketplace/bundles/canary-bundle']) {
    await page.goto(address);
    await nothingRan(page, address);
    assert.match(await page.locator('h1').first().textContent(), /<img src=x onerror/);
    for (const block of await page.locator('script[type="application/ld+json"]').all()) JSON.parse(await block.textContent());
  }
  await visitor.close();
});

test('an organisation and its members may be called anything', async () => {
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  const { accessToken } = await signIn(page, 'owner');
  const [{ id, name }] = ok(await get('/marketplace/orgs', { as: accessToken })).organisations;
  ok(await call('PATCH', `/marketplace/orgs/${id}`, { as: accessToken, body: { name: `${MARKUP}${BREAKOUT}`.slice(0, 200) } }));
  try {
    for (const address of [`/organisation/${id}`, '/account/keys', '/marketplace/canary-code', '/marketplace/bundles/canary-bundle']) {
      await visit(page, address);
      await nothingRan(page, address);
    }
    assert.deepEqual(page.faults, []);
  } finally {
    ok(await call('PATCH', `/marketplace/orgs/${id}`, { as: accessToken, body: { name: name || 'Organisation' } }));
    await visitor.close();
  }
});
