// Tests that malformed, oversized and forged requests get a problem document with the right status.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import test from 'node:test';

import { call, data, gateway, get, newUser, ok, post, root, token } from './lib/shop.mjs';

function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.body.status, status);
  assert.equal(answer.body.code, code);
  assert.equal(answer.body.error, answer.body.title);
  assert.equal(answer.body.message, answer.body.detail);
  assert.equal(answer.body.requestId, answer.headers.get('x-request-id'));
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a malformed JSON body gets 400', async () => {
  const as = token(newUser());
  assertProblem(await post('/marketplace/discover/signal',
    { as, raw: '{"signal_type":', headers: { 'content-type': 'application/json' } }), 400, 'INVALID_JSON');
});

test('an unknown route gets 404, a wrong method 405 with Allow', async () => {
  assertProblem(await get('/marketplace/nothing/here'), 404, 'NOT_FOUND');
  const wrong = await call('DELETE', '/marketplace/keys');
  assertProblem(wrong, 405, 'METHOD_NOT_ALLOWED');
  assert.match(wrong.headers.get('allow'), /GET/);
});

test('an oversized body gets 413', async () => {
  const as = token(newUser());
  assertProblem(await post('/marketplace/discover/signal',
    { as, body: { signal_type: 'role', signal_value: 'x'.repeat(2 * 1024 * 1024) } }), 413, 'BODY_TOO_LARGE');
});

test('a forged webhook signature gets 400', async () => {
  const seconds = Math.floor(Date.now() / 1000);
  const body = '{"id":"evt_forged","object":"event"}';
  const v1 = createHmac('sha256', 'whsec_of_somebody_else').update(`${seconds}.${body}`).digest('hex');
  assertProblem(await post('/billing/webhook',
    { raw: body, headers: { 'stripe-signature': `t=${seconds},v1=${v1}` } }), 400, 'INVALID_SIGNATURE');
  assertProblem(await post('/billing/webhook', { raw: body }), 400, 'INVALID_SIGNATURE');
});

