// Tokens of every broken kind get one and the same answer, and nobody is asked about them.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { eventually, startGateway } from './lib/own_gateway.mjs';
import { brokenTokens } from './tokens/broken.mjs';
import { audience, claims, hs256, issuer, listen, makeKey, now, secret, user } from './tokens/issuer.mjs';

const keys = {
  rsa: makeKey('RS256', 'rsa'),
  ec: makeKey('ES256', 'ec'),
  ed: makeKey('EdDSA', 'ed'),
  weak: makeKey('RS256', 'weak', 1024),
  stranger: { rsa: makeKey('RS256', 'x'), ec: makeKey('ES256', 'x'), ed: makeKey('EdDSA', 'x') },
};
let published = [keys.weak.jwk, keys.rsa.jwk, keys.ec.jwk, keys.ed.jwk];

// Routes that need a token, may have one, and need an administrator's. Each request is wrong in a way
// the gateway itself sees once it believes the token: no service is needed to tell 401 from believed.
const ROUTES = {
  user: ['GET', '/marketplace/entitlements?colour=red'],
  anyone: ['GET', '/marketplace/keys?colour=red'],
  admin: ['GET', '/marketplace/admin/audit?colour=red'],
};

let jwks;
let elsewhere;
let gateway;

before(async () => {
  jwks = await listen(() => ({ keys: published }));
  elsewhere = await listen(() => ({ keys: [keys.stranger.rsa.jwk] }));
  gateway = await start();
});
after(async () => {
  await gateway?.stop();
  jwks?.close();
  elsewhere?.close();
});

function start(more = {}) {
  return startGateway({
    JWKS_URL: `${jwks.url}/jwks.json`, JWKS_REFRESH_MS: '3600000', SUPABASE_JWT_SECRET: secret,
    JWT_AUDIENCE: audience, JWT_ISSUER: issuer, ...more,
  });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
after(() => agent.destroy());

/** One request with header fields as they are; a list sends the field more than once. */
function ask([method, target], authorization, to = gateway) {
  const headers = authorization === undefined ? {} : { authorization };
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, port: to.port, host: '127.0.0.1', method, path: target }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({
        status: answer.statusCode, headers: answer.headers, body: JSON.parse(Buffer.concat(parts).toString()),
      }));
    });
    for (const [name, value] of Object.entries(headers)) {
      // Node refuses bytes above ASCII in text; latin1 sends them.
      request.setHeader(name, Array.isArray(value) ? value : Buffer.from(value, 'utf8').toString('latin1'));
    }
    request.once('error', reject);
    request.end();
  });
}

const code = ({ status, body }) => `${status} ${body.code}`;
const believed = '400 UNKNOWN_FIELD';
const refused = '401 UNAUTHENTICATED';

/** Returns what a client sees, without values that always differ. */
function face({ status, headers, body }) {
  const { date, 'x-request-id': id, ...fields } = headers;
  assert.equal(body.requestId, id);
  return JSON.stringify({ status, fields, body: { ...body, requestId: '' } });
}

/** Claims as text, with times written as they are given. */
function withTimes(iat, exp) {
  const rest = claims({ iat: undefined, exp: undefined });
  return `${JSON.stringify(rest).slice(0, -1)},"iat":${iat},"exp":${exp},"nbf":${iat}}`;
}

test('good tokens of each algorithm are believed', async () => {
  const good = {
    HS256: hs256(),
    'HS256 with a kid': hs256(claims(), { kid: 'any' }),
    RS256: keys.rsa.token(),
    ES256: keys.ec.token(),
    EdDSA: keys.ed.token(),
    'ES256 without kid': keys.ec.token(claims(), { kid: undefined }),
    'typ at+jwt': hs256(claims(), { typ: 'at+jwt' }),
    'no typ': hs256(claims(), { typ: undefined }),
    'aud a list': hs256(claims({ aud: ['x', audience] })),
    'cty of claims': hs256(claims(), { cty: 'application/json' }),
    'sub in capitals': hs256(claims({ sub: user.toUpperCase() })),
    // NumericDate: any JSON number (RFC 7519 §2).
    'times with fractions': hs256(withTimes(`${now()}.403285`, `${now() + 600}.387841`)),
    'whole times written as fractions': hs256(withTimes(`${now()}.0`, `${now() + 600}.000`)),
    'times with exponents': hs256(withTimes(`${now() / 1e9}e9`, `${((now() + 600) / 1e9).toFixed(9)}E+9`)),
    'exp with e0': hs256(withTimes(now(), `${now() + 600}e0`)),
    'exp in the year 2538': hs256(withTimes(now(), '1.7954358e10')),
  };
  for (const [what, token] of Object.entries(good)) {
    assert.equal(code(await ask(ROUTES.user, `Bearer ${token}`)), believed, what);
    assert.equal(code(await ask(ROUTES.anyone, `bearer   ${token}`)), believed, what);
  }
});

