// An issuer of tokens, good and bad, and a server that sees every request made to it.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import http from 'node:http';

export const secret = 'the secret that issuer and shop share';
export const audience = 'authenticated';
export const issuer = 'https://issuer.example/auth/v1';
export const user = '0192f0c1-2222-7000-8000-00000000000a';

export const base64url = (value) => Buffer.from(value).toString('base64url');
const text = (value) => (typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value));
export const now = () => Math.floor(Date.now() / 1000);

/** The claims of a good token, with changes; `undefined` leaves a claim out. */
export const claims = (changes = {}) =>
  ({ sub: user, aud: audience, iss: issuer, iat: now(), exp: now() + 600, role: 'authenticated', ...changes });

export const hmac = (key) => (input) => createHmac('sha256', key).update(input).digest();

const signers = {
  RS256: (key) => (input) => sign('sha256', input, key),
  ES256: (key) => (input) => sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (key) => (input) => sign(null, input, key),
};

/** A compact JWS of these parts: objects, or text and bytes taken as they are. */
export function jws(header, payload, signer) {
  const input = `${base64url(text(header))}.${base64url(text(payload))}`;
  return `${input}.${base64url(signer(Buffer.from(input)))}`;
}

export const hs256 = (payload = claims(), header = {}) =>
  jws(typeof header === 'string' ? header : { alg: 'HS256', typ: 'JWT', ...header }, payload, hmac(secret));

/** A key pair of an algorithm under a key id. */
export function makeKey(alg, kid, bits = 2048) {
  const [type, options] = {
    RS256: ['rsa', { modulusLength: bits }],
    ES256: ['ec', { namedCurve: 'P-256' }],
    EdDSA: ['ed25519', {}],
  }[alg];
  const { publicKey, privateKey } = generateKeyPairSync(type, options);
  const signer = signers[alg](privateKey);
  return {
    alg,
    kid,
    publicKey,
    privateKey,
    signer,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' },
    pem: publicKey.export({ type: 'spki', format: 'pem' }),
    token: (payload = claims(), header = {}) => jws({ alg, typ: 'JWT', kid, ...header }, payload, signer),
  };
}

/** Serves whatever `answer` gives and remembers what was asked for. */
export async function listen(answer) {
  const seen = [];
  const server = http.createServer((request, response) => {
    seen.push(request.url);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer()));
  });
  let connections = 0;
  server.on('connection', () => { connections += 1; });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    connections: () => connections,
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
