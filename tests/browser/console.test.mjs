// A curator's day in the console: what is found, mended, published, priced, bundled, bought, refunded; and who may see it.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { buy, data, get, newUser, ok, root, token } from '../e2e/lib/shop.mjs';
import { axeSource, newVisitor, openBrowser, PERSONAS, press, settled, visit } from './lib/browser.mjs';
import { removeKey, SLUG, TITLE, writeKey } from './lib/curator_key.mjs';

const assets = path.resolve(root, process.env.KEYS_BROWSER_ASSETS ?? `${data}-assets`);
const BUNDLE = 'curators-bundle';
const ADMIN_API = /\/marketplace\/admin\//;

let browser;
before(async () => (browser = await openBrowser()));
after(async () => {
  removeKey(assets);
  await browser.close();
});

async function withVisitor(run, options) {
  const visitor = await newVisitor(browser, options);
  try {
    const page = await visitor.open();
    await run(page, visitor);
    assert.deepEqual(page.faults, []);
  } finally {
    await visitor.close();
  }
}

/** Signs in on the shop's page and goes on to the address, which may be another program's. */
async function signIn(page, persona, address) {
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(address)}`);
  await page.locator('button.persona', { hasText: PERSONAS[persona] }).click();
  await page.waitForURL((url) => url.pathname === address);
  await settled(page);
}

/** Opens an act's dialog, gives the reason where one is asked for, and confirms; waits for the entry of the audit log. */
async function act(page, name, { reason, action, fill } = {}) {
  await page.locator('main').getByRole('button', { name: `${name}…`, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'What happens then' }).waitFor();
  if (fill) await fill(dialog);
  if (reason) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  if (action) await page.locator('main .notice', { hasText: 'Written to the audit log' }).locator('code', { hasText: action }).waitFor();
}

test('a stranger is asked to sign in and comes back to the console as an administrator', () =>
  withVisitor(async (page) => {
    await page.goto('/admin/audit');
    await page.getByRole('heading', { name: 'Sign in to the console' }).first().waitFor({ state: 'attached' });
    await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
    await page.locator('button.persona', { hasText: /Adrian/ }).click();
    await page.waitForURL(/\/admin\/audit$/);
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  }));

test('somebody who is no administrator sees that, and nothing is asked of the API for them', () =>
  withVisitor(async (page) => {
    const asked = [];
    page.on('request', (request) => ADMIN_API.test(request.url()) && asked.push(request.url()));
    await signIn(page, 'ada', '/admin/orders');
    await page.getByText('The console is for administrators').last().waitFor();
    assert.deepEqual(asked, []);
  }));

test('the shop loads no file of the console, and its account menu leads there', () =>
  withVisitor(async (page) => {
    const files = async (address) => {
      const loaded = new Set();
      const note = (request) => /\/web\/assets\/.*\.(js|css)$/.test(request.url()) && loaded.add(new URL(request.url()).pathname);
      page.on('request', note);
      await visit(page, address);
      page.off('request', note);
      return loaded;
    };
    await signIn(page, 'admin', '/');
    const shop = await files('/');
    const console = await files('/admin');
    const shared = [...shop].filter((file) => console.has(file) && !/\/theme-/.test(file));
    assert.deepEqual(shared, []);
    await visit(page, '/');
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('link', { name: 'Curator\'s console' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  }));

test('a curator mends a KEY, publishes, prices and bundles it, refunds its buyer, and withdraws it', () =>
  withVisitor(async (page) => {
    await signIn(page, 'admin', '/admin/ingest');

    writeKey(assets, { isFaulty: true });
    await press(page, 'Dry run');
    const finding = page.getByRole('group', { name: 'What kept KEYS out' }).locator('tr', { hasText: `cursor-keys/${SLUG}/key.json` });
    await finding.filter({ hasText: '/version' }).waitFor();
    await page.getByText('This was a dry run: nothing was changed.').waitFor();

    writeKey(assets, { isFaulty: false });
    await press(page, 'Dry run');
    await finding.waitFor({ state: 'detached' });
    await act(page, 'Ingest', { action: 'ingestion.start' });
    await page.getByRole('group', { name: 'What became of each' }).locator('tr', { hasText: SLUG }).getByText('Published').waitFor();

    await visit(page, `/admin/keys?search=${SLUG}`);
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await page.getByText('Cannot be bought').waitFor();
    await page.getByLabel('Price in USD').fill('49');
    await act(page, 'Change the price', { action: 'key.update' });
    await page.locator('main .facts').getByText('$49').waitFor();
    await page.getByText('Cannot be bought').waitFor({ state: 'detached' });
    assert.equal(ok(await get(`/marketplace/keys/${SLUG}`)).key.price_cents, 4900);

    await makeBundle(page);
    await refundBuyer(page);

    await visit(page, `/admin/keys/${SLUG}`);
    await act(page, 'Withdraw 1.0.0', { reason: 'The day is over.', action: 'version.yank' });
    await page.getByText('Every version was withdrawn').waitFor();
    await act(page, 'Archive', { action: 'key.update' });
    await page.locator('main .facts').getByText('Archived').waitFor();
    assert.equal((await get(`/marketplace/keys/${SLUG}`)).status, 404);
  }));

async function makeBundle(page) {
  await visit(page, '/admin/bundles');
  await page.getByLabel('Slug').fill(BUNDLE);
  await press(page, 'Write it');
  await page.getByLabel('Title', { exact: true }).fill('A bundle of a day');
  await page.getByLabel('Price in USD').fill('132');
  await page.getByLabel(new RegExp(`^${TITLE}`)).first().check();
  await page.getByLabel(/^Leased job queue/).first().check();
  await page.getByText('Dearer than its parts by $4.00').waitFor();
  await page.getByLabel('Price in USD').fill('99');
  await page.getByText('Cheaper than its parts by $29.00 (23%)').waitFor();
  await act(page, 'Save the bundle', { action: 'bundle.put' });
  await page.getByText('Take it off sale').waitFor();
  assert.equal(ok(await get(`/marketplace/bundles/${BUNDLE}`)).bundle.price_cents, 9900);
  await act(page, 'Take it off sale', { action: 'bundle.delete' });
  await page.getByText('There is no such bundle on sale').waitFor();
  assert.equal((await get(`/marketplace/bundles/${BUNDLE}`)).status, 404);
}

async function refundBuyer(page) {
  const as = token(newUser());
  await buy('keys', SLUG, as);
  const [{ id }] = ok(await get('/marketplace/orders', { as })).orders;
  await visit(page, '/admin/orders');
  await page.getByLabel('Order id').fill(id);
  await press(page, 'Open');
  await page.getByRole('heading', { level: 1, name: `Order of ${TITLE}` }).waitFor();
  await act(page, 'Refund an amount', {
    reason: 'It was late.', action: 'order.refund', fill: (dialog) => dialog.getByLabel('Amount in USD').fill('9'),
  });
  await page.locator('main .facts').getByText('$40.00').waitFor();
  await page.locator('main .timeline').getByText('Reason: It was late.').waitFor();
  await act(page, 'Refund in full', { reason: 'It was not wanted.', action: 'order.refund' });
  await page.locator('main .timeline').getByText('Reason: It was not wanted.').waitFor();
  assert.deepEqual(ok(await get('/marketplace/entitlements', { as })).entitlements, []);
}

test('an act without a reason is not done', () =>
  withVisitor(async (page) => {
    await signIn(page, 'admin', '/admin/keys/leased-job-queue');
    await page.getByRole('button', { name: 'Withdraw 1.0.0…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Withdraw 1.0.0', exact: true }).click();
    await dialog.getByText('Say why').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const { versions } = ok(await get('/marketplace/keys/leased-job-queue/versions'));
    assert.equal(versions.find(({ version }) => version === '1.0.0').yanked, false);
  }));

const PAGES = ['', '/keys?available=false', '/keys/leased-job-queue', '/bundles', '/bundles/production-pro', '/ingest', '/orders', '/access', '/webhooks', '/audit', '/analytics'];

for (const { theme, width } of [{ theme: 'light', width: 360 }, { theme: 'dark', width: 1440 }]) {
  test(`axe finds nothing on any page of the console, and none is wider than the window, ${theme}, ${width} px`, async () => {
    const visitor = await newVisitor(browser, { theme, width });
    await visitor.context.addInitScript({ path: axeSource });
    try {
      const page = await visitor.open();
      await signIn(page, 'admin', '/admin');
      const found = {};
      for (const name of PAGES) {
        await visit(page, `/admin${name}`);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        const faults = [...violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}`), ...(wide ? ['wider than the window'] : [])];
        if (faults.length > 0) found[name] = faults;
      }
      assert.deepEqual(found, {});
      assert.deepEqual(page.faults, []);
    } finally {
      await visitor.close();
    }
  });
}

test('analytics shows each report as a chart, as a table and as a file', () =>
  withVisitor(async (page) => {
    await signIn(page, 'admin', '/admin/analytics');
    const report = page.locator('section.report', { hasText: 'From views to downloads' });
    await report.getByRole('list', { name: 'From views to downloads' }).getByText('Views', { exact: true }).waitFor();
    await report.getByRole('button', { name: /^Table/ }).click();
    await report.getByRole('row', { name: /^Total/ }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), report.getByRole('button', { name: /^Download as CSV/ }).click()]);
    assert.equal(file.suggestedFilename(), 'funnel.csv');
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await press(page, 'Apply');
    await page.waitForURL(/tz=Europe%2FBerlin/);
    await settled(page);
  }));
