// E-mail addresses are chosen by whoever signs in: RFC 5321 allows markup in a quoted local part. Wherever one is shown nothing runs, the
// text is shown as text, and no page becomes wider than a phone.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { buy, call, get, newUser, ok, root, token } from '../e2e/lib/shop.mjs';
import { startGateway } from '../e2e/lib/own_gateway.mjs';
import { startSupabaseAuth } from '../fakes/supabase_auth/server.mjs';
import { newVisitor, openBrowser, settled, visit } from './lib/browser.mjs';

const label = (length) => 'b'.repeat(length);
const RLO = '\u202e';
const ADDRESSES = [
  '"<img/src=x/onerror=window.canary=1>"@example.test',
  '"<img src=x onerror=window.canary=1>"@example.test',
  `"'><svg/onload=window.canary=1>"@example.test`,
  `"</script><script>window.canary=1</script>"@example.test`,
  `${'a'.repeat(64)}@${label(63)}.${label(63)}.${label(63)}.${label(55)}.test`,
  `"${RLO}tset.elpmaxe@nimda"@example.test`,
  'مدير@مثال.test',
  'ünïcödé.名前.🔑@exämple.test',
  '"%{0}${7*7}{{7*7}}&lt;b&gt;&#60;"@example.test',
];
const MIN_WIDTH = { width: 360, height: 800 };

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function holds(page, what) {
  assert.equal(await page.evaluate(() => window.canary ?? null), null, `a script ran: ${what}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${wide} pixels too wide: ${what}`);
}
// Only visible ASCII without blanks is taken for an address. A member with another one is shown by their id.
const isKept = (email) => /^[\x21-\x7e]+$/.test(email);
// Characters that turn the direction of writing are shut in by two more around the address.
const shownText = (text) => text.replace(/[\u2068\u2069]/g, '');

test('the sign-in server lets them in, and sign-in page, menu and start show them as text', async () => {
  const secret = 'a secret of at least sixteen bytes';
  const auth = await startSupabaseAuth({ secret, anonKey: 'anon' });
  const gateway = await startGateway({
    SUPABASE_AUTH_URL: auth.url, SUPABASE_ANON_KEY: 'anon', SUPABASE_JWT_SECRET: secret, JWT_AUDIENCE: 'authenticated',
    SIGN_IN_ATTEMPTS_PER_MINUTE: '0', PUBLIC_URL: 'http://127.0.0.1:4999', WEB_ROOT: path.join(root, 'gateway/web/dist'),
  });
  try {
    for (const email of ADDRESSES) {
      auth.addUser({ email, password: 'correct horse' });
      const visitor = await newVisitor(browser, MIN_WIDTH);
      const page = await visitor.open();
      await page.goto(`${gateway.url}/sign-in?returnTo=${encodeURIComponent('/terms')}`);
      await page.locator('input[name=email]').fill(email);
      await page.locator('input[type=password]').fill('correct horse');
      const [answer] = await Promise.all([page.waitForResponse(/\/auth\/sign-in$/), page.locator('form button[type=submit]').click()]);
      assert.equal(answer.status(), 200, email);
      await page.waitForURL((url) => url.pathname === '/terms');
      await page.getByRole('button', { name: 'Account menu' }).click();
      const name = isKept(email) ? email : (await answer.json()).user.id;
      assert.equal(shownText(await page.locator('.menu-head').textContent()), name);
      await holds(page, `menu, ${email}`);
      await page.goto(`${gateway.url}/sign-in`);
      await page.getByText(/^You are signed in as/).waitFor();
      assert.ok(shownText(await page.locator('main').textContent()).includes(name), email);
      await holds(page, `sign-in, ${email}`);
      await visitor.close();
    }
  } finally {
    await gateway.stop();
    await auth.stop();
  }
});

/** A visitor whose session is this user's, with this address. */
async function visitorOf(user, as, email) {
  const visitor = await newVisitor(browser, MIN_WIDTH);
  await visitor.context.route(/\/auth\/refresh$/, (route) => route.fulfill({
    status: 200, contentType: 'application/json',
    body: JSON.stringify({ accessToken: as, expiresAt: Math.floor(Date.now() / 1000) + 3000, user: { id: user, email, role: 'user' } }),
  }));
  return visitor;
}

test("the account's pages, orders and their receipt hold, whatever the buyer's address is", async () => {
  for (const [at, email] of ADDRESSES.entries()) {
    const user = newUser();
    const as = token(user, '--email', email);
    const visitor = await visitorOf(user, as, email);
    const page = await visitor.open();
    const addresses = ['/account/orders'];
    // One purchase is enough to see that Stripe and the receipt take such an address; the others buy nothing.
    if (at === 0) {
      const { order_id: order } = await buy('keys', 'pull-request-gate', as);
      addresses.push('/account/keys', '/account/billing', '/account/privacy', '/marketplace/leased-job-queue', `/account/orders/${order}`);
    }
    for (const address of addresses) {
      await visit(page, address);
      await holds(page, `${address}, ${email}`);
    }
    if (at === 0) assert.ok(shownText(await page.locator('.receipt').textContent()).includes(email));
    assert.deepEqual(page.faults, [], email);
    await visitor.close();
  }
});

test("an organisation's members are named by their addresses, which change nothing around them", async () => {
  const org = newUser();
  const admin = token(newUser(), '--admin');
  const owner = newUser();
  const as = token(owner, '--email', 'owner@example.test', '--org', `${org}:owner`);
  ok(await call('PUT', `/marketplace/admin/orgs/${org}/members/${owner}`, { as: admin, body: { role: 'owner' } }));
  const known = ADDRESSES.filter(isKept);
  for (const email of ADDRESSES) {
    const user = newUser();
    ok(await get('/marketplace/entitlements', { as: token(user, '--email', email) }));
    ok(await call('PUT', `/marketplace/admin/orgs/${org}/members/${user}`, { as: admin, body: { role: 'member' } }));
  }
  const visitor = await visitorOf(owner, as, 'owner@example.test');
  const page = await visitor.open();
  await visit(page, `/organisation/${org}`);
  await holds(page, 'members');
  const names = (await page.locator('.member-name').allTextContents()).map(shownText);
  assert.equal(names.length, ADDRESSES.length + 1);
  for (const email of known) assert.ok(names.some((name) => name.startsWith(email)), `${email} in ${names.join(' | ')}`);
  for (const email of known) {
    await page.getByRole('button', { name: `Remove ${email}`, exact: true }).click();
    const dialog = page.getByRole('dialog');
    assert.ok((await dialog.textContent()).includes(email));
    await holds(page, `dialog, ${email}`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await settled(page);
  assert.deepEqual(page.faults, []);
  await visitor.close();
});
