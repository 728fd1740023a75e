// Every kind of broken token: [what is wrong with it, the Authorization field, or how to make it when it is sent].
import {
  audience, base64url, claims, hmac, hs256, issuer, jws, now, secret, user,
} from './issuer.mjs';
import { strangeSignatures } from './signatures.mjs';

const bearer = (token) => `Bearer ${token}`;
const good = () => hs256();
const parts = () => good().split('.');

/** A claims document as text, so that it can be malformed or hold a member twice. */
const withText = (extra) => `${JSON.stringify(claims()).slice(0, -1)},${extra}}`;
const without = (name) => claims({ [name]: undefined });

function fields() {
  const [header, payload, signature] = parts();
  return [
    ['no scheme', good()],
    ['the scheme alone', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['another scheme', `Basic ${base64url('a:b')}`],
    ['two tokens', bearer(`${good()} ${good()}`)],
    ['a comma after it', bearer(`${good()},`)],
    ['quotes around it', bearer(`"${good()}"`)],
    ['rubbish', bearer('rubbish')],
    ['two parts', bearer(`${header}.${payload}`)],
    ['four parts', bearer(`${good()}.${signature}`)],
    ['five parts, as encryption has', bearer(`${header}..${payload}.${signature}.${signature}`)],
    ['dots only', bearer('..')],
    ['a dot more', bearer(`${good()}.`)],
    ['an empty header', bearer(`.${payload}.${signature}`)],
    ['an empty payload', bearer(`${header}..${signature}`)],
    ['no signature', bearer(`${header}.${payload}.`)],
    ['truncated in the signature', bearer(good().slice(0, -2))],
    ['truncated in the payload', bearer(good().slice(0, header.length + 20))],
    ['padding', bearer(`${good()}=`)],
    ['padding in the header', bearer(`${header}==.${payload}.${signature}`)],
    ['plain base64 characters', bearer(`${header}.${payload}.${signature.slice(0, -2)}+/`)],
    ['left-over bits in the last character', bearer(good().slice(0, -1) + nonCanonical(good().at(-1)))],
    ['a blank inside', bearer(`${header}. ${payload}.${signature}`)],
    ['a tab after the scheme', `Bearer\t${good()}`],
    ['a tab inside', bearer(`${header}.${payload}\t.${signature}`)],
    ['no blank after the scheme', `Bearer${good()}`],
    ['a colon after the scheme', `Bearer: ${good()}`],
    ['the scheme twice', bearer(`Bearer ${good()}`)],
    ['a parameter instead', `Bearer token="${good()}"`],
    ['padding in the payload', bearer(`${header}.${payload}=.${signature}`)],
    ['percent-encoding', bearer(good().replaceAll('.', '%2E'))],
    ['a dot in front', bearer(`.${good()}`)],
    ['the payload first', bearer(`${payload}.${header}.${signature}`)],
    ['JSON instead of compact', bearer(JSON.stringify({ protected: header, payload, signature }))],
    ['ten kilobytes', bearer(hs256(claims({ padding: 'x'.repeat(7_500) })))],
    ['ten kilobytes of dots', bearer('.'.repeat(10_000))],
    ['bytes above ASCII', bearer('é'.repeat(20))],
  ];
}

// 32 bytes leave two bits of the last character over; strict readers want them zero.
function nonCanonical(character) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(character) | 1];
}