test('times of tokens have a minute of tolerance', async () => {
  /** Asked within the second in which the token was made, so that its distance is what it says. */
  const answerTo = async (changes) => {
    for (;;) {
      const second = now();
      const answer = code(await ask(ROUTES.user, `Bearer ${hs256(claims(changes(second)))}`));
      if (now() === second) return answer;
    }
  };
  for (const [what, changes, expected] of [
    ['exp 59 seconds ago', (second) => ({ exp: second - 59 }), believed], ['exp 61 seconds ago', (second) => ({ exp: second - 61 }), refused],
    ['nbf in 59 seconds', (second) => ({ nbf: second + 59 }), believed], ['nbf in 62 seconds', (second) => ({ nbf: second + 62 }), refused],
    ['iat in 59 seconds', (second) => ({ iat: second + 59 }), believed],
  ]) assert.equal(await answerTo(changes), expected, what);
});

test('administrators are named by app_metadata alone', async () => {
  const role = async (more) => code(await ask(ROUTES.admin, `Bearer ${hs256(claims(more))}`));
  assert.equal(await role({ app_metadata: { role: 'admin' } }), believed);
  assert.equal(await role({ app_metadata: { role: 'superadmin' } }), believed);
  for (const more of [{}, { user_metadata: { role: 'admin' } }, { role: 'admin' }, { role: 'service_role' },
    { app_metadata: { role: 'Admin' } }, { app_metadata: { role: ['admin'] } }, { app_metadata: 'admin' },
    { app_metadata: { roles: ['admin'] } }, { user_metadata: { app_metadata: { role: 'admin' } } }]) {
    assert.equal(await role(more), '403 NOT_ADMIN', JSON.stringify(more));
  }
});

test('every broken token gets the same 401, and nobody is asked about it', async () => {
  const tokens = brokenTokens(keys, elsewhere.url);
  const one = { what: 'two fields', field: () => [`Bearer ${hs256()}`, `Bearer ${hs256()}`] };
  assert.equal(code(await ask(ROUTES.user, `Bearer ${keys.rsa.token()}`)), believed);
  let cells = 0;
  for (const [kind, route] of Object.entries(ROUTES)) {
    const expected = face(await ask(route, 'Bearer rubbish'));
    for (const { what, field } of [one, ...tokens]) {
      const before = jwks.connections() + jwks.seen.length;
      const answer = await ask(route, field());
      assert.equal(code(answer), refused, `${kind}: ${what}`);
      assert.equal(answer.headers['www-authenticate'], 'Bearer error="invalid_token"', what);
      assert.equal(face(answer), expected, `${kind}: ${what}`);
      assert.equal(jwks.connections() + jwks.seen.length, before, `asked for keys: ${what}`);
      cells += 1;
    }
  }
  assert.deepEqual(elsewhere.seen, []);
  assert.equal(elsewhere.connections(), 0);
  assert.deepEqual([...new Set(jwks.seen)], ['/jwks.json']);
  console.log(`counted: broken tokens: ${tokens.length + 1} kinds, ${cells} requests`);
});

test('without a token WWW-Authenticate names no error', async () => {
  const none = await ask(ROUTES.user);
  assert.equal(code(none), refused);
  assert.equal(none.headers['www-authenticate'], 'Bearer');
  assert.equal(code(await ask(ROUTES.admin)), refused);
  assert.equal(code(await ask(ROUTES.anyone)), believed);
});

test('a rotated key set is fetched by the clock, and keys are found by their id', async () => {
  const next = makeKey('EdDSA', 'next');
  const quick = await start({ JWKS_REFRESH_MS: '20' });
  try {
    assert.equal(code(await ask(ROUTES.user, `Bearer ${next.token()}`, quick)), refused);
    published = [next.jwk, keys.rsa.jwk];
    await eventually('the new key is known', async () =>
      code(await ask(ROUTES.user, `Bearer ${next.token()}`, quick)) === believed);
    assert.equal(code(await ask(ROUTES.user, `Bearer ${keys.rsa.token()}`, quick)), believed);
    assert.equal(code(await ask(ROUTES.user, `Bearer ${keys.ed.token()}`, quick)), refused);
  } finally {
    await quick.stop();
  }
});

test('a secret that is shorter than its hash is refused at the start', async () => {
  await assert.rejects(start({ SUPABASE_JWT_SECRET: 'x'.repeat(31) }), /SUPABASE_JWT_SECRET.*at least 32 bytes/);
});

test('without a secret no HS256 token is good, not even one signed with nothing', async () => {
  const strict = await start({ SUPABASE_JWT_SECRET: '' });
  try {
    assert.equal(code(await ask(ROUTES.user, `Bearer ${hs256()}`, strict)), refused);
    assert.equal(code(await ask(ROUTES.user, `Bearer ${keys.rsa.token()}`, strict)), believed);
  } finally {
    await strict.stop();
  }
});
