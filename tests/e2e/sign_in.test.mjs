// Signing in and out: a gateway before a fake of Supabase Auth, and one with the personas of a local stack.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { REUSE_INTERVAL, startSupabaseAuth } from '../fakes/supabase_auth/server.mjs';
import { startGateway } from './lib/own_gateway.mjs';

const SECRET = 'a secret of at least sixteen bytes';
const ANON_KEY = 'the-projects-public-key';
const PUBLIC_URL = 'http://127.0.0.1:4999';
const ADA = { email: 'ada@buyers.example', password: 'correct horse battery staple' };

let auth;
let gateway;
before(async () => {
  auth = await startSupabaseAuth({ secret: SECRET, anonKey: ANON_KEY, redirects: [PUBLIC_URL] });
  auth.addUser(ADA);
  auth.addUser({ email: 'root@shop.example', password: 'x'.repeat(20), appMetadata: { role: 'admin' } });
  gateway = await startGateway(settings({}));
});
after(async () => {
  await gateway?.stop();
  await auth?.stop();
});

const settings = (more) => ({
  SUPABASE_AUTH_URL: auth.url, SUPABASE_ANON_KEY: ANON_KEY, SUPABASE_JWT_SECRET: SECRET, JWT_AUDIENCE: 'authenticated',
  PUBLIC_URL, AUTH_PROVIDERS: 'github', SIGN_IN_ATTEMPTS_PER_MINUTE: '0', ...more,
});

/** A browser: it keeps the cookies of this gateway, by name, and says where its requests come from. */
class Browser {
  cookies = new Map();
  constructor(at = gateway) { this.at = at; }
  async post(path, body = {}, headers = {}) {
    return this.#send(path, {
      method: 'POST',
      headers: { origin: PUBLIC_URL, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }
  follow(path) { return this.#send(path, { headers: { accept: 'text/html' } }); }
  async #send(path, { headers, ...rest }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.at.url + path, {
      ...rest, headers: { ...headers, ...(cookie && { cookie }) }, redirect: 'manual', signal: AbortSignal.timeout(30_000),
    });
    for (const line of response.headers.getSetCookie?.() ?? [response.headers.get('set-cookie')].filter(Boolean)) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : undefined, text };
  }
}

const signedIn = async (at) => {
  const browser = new Browser(at);
  const answer = await browser.post('/auth/sign-in', ADA);
  assert.equal(answer.status, 200, answer.text);
  return browser;
};
const refuses = (answer, status, code) => {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.code, code);
  assert.doesNotMatch(answer.text, /correct horse|credentials|gotrue/i);
};
// Services are not there: whoever is known gets 503, whoever is not 401.
const knows = async (token, at = gateway) =>
  (await fetch(`${at.url}/marketplace/orders`, { headers: { authorization: `Bearer ${token}` } })).status === 503;

test('a password signs in, and the refresh token is where no script and no other site gets at it', async () => {
  const browser = new Browser();
  const answer = await browser.post('/auth/sign-in', ADA);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.user.email, ADA.email);
  assert.equal(answer.body.user.role, 'user');
  assert.ok(answer.body.expiresAt > Date.now() / 1000);
  assert.ok(await knows(answer.body.accessToken));
  assert.match(answer.headers.get('set-cookie'), /^keys_session=[\w-]+; Path=\/auth; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.doesNotMatch(answer.text, new RegExp(browser.cookies.get('keys_session')));
  const admin = await new Browser().post('/auth/sign-in', { email: 'root@shop.example', password: 'x'.repeat(20) });
  assert.equal(admin.body.user.role, 'admin');
  assert.deepEqual((await (await fetch(`${gateway.url}/config.json`)).json()).auth,
    { kind: 'supabase', methods: ['password', 'magic_link'], providers: ['github'] });
});