test('a token signed with alg none, or by nobody, gets 401 on every route', async () => {
  const claims = { sub: newUser(), aud: 'authenticated', exp: Math.floor(Date.now() / 1000) + 600 };
  const none = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
  const wrong = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.${'A'.repeat(43)}`;
  for (const as of [none, wrong, 'garbage', `${token(newUser())}x`]) {
    const answer = await get('/marketplace/entitlements', { as });
    assertProblem(answer, 401, 'UNAUTHENTICATED');
    assert.match(answer.headers.get('www-authenticate'), /^Bearer/);
    assertProblem(await get('/marketplace/keys', { as }), 401, 'UNAUTHENTICATED');
  }
});

test('routes for administrators refuse everybody else', async () => {
  assertProblem(await post('/marketplace/admin/ingest', { body: {} }), 401, 'UNAUTHENTICATED');
  assertProblem(await post('/marketplace/admin/ingest', { as: token(newUser()), body: {} }), 403, 'NOT_ADMIN');
});

test('unknown parameters and members are named', async () => {
  const query = await get('/marketplace/keys?colour=red');
  assert.equal(query.status, 400);
  assert.match(query.text, /colour/);
  const member = await post('/marketplace/analytics', { body: { event_type: 'view', colour: 'red' } });
  assertProblem(member, 400, 'UNKNOWN_FIELD');
  assert.equal(member.body.errors[0].pointer, '/colour');
});

test('anyone may report views, nobody may report events that the server makes', async () => {
  assert.deepEqual(ok(await post('/marketplace/analytics', { body: { event_type: 'view' } })), { success: true });
  for (const type of ['purchase', 'download', 'bundle_upgrade']) {
    assertProblem(await post('/marketplace/analytics', { as: token(newUser()), body: { event_type: type } }),
      403, 'SERVER_EVENT');
  }
});

test('answers carry an entity tag, and the request id is echoed or made', async () => {
  const first = await get('/marketplace/keys', { headers: { 'x-request-id': 'buyer-42' } });
  assert.equal(first.headers.get('x-request-id'), 'buyer-42');
  const etag = first.headers.get('etag');
  assert.match(etag, /^"[^"]+"$/);
  assert.equal((await get('/marketplace/keys', { headers: { 'if-none-match': etag } })).status, 304);
  const odd = await get('/marketplace/keys', { headers: { 'x-request-id': 'no spaces allowed' } });
  assert.notEqual(odd.headers.get('x-request-id'), 'no spaces allowed');
});

test('browsers get pages, programs get JSON, on the same paths', async () => {
  const page = await get('/marketplace/keys', { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
  assert.match(page.headers.get('content-type'), /^text\/html/);
  for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5']) {
    const json = await get('/marketplace/keys', { headers: { accept } });
    assert.match(json.headers.get('content-type'), /^application\/json/);
    assert.match(json.headers.get('vary'), /Accept/i);
  }
});

test('an administrator changes a price at once, and prices below the minimum are refused', async () => {
  const admin = token(newUser(), '--admin');
  const path = '/marketplace/admin/keys/latency-tail-forensics';
  const before = ok(await get('/marketplace/keys/latency-tail-forensics')).key.price_cents;
  const changed = ok(await call('PATCH', path, { as: admin, body: { price_cents: before + 100 } }));
  assert.equal(changed.key.price_cents, before + 100);
  assert.equal(ok(await get('/marketplace/keys/latency-tail-forensics')).key.price_cents, before + 100);
  const low = await call('PATCH', path, { as: admin, body: { price_cents: 49 } });
  assertProblem(low, 400, 'PRICE_BELOW_MINIMUM');
  ok(await call('PATCH', path, { as: admin, body: { price_cents: before } }));
});

test('an Idempotency-Key gives the stored answer again and refuses another request', async () => {
  const as = token(newUser());
  const headers = { 'idempotency-key': `e2e-${newUser()}` };
  const body = { successUrl: `${gateway}/a`, cancelUrl: `${gateway}/b` };
  const path = '/marketplace/keys/evidence-first-review/checkout';
  const first = ok(await post(path, { as, headers, body }));
  const again = await post(path, { as, headers, body });
  assert.deepEqual(ok(again), first);
  assert.equal(again.headers.get('idempotent-replayed'), 'true');
  assertProblem(await post(path, { as, headers, body: { ...body, cancelUrl: `${gateway}/c` } }),
    422, 'IDEMPOTENCY_KEY_REUSED');
});

test('a long user agent of any script is kept to 500 characters, with dots', async () => {
  const psql = (text) => execFileSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qAt', '-c', `SET ROLE keys_owner; ${text}`], { encoding: 'utf8' }).trim();
  const key = 'leased-job-queue';
  for (const [character, count] of [['🔑', 600], ['é', 501], ['x', 500], ['🔑', 500]]) {
    const user = newUser();
    ok(await post('/marketplace/admin/entitlements',
      { as: token(newUser(), '--admin'), body: { user_id: user, key, source: 'gift', reason: 'agents' } }));
    // Field values are bytes: UTF-8 as clients send it, one character for each byte.
    const agent = Buffer.from(character.repeat(count)).toString('latin1');
    ok(await post(`/marketplace/keys/${key}/download`, { as: token(user), body: {}, headers: { 'user-agent': agent } }));
    const expected = count > 500 ? `${character.repeat(497)}...` : character.repeat(count);
    assert.equal(psql(`SELECT user_agent FROM marketplace_download_events WHERE user_id = '${user}'`), expected);
  }
});

test('the API describes itself', async () => {
  const api = ok(await get('/openapi.json'));
  assert.match(api.openapi, /^3\./);
  for (const path of ['/marketplace/keys', '/marketplace/keys/{slug}/checkout', '/billing/webhook']) {
    assert.ok(api.paths[path], `${path} is not described`);
  }
  assert.equal((await get('/docs', { headers: { accept: 'text/html' } })).status, 200);
  assert.equal((await get('/healthz')).status, 200);
  assert.equal((await get('/readyz')).status, 200);
});
