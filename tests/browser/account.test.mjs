// Tests what people do with their account: update, receipt, privacy, organisation, erasure; and that strangers are
// asked to sign in.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { buy, get, newUser, ok, post, token } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, settled, signIn, visit } from './lib/browser.mjs';

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

test('a stranger is asked to sign in and comes back to the page', () =>
  withVisitor(async (page) => {
    for (const address of ['/account/keys', '/account/orders', '/account/billing', '/account/privacy']) {
      await visit(page, address);
      await page.getByText('Sign in to see this').waitFor();
    }
    await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
    await page.locator('button.persona').first().click();
    await page.waitForURL(/\/account\/privacy$/);
    await page.getByRole('heading', { level: 1, name: 'Privacy and data' }).waitFor();
  }));

test('a version that is newer than the one downloaded is told, with what changed', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ada');
    const has = ok(await get('/marketplace/entitlements', { as: accessToken })).entitlements.some(({ packSlug }) => packSlug === 'postgres-connection-exhaustion');
    if (!has) await buy('keys', 'postgres-connection-exhaustion', accessToken);
    ok(await post('/marketplace/keys/postgres-connection-exhaustion/download', { as: accessToken, body: { version: '1.0.0' } }));
    await visit(page, '/account/keys');
    const owned = page.locator('article.owned', { has: page.locator('a[href="/marketplace/postgres-connection-exhaustion"]') });
    await owned.getByText(/^Update available: you downloaded 1\.0\.0/).waitFor();
    await owned.getByText('What changed').click();
    await owned.locator('.diff-summary').waitFor();
    await owned.getByText('Why you have access').click();
    await owned.locator('.timeline').getByText(/Access granted: Bought/).waitFor();
  }));

test('signals are shown with purpose and expiry, forgotten one by one, and switched off', () =>
  withVisitor(async (page) => {
    const { accessToken } = await signIn(page, 'ben');
    ok(await post('/marketplace/discover/signal', { as: accessToken, body: { signal_type: 'tool_intent', signal_value: 'Stripe' } }));
    await visit(page, '/account/privacy');
    const before = ok(await get('/marketplace/discover/signals', { as: accessToken })).signals.length;
    await page.getByRole('button', { name: 'Forget "Stripe"' }).first().click();
    await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'));
    assert.equal(ok(await get('/marketplace/discover/signals', { as: accessToken })).signals.length, before - 1);
    // The box follows the answer, so a click is not yet a change.
    const keep = page.getByLabel('Keep the tools I name');
    const kept = (isKept) => page.locator(`label:has-text("Keep the tools I name") input:${isKept ? 'checked' : 'not(:checked)'}:enabled`).waitFor();
    await keep.click();
    await kept(false);
    const outs = ok(await get('/marketplace/discover/opt-outs', { as: accessToken })).opt_outs.map(({ signal_type: type }) => type);
    assert.deepEqual(outs, ['tool_intent']);
    await keep.click();
    await kept(true);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download my data' }).click()]);
    assert.equal(file.suggestedFilename(), 'my-data.json');
  }));

test('an owner adds somebody by e-mail, changes their role and removes them; the last owner stays', () =>
  withVisitor(async (page, visitor) => {
    const other = await newVisitor(browser);
    const theirs = await other.open();
    const { user } = await signIn(theirs, 'ben');
    await visit(theirs, '/account/orders');
    const { accessToken } = await signIn(page, 'owner');
    const [{ id }] = ok(await get('/marketplace/orgs', { as: accessToken })).organisations;
    await visit(page, `/organisation/${id}`);
    await page.getByLabel('E-mail address or user id').fill(user.email);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel(`Role of ${user.email}`).waitFor();
    await visit(theirs, `/organisation/${id}`);
    await theirs.getByText('Only owners can change members.').waitFor();
    await page.getByLabel(`Role of ${user.email}`).selectOption('admin');
    await theirs.reload();
    await theirs.getByText('Your role: Administrator').waitFor();
    await page.getByRole('button', { name: `Remove ${user.email}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByLabel(`Role of ${user.email}`).waitFor({ state: 'detached' });
    // The one owner cannot give the role away: the page says why.
    await page.locator('main select').first().selectOption('member');
    await page.locator('main .notice-bad').waitFor();
    page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/409/.test(fault)));
    assert.deepEqual(theirs.faults, []);
    assert.ok(visitor);
    await other.close();
  }));

/** Signs a page in as somebody else than the personas, who are needed again: the page's session is given their token. */
const actAs = (page, user, as) => page.route(/\/auth\/refresh$/, (route) => route.fulfill({
  status: 200, contentType: 'application/json',
  body: JSON.stringify({ accessToken: as, expiresAt: Math.floor(Date.now() / 1000) + 3000, user: { id: user, email: 'gone@example.test', role: 'user' } }),
}));

test('an erasure that takes long shows how far it has come, then signs the person out', () =>
  withVisitor(async (page) => {
    const user = newUser();
    await actAs(page, user, token(user));
    const services = ['billing', 'catalog', 'discovery', 'entitlement', 'ingestion', 'analytics'];
    let done = 2;
    const at = new Date().toISOString();
    const erasure = () => ({
      state: done === services.length ? 'done' : 'running', began_at: at, updated_at: at,
      services: services.map((name, place) => ({ name, state: place < done ? 'done' : 'waiting', rows: 500 })),
    });
    await page.route(/\/marketplace\/me\/erase$/, (route) => route.fulfill(route.request().method() === 'POST'
      ? { status: 202, headers: { location: '/marketplace/me/erase', 'retry-after': '2' }, contentType: 'application/json', body: JSON.stringify({ user_id: user, erased: false }) }
      : { status: 200, contentType: 'application/json', body: JSON.stringify({ erasure: erasure() }) }));
    await visit(page, '/account/privacy');
    await page.getByRole('button', { name: 'Erase my account…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Type "erase my account" to confirm').fill('erase my account');
    await page.getByRole('button', { name: 'Erase my account for good' }).click();
    await page.getByText('2 of 6 parts of the shop are done.').waitFor();
    await page.getByText('It goes on by itself: you may close this page.').waitFor();
    done = 5;
    await page.getByText('5 of 6 parts of the shop are done.').waitFor();
    await page.unroute(/\/auth\/refresh$/);
    done = services.length;
    await page.waitForURL((url) => url.pathname === '/');
    await settled(page);
    page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/40[13]/.test(fault)));
  }));

test('somebody erases their account after being asked twice', () =>
  withVisitor(async (page) => {
    const user = newUser();
    const as = token(user);
    await buy('keys', 'retention-cohorts', as);
    await actAs(page, user, as);
    await visit(page, '/account/privacy');
    await page.getByRole('button', { name: 'Erase my account…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Type "erase my account" to confirm').fill('erase');
    await page.getByRole('button', { name: 'Erase my account for good' }).click();
    await page.getByText('Type exactly: erase my account').waitFor();
    await page.getByLabel('Type "erase my account" to confirm').fill('erase my account');
    await page.unroute(/\/auth\/refresh$/);
    await Promise.all([page.waitForURL((url) => url.pathname === '/'), page.getByRole('button', { name: 'Erase my account for good' }).click()]);
    await settled(page);
    const admin = token(newUser(), '--admin');
    const { grants = [] } = ok(await get(`/marketplace/admin/users/${user}/export`, { as: admin }));
    assert.equal(JSON.stringify(grants).includes(user), false);
    page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/40[13]/.test(fault)));
  }));
