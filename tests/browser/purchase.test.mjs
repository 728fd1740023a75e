// The seed's three flows with the mouse: discover and purchase; a bundle with one KEY owned; an earlier version again.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';

import { buy, control, gateway, get, ledger, ok } from '../e2e/lib/shop.mjs';
import { choosePersona, newVisitor, openBrowser, pay, press, settled, signIn, visit } from './lib/browser.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Presses the download button; answers the file's SHA-256. */
async function downloadOn(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('main').getByRole('button', { name }).first().click()]);
  return sha256(await download.path());
}

const versionOf = async (slug, version) => ok(await get(`/marketplace/keys/${slug}`)).key.versions.find((one) => !version || one.version === version);

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

test('a stranger comes from a situation to a KEY, signs in, pays and downloads it', () =>
  withVisitor(async (page) => {
    await visit(page, '/');
    await page.locator('a.situation').first().click();
    await page.locator('button.choice').first().click();
    await page.locator('.key-card-title a').first().waitFor();
    await page.goto('/marketplace/signed-webhook-intake');
    await settled(page);
    await press(page, /^Unlock for \$59$/);
    await page.waitForURL(/\/sign-in/);
    await choosePersona(page, 'ada');
    await page.waitForURL(/\/marketplace\/signed-webhook-intake/);
    await press(page, /^Unlock for \$59$/);
    await pay(page);
    await page.waitForURL(/\/marketplace\/signed-webhook-intake/);
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
    assert.equal(new URL(page.url()).search, '', 'the address says nothing of the payment');
    assert.equal(await downloadOn(page, /^Download /), (await versionOf('signed-webhook-intake')).sha256);
  }));

test('a bundle takes off what one owns, and charges what it shows', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ben');
    await buy('keys', 'roll-back-or-roll-forward', accessToken);
    const quote = ok(await get('/marketplace/bundles/first-release-kit/discount', { as: accessToken }));
    assert.ok(quote.discount > 0);
    await visit(page, '/marketplace/bundles/first-release-kit');
    const shown = `$${(quote.finalPrice / 100).toFixed(2).replace(/\.00$/, '')}`;
    for (const line of quote.lines.filter(({ kind }) => kind !== 'key')) await page.getByText(line.text).first().waitFor();
    await press(page, `Unlock all for ${shown}`);
    await pay(page);
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
    const { orders } = ok(await get('/marketplace/orders', { as: accessToken }));
    assert.equal(orders[0].amount_cents, quote.finalPrice);
    assert.equal(orders[0].item.slug, 'first-release-kit');
    const payment = (await ledger()).payments.find(({ metadata }) => metadata.order_id === orders[0].id);
    assert.equal(payment.amount, quote.finalPrice);
    await visit(page, `/account/orders/${orders[0].id}`);
    await page.getByText(`$${(quote.finalPrice / 100).toFixed(2)}`).first().waitFor();
  }));

test('an earlier version is downloaded again from the account', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ada');
    await buy('keys', 'leased-job-queue', accessToken);
    await visit(page, '/account/keys');
    const owned = page.locator('article.owned', { has: page.locator('a[href="/marketplace/leased-job-queue"]') });
    await owned.getByText('All versions').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'), owned.getByRole('button', { name: /^Download 1\.0\.0 of/ }).click()]);
    assert.equal(sha256(await download.path()), (await versionOf('leased-job-queue', '1.0.0')).sha256);
  }));

test("an organisation's owner buys for the organisation", () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'owner');
    const { organisations } = ok(await get('/marketplace/orgs', { as: accessToken }));
    assert.equal(organisations.length, 1);
    await visit(page, '/marketplace/tenant-rate-limiter');
    await page.getByLabel('Buy for').selectOption(organisations[0].id);
    await press(page, /^Unlock for \$59$/);
    await pay(page);
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
    const { entitlements } = ok(await get('/marketplace/entitlements', { as: accessToken }));
    assert.deepEqual(entitlements.map(({ packSlug, tenantId }) => [packSlug, tenantId]), [['tenant-rate-limiter', organisations[0].id]]);
    await visit(page, `/organisation/${organisations[0].id}`);
    await page.locator('main').getByText('Tenant').first().waitFor();
  }));

test('with every webhook dropped the page still becomes fulfilled', async () => {
  ok(await control({ action: 'webhooks', mode: 'drop' }));
  try {
    await withVisitor(async (page) => {
      await signIn(page, 'ada');
      await visit(page, '/marketplace/verified-webhook-ledger');
      await press(page, /^Unlock for \$79$/);
      await pay(page);
      await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor({ timeout: 120_000 });
      await page.getByRole('button', { name: /^Download / }).first().waitFor();
    });
  } finally {
    ok(await control({ action: 'webhooks', mode: 'normal' }));
  }
});

test('a free KEY is claimed without a payment page', () =>
  withVisitor(async (page) => {
    await signIn(page, 'ada', '/marketplace/keyset-pagination');
    await settled(page);
    await press(page, 'Get it free');
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
    await page.getByRole('button', { name: /^Download / }).first().waitFor();
    assert.ok(page.url().startsWith(gateway));
  }));

