// Chromium as a visitor uses it, and what went wrong on the pages it showed.
import { createRequire } from 'node:module';
import path from 'node:path';

import { gateway, root, sandbox } from '../../e2e/lib/shop.mjs';

const require = createRequire(path.join(root, 'gateway/web/package.json'));
const { chromium } = require('playwright-core');
export const axeSource = require.resolve('axe-core/axe.min.js');

// A loaded machine takes long for what a person would see at once.
const PATIENCE_MS = 60_000;

export const openBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });

const OURS = new Set([gateway, sandbox].map((address) => new URL(address).host));

/** Records what must not happen: console errors, exceptions, violations of the policy, requests to other hosts. */
async function watch(page) {
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()} (${message.location().url})`));
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !OURS.has(host)) faults.push(`request to ${host}`);
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.exposeFunction('reportFault', (text) => faults.push(text));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => window.reportFault(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`));
  });
  return faults;
}

/** A visitor with cookies and storage of their own; `page.faults` collects what must not happen. */
export async function newVisitor(browser, { width = 1280, height = 900, theme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, acceptDownloads: true, baseURL: gateway, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  context.setDefaultNavigationTimeout(PATIENCE_MS);
  return { context, open: () => openPage(context), close: () => context.close() };
}

async function openPage(context) {
  const page = await context.newPage();
  page.faults = await watch(page);
  return page;
}

/** Signs in on the sign-in page as one of the development personas; answers the session's user. */
export async function signIn(page, persona, returnTo = '/') {
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  return choosePersona(page, persona);
}

export const PERSONAS = { ada: /Ada/, ben: /Ben/, owner: /Olga/, admin: /Adrian/ };

/** Presses the persona's button on the sign-in page and returns {user, accessToken}. */
export async function choosePersona(page, persona) {
  const button = page.locator('button.persona', { hasText: PERSONAS[persona] });
  await button.waitFor();
  const [response] = await Promise.all([page.waitForResponse(/\/auth\/dev\/sign-in$/), button.click()]);
  const session = await response.json();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return session;
}

/** The page stands: its heading is there and nothing is being loaded. */
export async function settled(page) {
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('main .skeleton, main [aria-busy="true"]') && document.fonts.status === 'loaded');
  await page.waitForLoadState('networkidle');
}

/** Opens an address and waits until it stands. */
export async function visit(page, address) {
  await page.goto(address);
  await settled(page);
}

/** Presses the page's own primary button of this name. */
export const press = (page, name) => page.locator('main').getByRole('button', { name }).first().click();

/** Expects the sandbox's payment page. */
export async function pay(page, how = 'pay') {
  await page.waitForURL((url) => url.origin === sandbox);
  await page.locator(`#${how}`).click();
}