function headers(url) {
  const named = (what, header) => [what, bearer(hs256(claims(), header))];
  const kid = (what, value) => named(`kid ${what}`, { kid: value, alg: 'RS256' });
  return [
    ['alg none', bearer(jws({ alg: 'none', typ: 'JWT' }, claims(), () => ''))],
    ['alg none with a signature', bearer(jws({ alg: 'none' }, claims(), hmac(secret)))],
    ...['None', 'NONE', 'nOnE', 'hs256', 'HS384', 'HS512', 'PS256', 'ES384', 'RSA1_5', 'dir', '', ' HS256']
      .map((alg) => named(`alg "${alg}"`, { alg })),
    named('alg absent', { alg: undefined }),
    named('alg a list', { alg: ['HS256'] }),
    named('alg null', { alg: null }),
    named('alg twice', '{"alg":"none","alg":"HS256"}'),
    named('alg twice with an escape', '{"alg":"HS256","\\u0061lg":"HS256"}'),
    named('kid twice', '{"alg":"HS256","kid":"a","kid":"b"}'),
    named('crit', { crit: ['exp'] }),
    named('crit empty', { crit: [] }),
    named('crit and b64', { crit: ['b64'], b64: false }),
    named('b64 false', { b64: false }),
    named('typ JWE', { typ: 'JWE' }),
    named('typ of a logout token', { typ: 'logout+jwt' }),
    named('typ a number', { typ: 7 }),
    named('cty of a nested token', { cty: 'JWT' }),
    named('cty of a nested token, in full', { cty: 'application/at+jwt' }),
    named('enc', { enc: 'A256GCM' }),
    named('zip', { zip: 'DEF' }),
    named('jku', { jku: `${url}/jku` }),
    named('x5u', { x5u: `${url}/x5u` }),
    kid('empty', ''),
    kid('of 300 characters', 'k'.repeat(300)),
    kid('a number', 7),
    kid('null', null),
    named('a list', '["HS256"]'),
    named('not JSON', '{"alg":"HS256"'),
    named('followed by more', '{"alg":"HS256"}{}'),
    named('with a comment', '{"alg":"HS256"/**/}'),
    named('with a byte order mark', '\ufeff{"alg":"HS256"}'),
    ['header of invalid UTF-8',
      bearer(jws(Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1'), claims(), hmac(secret)))],
  ];
}

function payloads() {
  const named = (what, payload) => [what, bearer(hs256(payload))];
  const at = (name, value) => named(`${name} ${JSON.stringify(value)}`, claims({ [name]: value }));
  const raw = (name, value) =>
    named(`${name} ${value}`, JSON.stringify(without(name)).replace(/}$/, `,"${name}":${value}}`));
  return [
    named('no exp', without('exp')),
    at('exp', now() - 61),
    named('exp sixty seconds ago', claims({ exp: now() - 60 })),
    named('exp as text', claims({ exp: String(now() + 600) })),
    raw('exp', `${now() - 61}.5`),
    raw('exp', `${(now() - 70) / 1e9}e9`),
    raw('exp', `${now() + 600}.`),
    raw('exp', `.5e${10}`),
    raw('exp', '1e300'),
    raw('exp', '1e999'),
    raw('exp', '9223372036854775807'),
    raw('exp', '99999999999999999999999'),
    raw('exp', '-1'),
    raw('exp', '-9223372036854775808'),
    raw('exp', '0'),
    at('exp', null),
    at('exp', true),
    at('exp', 'NaN'),
    at('exp', 'Infinity'),
    at('exp', {}),
    raw('exp', 'NaN'),
    raw('exp', 'Infinity'),
    raw('exp', '-0.0'),
    raw('exp', `0${now() + 600}`),
    raw('exp', `+${now() + 600}`),
    raw('nbf', '-1'),
    at('nbf', null),
    at('iat', null),
    raw('iat', `${now() + 3600}.5`),
    raw('nbf', `${now() + 120}.25`),
    at('exp', [now() + 600]),
    raw('exp', `1,"exp":${now() + 600}`),
    ['nbf in two minutes', () => bearer(hs256(claims({ nbf: now() + 120 })))],
    raw('nbf', '1e300'),
    at('nbf', 'now'),
    named('iat in an hour', claims({ iat: now() + 3600 })),
    named('no aud', without('aud')),
    at('aud', 'others'),
    at('aud', []),
    at('aud', ['a', 'b']),
    at('aud', { 0: audience }),
    at('aud', [audience, 7]),
    at('aud', [[audience]]),
    at('aud', `${audience} `),
    at('aud', audience.toUpperCase()),
    named('no iss', without('iss')),
    at('iss', `${issuer}/`),
    at('iss', [issuer]),
    at('iss', issuer.replace('https', 'http')),
    named('no sub', without('sub')),
    at('sub', 'ada'),
    at('sub', ''),
    at('sub', 7),
    at('sub', `${user}x`),
    at('sub', user.replaceAll('-', '')),
    at('sub', `{${user}}`),
    at('sub', ` ${user}`),
    at('sub', `${user}\n`),
    at('sub', `${user}\u0000`),
    at('sub', `urn:uuid:${user}`),
    at('sub', user.replace('a', 'а')), // a letter of another script
    at('sub', [user]),
    at('sub', null),
    named('sub twice', withText(`"sub":"${user}"`)),
    named('sub twice with an escape', withText(`"s\\u0075b":"${user}"`)),
    named('a role twice in app_metadata', withText('"app_metadata":{"role":"user","role":"admin"}')),
    named('deep nesting', withText(`"x":${'['.repeat(500)}${']'.repeat(500)}`)),
    named('a list', [claims()]),
    named('text', '"claims"'),
    named('nothing', ''),
    named('not JSON', '{"sub":'),
    named('followed by more', `${JSON.stringify(claims())} x`),
    named('a NUL at its end', `${JSON.stringify(claims())}\0`),
    named('a byte order mark', `\ufeff${JSON.stringify(claims())}`),
    ['claims of invalid UTF-8', bearer(jws({ alg: 'HS256' },
      Buffer.from(withText('"x":"\xc3\x28"'), 'latin1'), hmac(secret)))],
  ];
}

function signatures({ rsa, ec, ed, weak, stranger }, url) {
  const attacker = { RS256: stranger.rsa, ES256: stranger.ec, EdDSA: stranger.ed };
  const shared = (what, key, header = {}) =>
    [`HS256 with ${what}`, bearer(jws({ alg: 'HS256', ...header }, claims(), hmac(key)))];
  const kid = (value) =>
    [`kid ${JSON.stringify(value).slice(0, 40)}`, bearer(stranger.rsa.token(claims(), { kid: value }))];
  const spoilt = (key) => {
    const [header, payload, signature] = key.token().split('.');
    return bearer(`${header}.${payload}.${signature.slice(0, 8)}${signature[8] === 'A' ? 'B' : 'A'}${signature.slice(9)}`);
  };
  return [
    shared('another secret', 'another secret'),
    shared('an empty secret', ''),
    shared('the RSA key as PEM', rsa.pem, { kid: 'rsa' }),
    shared('the RSA key as PEM without its last line end', rsa.pem.trimEnd(), { kid: 'rsa' }),
    shared('the RSA key as DER', rsa.publicKey.export({ type: 'spki', format: 'der' }), { kid: 'rsa' }),
    shared('the RSA modulus', Buffer.from(rsa.jwk.n, 'base64url'), { kid: 'rsa' }),
    shared('the RSA key as JWK', JSON.stringify(rsa.jwk), { kid: 'rsa' }),
    shared('the EC key as PEM', ec.pem, { kid: 'ec' }),
    shared('the Ed25519 key', Buffer.from(ed.jwk.x, 'base64url'), { kid: 'ed' }),
    ...Object.values(attacker).map((key) =>
      [`${key.alg} by a stranger under a known kid`, bearer(key.token(claims(), { kid: key.alg === 'RS256' ? 'rsa' : key.alg === 'ES256' ? 'ec' : 'ed' }))]),
    ...Object.values(attacker).map((key) =>
      [`${key.alg} by a stranger without kid`, bearer(key.token(claims(), { kid: undefined }))]),
    ...[rsa, ec, ed].map((key) => [`${key.alg} spoilt`, spoilt(key)]),
    ['RS256 by a key of 1024 bits', bearer(weak.token())],
    ['ES256 of zeros', bearer(jws({ alg: 'ES256', kid: 'ec' }, claims(), () => Buffer.alloc(64)))],
    ['EdDSA of zeros', bearer(jws({ alg: 'EdDSA', kid: 'ed' }, claims(), () => Buffer.alloc(64)))],
    ['ES256 under the RSA kid', bearer(ec.token(claims(), { kid: 'rsa' }))],
    ['RS256 named ES256', bearer(rsa.token(claims(), { alg: 'ES256' }))],
    ['EdDSA named ES256', bearer(ed.token(claims(), { alg: 'ES256', kid: 'ec' }))],
    ['jwk of the signer', bearer(stranger.ec.token(claims(), { jwk: stranger.ec.jwk }))],
    ['jku of the signer', bearer(stranger.rsa.token(claims(), { jku: `${url}/jku` }))],
    ['x5u of the signer', bearer(stranger.rsa.token(claims(), { x5u: `${url}/x5u` }))],
    ['x5c of the signer', bearer(stranger.rsa.token(claims(), { x5c: [base64url('x')] }))],
    kid('../../../../dev/null'),
    kid('/etc/passwd'),
    kid(`${url}/kid`),
    kid("rsa' OR '1'='1"),
    kid('rsa\u0000'),
    kid('RSA'),
    kid('unknown'),
    kid('k'.repeat(256)),
    kid('k'.repeat(257)),
    kid(''),
    kid(['rsa']),
    ['expired, by a stranger under an unknown kid', bearer(stranger.rsa.token(claims({ exp: 1 }), { kid: 'unknown' }))],
  ];
}

/** `keys`: {rsa, ec, ed, weak, stranger: {rsa, ec, ed}}; `url`: of a server that hears of every fetch. `field()` is sent. */
export const brokenTokens = (keys, url) =>
  [...fields(), ...headers(url), ...payloads(), ...signatures(keys, url), ...strangeSignatures(keys)]
    .map(([what, field]) => ({ what, field: typeof field === 'function' ? field : () => field }));
