// Finding a KEY in Chromium: situations, search, filters, addresses and the back button, and all of it by keyboard.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { gateway } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, settled, signIn, visit } from './lib/browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

async function visited(address, options = {}) {
  const visitor = await newVisitor(browser, options);
  const page = await visitor.open();
  if (options.persona) await signIn(page, options.persona);
  await visit(page, address);
  return { page, visitor };
}

const titles = (page) => page.locator('.list-results .key-card-title').allInnerTexts();
const address = (page) => page.url().slice(gateway.length);
const focused = (page, what) => page.evaluate((name) => document.activeElement[name], what);
const filter = (page, name) => page.locator('.list-filters').getByRole('link', { name });

test('a stranger gets from a situation to KEYS that fit it, and to the reason to sign in', async () => {
  const { page, visitor } = await visited('/');
  await page.getByRole('link', { name: /^A webhook arrives twice/ }).click();
  await page.getByRole('button', { name: /They reach a route of my Next.js app/ }).click();
  await page.getByText('1 KEY fits').waitFor();
  await settled(page);
  assert.deepEqual(await titles(page), ['Signed webhook intake for Next.js']);
  const parameters = new URL(page.url()).searchParams;
  assert.deepEqual(['situation', 'choice', 'tool', 'tag'].map((name) => parameters.get(name)),
    ['webhook-arrives-twice', 'next-route', 'next', 'webhooks']);
  // The same address shows the same to whoever it is sent to.
  await page.reload();
  await settled(page);
  assert.deepEqual(await titles(page), ['Signed webhook intake for Next.js']);
  await page.goBack();
  await page.getByText('Which of these is closest?').waitFor();
  await page.getByRole('link', { name: 'Start over' }).click();
  await page.getByRole('link', { name: /^The on-call phone rings/ }).waitFor();
  assert.deepEqual(page.faults, []);
  await visitor.close();
});

test('signed in, a situation sends signals, and the points of a recommendation add up', async () => {
  const { page, visitor } = await visited('/', { persona: 'admin' });
  await page.getByRole('link', { name: /^I ship with Cursor/ }).click();
  await page.getByRole('button', { name: /Let only good changes be merged/ }).click();
  const offer = page.locator('.cards-recommended article').filter({ hasText: "Recommended because you're using GitHub" }).first();
  await offer.getByText('Strong match').waitFor();
  await offer.getByText('Why this?').click();
  const points = (await offer.locator('.why-table tbody td.numbers').allInnerTexts()).map(Number);
  assert.equal(points.reduce((sum, value) => sum + value, 0), Number(await offer.locator('.why-table tfoot td').innerText()));

  const cards = page.locator('.cards-recommended .key-card-title');
  const [first] = await cards.allInnerTexts();
  await page.getByRole('button', { name: 'Not interested' }).first().click();
  await page.getByText(`"${first}" will not be recommended again.`).waitFor();
  assert.ok(!(await cards.allInnerTexts()).includes(first));
  await page.getByRole('button', { name: 'Undo' }).click();
  await cards.getByText(first, { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
  await visitor.close();
});

test('searches while one types, and the address and the back button follow', async () => {
  const { page, visitor } = await visited('/marketplace');
  const field = page.getByRole('searchbox', { name: 'Search KEYS' });
  await field.pressSequentially('webhook');
  await page.waitForURL('**/marketplace?search=webhook');
  await page.locator('.list-title').getByText(/KEYS for "webhook"/).waitFor();
  await settled(page);
  const found = await titles(page);
  assert.ok(found.length > 1 && found.length < 10, found.join());

  await page.getByRole('link', { name: found[0], exact: true }).click();
  await page.locator('.buy-box').waitFor();
  await page.waitForFunction(() => document.activeElement.tagName === 'H1');
  await page.goBack();
  await page.locator('.list-title').getByText(/KEYS for "webhook"/).waitFor();
  assert.equal(await field.inputValue(), 'webhook');
  assert.deepEqual(await titles(page), found);
  await page.goBack();
  await page.getByRole('heading', { name: 'All KEYS' }).waitFor();
  assert.equal(address(page), '/marketplace');
  assert.equal(await field.inputValue(), '');
  await visitor.close();
});

test('filters are links with counts that hold, and what is unavailable stands last', async () => {
  const { page, visitor } = await visited('/marketplace');
  const all = await titles(page);
  const offers = await page.locator('.list-results .key-card').allInnerTexts();
  const firstUnavailable = offers.findIndex((text) => text.includes('Not available yet'));
  assert.ok(firstUnavailable > 0 && offers.slice(firstUnavailable).every((text) => text.includes('Not available yet')));

  const count = Number((await filter(page, /^Jupyter/).innerText()).match(/\d+/)[0]);
  await filter(page, /^Jupyter/).click();
  await page.waitForFunction((number) => document.querySelectorAll('.list-results .key-card').length === number, count);
  assert.equal(address(page), '/marketplace?tool=jupyter');
  // The other families still have their counts, so that one can change one's mind.
  await filter(page, /^Runbook/).click();
  await page.waitForURL('**/marketplace?tool=runbook');
  await page.getByRole('link', { name: 'Remove the filter Family: Runbook' }).click();
  await page.waitForFunction((number) => document.querySelectorAll('.list-results .key-card').length === number, all.length);
  assert.equal(address(page), '/marketplace');
  await visitor.close();
});

test('comes back to where one was', async () => {
  const { page, visitor } = await visited('/marketplace');
  const far = page.locator('.list-results .key-card-title a').nth(14);
  await far.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('keys.scroll') ?? '{}')['/marketplace'] > 500);
  await far.click();
  await page.locator('.buy-box').waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await page.waitForFunction(() => scrollY > 500);
  await visitor.close();
});

test('can be done by keyboard alone', async () => {
  const { page, visitor } = await visited('/marketplace', { persona: 'owner' });
  await page.keyboard.press('Tab');
  assert.equal(await focused(page, 'textContent'), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page, 'id'), 'content');

  await page.getByRole('button', { name: 'Account menu' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'My KEYS' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'My KEYS' }).waitFor({ state: 'detached' });
  assert.equal(await focused(page, 'ariaLabel'), 'Account menu');

  await visit(page, '/marketplace/signed-webhook-intake');
  await page.getByRole('tab', { name: 'README' }).focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page, 'textContent'), 'Files');
  await page.getByText(/files, .* in all/).waitFor();
  await visitor.close();
});

test('the theme that was chosen stands before the first paint of the next visit', async () => {
  const { page, visitor } = await visited('/marketplace/bundles', { theme: 'light' });
  await page.getByRole('button', { name: 'Light theme. Switch to dark' }).click();
  await page.goto('/marketplace', { waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.getByRole('button', { name: 'Dark theme. Switch to light' }).waitFor();
  await visitor.close();
});
