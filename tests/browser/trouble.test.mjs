// Tests what can go wrong on the way to a KEY: declined, cancelled, paid later, paid twice, back, expired.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { control, eventually, get, ledger, ok } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, pay, press, settled, signIn, visit } from './lib/browser.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function withVisitor(run) {
  const visitor = await newVisitor(browser);
  try {
    const page = await visitor.open();
    await run(page, visitor);
    assert.deepEqual(page.faults, []);
  } finally {
    await visitor.close();
  }
}

const ordersOf = async (as, slug) => ok(await get('/marketplace/orders?limit=100', { as })).orders.filter(({ item }) => item.slug === slug);

test('a declined card can be tried again on the payment page', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ada');
    await visit(page, '/marketplace/webhook-backlog-recovery');
    await press(page, /^Unlock for \$49$/);
    await pay(page, 'decline');
    await page.getByText(/declined/i).first().waitFor();
    // The refusal itself is a 402 that Chromium reports as a console error.
    page.faults.length = 0;
    await pay(page);
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
    assert.equal((await ordersOf(accessToken, 'webhook-backlog-recovery')).length, 1);
  }));

test('leaving the payment page says that nothing was charged', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ada');
    await visit(page, '/marketplace/duplicate-charge-triage');
    await press(page, /^Unlock for \$39$/);
    await pay(page, 'cancel');
    await page.waitForURL(/\/marketplace\/duplicate-charge-triage/);
    await page.locator('.notice-title', { hasText: 'You left the payment page' }).waitFor();
    await page.getByRole('button', { name: /^Unlock for \$39$/ }).waitFor();
    assert.equal((await ordersOf(accessToken, 'duplicate-charge-triage'))[0].status, 'open');
  }));

test('the back button of the browser leads from the payment page to a page that works', () =>
  withVisitor(async (page) => {
    await signIn(page, 'ben');
    await visit(page, '/marketplace/duplicate-charge-triage');
    await press(page, /^Unlock for \$39$/);
    await page.waitForURL(/\/pay\//);
    await page.goBack();
    await settled(page);
    await press(page, /^Unlock for \$39$/);
    await pay(page);
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
  }));

test('a payment that its bank confirms later is waited for, and granted when it is', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ben');
    await visit(page, '/marketplace/latency-tail-forensics');
    await press(page, /^Unlock for \$29$/);
    await pay(page, 'pay_later');
    await page.waitForURL(/\/marketplace\/latency-tail-forensics/);
    await page.locator('.notice-title', { hasText: 'Waiting for the payment to be confirmed' }).waitFor();
    const [order] = await ordersOf(accessToken, 'latency-tail-forensics');
    const payment = (await ledger()).payments.find(({ metadata }) => metadata.order_id === order.id);
    ok(await control({ action: 'settle', session: payment.session }));
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor({ timeout: 120_000 });
  }));

test('paying the same KEY in two tabs charges it once in the end', () =>
  withVisitor(async (page, visitor) => {
    const { accessToken } = await signIn(page, 'ada');
    const other = await visitor.open();
    for (const tab of [page, other]) await visit(tab, '/marketplace/pull-request-gate');
    for (const tab of [page, other]) {
      await press(tab, /^Unlock for \$29$/);
      await tab.waitForURL(/\/pay\//);
    }
    await pay(page);
    await page.locator('.notice-title', { hasText: 'It is yours' }).waitFor();
    // The second tab stands on a payment page that is paid, or closed: it can charge nothing more.
    await other.locator('#pay').click();
    await other.waitForLoadState();
    await eventually('the second payment is refunded or was never made', async () => {
      const orders = await ordersOf(accessToken, 'pull-request-gate');
      const paid = orders.filter(({ status }) => status === 'fulfilled');
      const pending = orders.filter(({ status }) => status === 'paid');
      return paid.length === 1 && pending.length === 0;
    });
    const { payments } = await ledger();
    const mine = (await ordersOf(accessToken, 'pull-request-gate')).map(({ id }) => id);
    const kept = payments.filter(({ metadata, payment_status: state }) => mine.includes(metadata.order_id) && state === 'paid')
      .reduce((sum, { amount, refunded }) => sum + amount - refunded, 0);
    assert.equal(kept, 2900);
    page.faults.push(...other.faults.filter((fault) => !/409|410/.test(fault)));
  }));

test('a token that ends in the middle is renewed without a word', () =>
  withVisitor(async (page) => {
    await signIn(page, 'ada', '/account/keys');
    await settled(page);
    // The next answer refuses the token that the page has; the page gets a new one and asks again.
    let refused = 0;
    await page.route(/\/marketplace\/orders/, async (route) => {
      if (refused++ > 0) return route.fallback();
      await route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ status: 401, code: 'UNAUTHENTICATED', title: 'Unauthenticated' }) });
    });
    await page.locator('.account-nav a[href="/account/orders"]').click();
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
    await settled(page);
    assert.ok(refused >= 2);
    assert.equal(await page.getByText('Sign in to see this').count(), 0);
    page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/401/.test(fault)));
  }));
