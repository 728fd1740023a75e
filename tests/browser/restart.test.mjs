// The local stack's gateway is restarted: sessions of personas end with it, and the pages say so.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { endpoints, eventually, get } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, settled, signIn, visit } from './lib/browser.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

test('whoever was signed in is told that the session ended, and signs in again to the same page', async () => {
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  await signIn(page, 'ben', '/account/orders');
  await settled(page);
  const { gateway: pid } = endpoints().pids;
  process.kill(pid, 'SIGTERM');
  await eventually('the gateway serves again', async () => endpoints().pids.gateway !== pid && (await get('/readyz')).status === 200, 120);
  await visit(page, '/account/orders');
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByText('Your session has ended').waitFor();
  await page.getByText(/end when it is restarted/).waitFor();
  await page.locator('button.persona', { hasText: /Ben/ }).click();
  await page.waitForURL(/\/account\/orders$/);
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
  // A person who signs out is not told that the session has ended.
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await visit(page, '/sign-in');
  await page.locator('button.persona').first().waitFor();
  assert.equal(await page.getByText('Your session has ended').count(), 0);
  await visitor.close();
});