test('a wrong password is 401 with what is wrong, a malformed request 400', async () => {
  const browser = new Browser();
  for (const wrong of [{ ...ADA, password: 'x' }, { ...ADA, email: 'nobody@buyers.example' }]) {
    const answer = await browser.post('/auth/sign-in', wrong);
    refuses(answer, 401, 'UNAUTHENTICATED');
    assert.match(answer.body.detail, /address or the password is wrong/);
  }
  for (const body of [{}, { email: ADA.email }, { ...ADA, email: 'ada' }, { ...ADA, password: 7 }, { ...ADA, password: 'y'.repeat(1001) }]) {
    refuses(await browser.post('/auth/sign-in', body), 400, 'INVALID_ARGUMENT');
  }
  refuses(await browser.post('/auth/sign-in', { ...ADA, extra: 1 }), 400, 'UNKNOWN_FIELD');
  refuses(await browser.post('/auth/sign-in', '{'), 400, 'INVALID_JSON');
  refuses(await browser.post('/auth/sign-in', JSON.stringify({ ...ADA, password: 'z'.repeat(20_000) })), 413, 'BODY_TOO_LARGE');
  assert.equal(browser.cookies.size, 0);
});

test('pages of other sites can neither sign in nor out nor refresh', async () => {
  const browser = await signedIn();
  for (const path of ['/auth/sign-in', '/auth/refresh', '/auth/sign-out', '/auth/verify', '/auth/callback', '/auth/magic-link']) {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' }]) {
      refuses(await browser.post(path, {}, headers), 403, 'FORBIDDEN');
    }
    refuses(await browser.post(path, {}, { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  }
  assert.ok((await browser.post('/auth/refresh')).body.accessToken);
});

test('a refresh rotates the cookie; without a session it says so quietly', async () => {
  const browser = await signedIn();
  const before = browser.cookies.get('keys_session');
  const answer = await browser.post('/auth/refresh');
  assert.ok(await knows(answer.body.accessToken));
  assert.notEqual(browser.cookies.get('keys_session'), before);
  assert.deepEqual((await new Browser().post('/auth/refresh')).body, { signedOut: true });
  const stranger = new Browser();
  stranger.cookies.set('keys_session', 'made-up');
  const refused = await stranger.post('/auth/refresh');
  assert.equal(refused.status, 200);
  assert.deepEqual(refused.body, { signedOut: true });
  assert.equal(stranger.cookies.size, 0);
});

test('tabs that refresh at once stay signed in, all with the same session', async () => {
  const browser = await signedIn();
  const cookie = browser.cookies.get('keys_session');
  const asked = () => auth.requests.filter((one) => one === 'POST /token').length;
  const before = asked();
  const tabs = await Promise.all(Array.from({ length: 8 }, async () => {
    const tab = new Browser();
    tab.cookies.set('keys_session', cookie);
    const answer = await tab.post('/auth/refresh');
    assert.ok(answer.body.accessToken, answer.text);
    return tab.cookies.get('keys_session');
  }));
  assert.equal(new Set(tabs).size, 1);
  assert.equal(asked() - before, 1);
  browser.cookies.set('keys_session', tabs[0]);
  assert.ok((await browser.post('/auth/refresh')).body.accessToken);
});

test('an answer that was lost does not sign out, a token used again later does', async () => {
  // Gateways of their own: what the first remembers of a refresh for ten seconds, another does not know.
  const other = await startGateway(settings({}));
  try {
    const browser = await signedIn();
    const first = browser.cookies.get('keys_session');
    await browser.post('/auth/refresh');
    auth.advance(REUSE_INTERVAL + 60);
    const lost = new Browser(other);
    lost.cookies.set('keys_session', first);
    assert.ok((await lost.post('/auth/refresh')).body.accessToken, 'the parent of the token that is good now');
    await lost.post('/auth/refresh');
    auth.advance(REUSE_INTERVAL + 60);
    const thief = await startGateway(settings({}));
    try {
      const stolen = new Browser(thief);
      stolen.cookies.set('keys_session', first);
      assert.deepEqual((await stolen.post('/auth/refresh')).body, { signedOut: true });
      const owner = new Browser(thief);
      owner.cookies.set('keys_session', lost.cookies.get('keys_session'));
      assert.deepEqual((await owner.post('/auth/refresh')).body, { signedOut: true }, 'the whole session has ended');
    } finally {
      await thief.stop();
    }
  } finally {
    await other.stop();
  }
});

test('signing out ends the session at the issuer, here or everywhere', async () => {
  const [laptop, phone] = [await signedIn(), await signedIn()];
  const cookie = laptop.cookies.get('keys_session');
  assert.deepEqual((await laptop.post('/auth/sign-out', { scope: 'local' })).body, { signedOut: true });
  assert.equal(laptop.cookies.size, 0);
  laptop.cookies.set('keys_session', cookie);
  assert.deepEqual((await laptop.post('/auth/refresh')).body, { signedOut: true });
  assert.ok((await phone.post('/auth/refresh')).body.accessToken);
  const tablet = await signedIn();
  assert.deepEqual((await tablet.post('/auth/sign-out', { scope: 'global' })).body, { signedOut: true });
  assert.deepEqual((await phone.post('/auth/refresh')).body, { signedOut: true });
  assert.deepEqual((await new Browser().post('/auth/sign-out')).body, { signedOut: true });
  refuses(await phone.post('/auth/sign-out', { scope: 'others' }), 400, 'INVALID_ARGUMENT');
});

test('a link by e-mail signs in once, and says nothing of who has an account', async () => {
  const browser = new Browser();
  const email = 'new@buyers.example';
  assert.deepEqual((await browser.post('/auth/magic-link', { email })).body, { sent: true });
  const link = new URL(auth.mail.find((one) => one.to === email).link);
  assert.equal(link.origin + link.pathname, `${PUBLIC_URL}/sign-in`);
  const answer = await browser.post('/auth/verify', { token_hash: link.searchParams.get('token_hash'), type: link.searchParams.get('type') });
  assert.equal(answer.body.user.email, email);
  assert.ok((await browser.post('/auth/refresh')).body.accessToken);
  const again = await browser.post('/auth/verify', { token_hash: link.searchParams.get('token_hash'), type: 'magiclink' });
  refuses(again, 401, 'UNAUTHENTICATED');
  assert.match(again.body.detail, /expired or was used/);
  const soon = await browser.post('/auth/magic-link', { email });
  refuses(soon, 429, 'RATE_LIMITED');
  assert.ok(Number(soon.headers.get('retry-after')) > 0);
});

test('an OAuth provider signs in the browser that began, and nobody else', async () => {
  const browser = new Browser();
  const begun = await browser.follow('/auth/oauth/github?returnTo=%2Faccount%2Fkeys&utm_source=x');
  assert.equal(begun.status, 302);
  assert.match(begun.headers.get('set-cookie'), /^keys_pkce=[\w-]{43}; Path=\/auth; HttpOnly; SameSite=Strict; Max-Age=600$/);
  const back = (await fetch(begun.headers.get('location'), { redirect: 'manual' })).headers.get('location');
  const landed = new URL(back);
  assert.equal(landed.origin + landed.pathname, `${PUBLIC_URL}/sign-in`);
  assert.equal(landed.searchParams.get('returnTo'), '/account/keys');
  const code = landed.searchParams.get('code');
  refuses(await new Browser().post('/auth/callback', { code }), 401, 'UNAUTHENTICATED');
  const answer = await browser.post('/auth/callback', { code });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.user.email, 'somebody@github.example');
  assert.deepEqual([...browser.cookies.keys()], ['keys_session']);
  const other = new Browser();
  await other.follow('/auth/oauth/github');
  refuses(await other.post('/auth/callback', { code }), 401, 'UNAUTHENTICATED');
  refuses(await other.follow('/auth/oauth/gitlab'), 404, 'NOT_FOUND');
  for (const away of ['//evil.example', 'https://evil.example', '/\\evil.example', 'account', '/a b']) {
    refuses(await other.follow(`/auth/oauth/github?returnTo=${encodeURIComponent(away)}`), 400, 'INVALID_ARGUMENT');
  }
});

test('an outage is 503 and signs nobody out', async () => {
  const browser = await signedIn();
  auth.mode = 'down';
  try {
    for (const answer of [await browser.post('/auth/sign-in', ADA), await browser.post('/auth/refresh'),
      await browser.post('/auth/sign-out'), await browser.post('/auth/magic-link', { email: 'x@y.example' })]) {
      refuses(answer, 503, 'UNAVAILABLE');
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
    }
  } finally {
    auth.mode = 'up';
  }
  assert.ok((await browser.post('/auth/refresh')).body.accessToken);
  const wrongKey = await startGateway(settings({ SUPABASE_ANON_KEY: 'another' }));
  try {
    refuses(await new Browser(wrongKey).post('/auth/sign-in', ADA), 503, 'UNAVAILABLE');
    await wrongKey.logged(/sign_in.issuer_refused/);
  } finally {
    await wrongKey.stop();
  }
  const wrongSecret = await startGateway(settings({ SUPABASE_JWT_SECRET: 'not the secret of the issuer, but as long as one' }));
  try {
    refuses(await new Browser(wrongSecret).post('/auth/sign-in', ADA), 503, 'UNAVAILABLE');
  } finally {
    await wrongSecret.stop();
  }
});

test('an issuer that hangs holds up nothing but signing in', async () => {
  const own = await startGateway(settings({}));
  auth.mode = 'hanging';
  try {
    const attempts = Array.from({ length: 100 }, () => new Browser(own).post('/auth/sign-in', ADA));
    // More than may wait are told at once.
    refuses(await Promise.any(attempts), 503, 'UNAVAILABLE');
    assert.equal((await fetch(`${own.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${own.url}/sign-in`)).status, 200);
    assert.deepEqual((await new Browser(own).post('/auth/refresh')).body, { signedOut: true });
    auth.mode = 'up';
    await own.stop();
    await Promise.allSettled(attempts);
  } finally {
    auth.mode = 'up';
    await own.stop();
  }
});

test('attempts from one address are limited, refreshing is not', async () => {
  const own = await startGateway(settings({ SIGN_IN_ATTEMPTS_PER_MINUTE: '5' }));
  try {
    const browser = await signedIn(own);
    for (let i = 0; i < 4; i += 1) refuses(await browser.post('/auth/sign-in', { ...ADA, password: 'x' }), 401, 'UNAUTHENTICATED');
    const limited = await browser.post('/auth/sign-in', ADA);
    refuses(limited, 429, 'RATE_LIMITED');
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
    assert.ok((await browser.post('/auth/refresh')).body.accessToken);
  } finally {
    await own.stop();
  }
});

test('personas sign in where the switch is on, and only there', async () => {
  refuses(await new Browser().post('/auth/dev/sign-in', { persona: 'admin' }), 404, 'NOT_FOUND');
  const own = await startGateway({ DEV_SIGN_IN: 'on', SUPABASE_JWT_SECRET: SECRET, JWT_AUDIENCE: 'authenticated', PUBLIC_URL });
  try {
    const { auth: info } = await (await fetch(`${own.url}/config.json`)).json();
    assert.equal(info.kind, 'development');
    assert.deepEqual(info.personas.map((one) => one.id), ['buyer-ada', 'buyer-ben', 'owner', 'admin']);
    for (const { id } of info.personas) {
      const browser = new Browser(own);
      const answer = await browser.post('/auth/dev/sign-in', { persona: id });
      assert.equal(answer.body.user.role, id === 'admin' ? 'admin' : 'user');
      assert.ok(await knows(answer.body.accessToken, own));
      assert.ok((await browser.post('/auth/refresh')).body.accessToken);
      const cookie = browser.cookies.get('keys_session');
      await browser.post('/auth/sign-out');
      browser.cookies.set('keys_session', cookie);
      assert.deepEqual((await browser.post('/auth/refresh')).body, { signedOut: true });
    }
    refuses(await new Browser(own).post('/auth/sign-in', ADA), 404, 'NOT_FOUND');
  } finally {
    await own.stop();
  }
  await assert.rejects(startGateway({ DEV_SIGN_IN: 'on', SUPABASE_JWT_SECRET: SECRET, HTTP_LISTEN: '0.0.0.0:0' }), /DEV_SIGN_IN is refused/);
  await assert.rejects(startGateway({ DEV_SIGN_IN: 'on' }), /needs SUPABASE_JWT_SECRET/);
});

test('where nobody can sign in, the shop says so', async () => {
  const own = await startGateway({});
  try {
    assert.deepEqual((await (await fetch(`${own.url}/config.json`)).json()).auth, { kind: 'none' });
    refuses(await new Browser(own).post('/auth/refresh'), 404, 'NOT_FOUND');
  } finally {
    await own.stop();
  }
});
