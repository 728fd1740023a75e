// Downloads as RFC 9110 describes them, over HTTP and a real file: ranges, conditions, HEAD, versions and tags.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { before } from 'node:test';

import { call, gateway, get, newUser, ok, post, token } from './lib/shop.mjs';

const slug = 'leased-job-queue';
const as = token(newUser());
let url;
let link;
let whole;

before(async () => {
  const admin = token(newUser(), '--admin');
  const user = JSON.parse(Buffer.from(as.split('.')[1], 'base64url')).sub;
  ok(await post('/marketplace/admin/entitlements', { as: admin, body: { user_id: user, key: slug, source: 'gift', reason: 'test' } }));
  link = ok(await post(`/marketplace/keys/${slug}/download`, { as, body: {} }));
  url = link.downloadUrl;
  whole = (await get(url)).bytes;
});

test('a whole file comes with its digest and name, and no cache keeps it', async () => {
  const answer = await get(url);
  const digest = createHash('sha256').update(answer.bytes);
  assert.equal(answer.status, 200);
  assert.equal(answer.bytes.length, link.size_bytes);
  assert.equal(digest.copy().digest('hex'), link.sha256);
  assert.deepEqual(
    ['etag', 'repr-digest', 'content-type', 'content-length', 'content-disposition', 'accept-ranges', 'cache-control'].map((name) => answer.headers.get(name)),
    [`"${link.sha256}"`, `sha-256=:${digest.digest('base64')}:`, 'application/zip', String(link.size_bytes),
      `attachment; filename="${slug}-${link.version}.zip"`, 'bytes', 'private, no-cache'],
  );
});

test('every kind of range and condition is answered as RFC 9110 says', async () => {
  const size = whole.length;
  const tag = `"${link.sha256}"`;
  const all = [200, null, 0, size];
  const part = (from, to) => [206, `bytes ${from}-${to}/${size}`, from, to + 1];
  const none = [416, `bytes */${size}`];
  const rows = [
    [{}, all],
    [{ range: 'bytes=0-0' }, part(0, 0)],
    [{ range: 'bytes=0-' }, part(0, size - 1)],
    [{ range: `bytes=${size - 1}-` }, part(size - 1, size - 1)],
    [{ range: 'bytes=1-5' }, part(1, 5)],
    [{ range: 'BYTES=1-5' }, part(1, 5)],
    [{ range: `bytes=5-${size * 9}` }, part(5, size - 1)],
    [{ range: 'bytes=-1' }, part(size - 1, size - 1)],
    [{ range: `bytes=-${size * 9}` }, part(0, size - 1)],
    // Unsatisfiable.
    [{ range: `bytes=${size}-` }, none],
    [{ range: `bytes=${size}-${size + 5}` }, none],
    [{ range: 'bytes=99999999999999999999-' }, none],
    [{ range: 'bytes=-0' }, none],
    [{ range: `bytes=${size}-,-0` }, none],
    // One of a list that there are bytes for, and lists with empty members (RFC 9110 §5.6.1, §14.1.2).
    [{ range: `bytes=1-5,${size}-` }, part(1, 5)],
    [{ range: 'bytes=, 1-5 ,' }, part(1, 5)],
    [{ range: 'bytes=1-5,5-1' }, all],
    // Several, empty, nonsense, other units: the whole, as RFC 9110 §14.2 allows.
    [{ range: 'bytes=0-1,3-4' }, all],
    [{ range: 'bytes=0-0,-1' }, all],
    [{ range: 'bytes=' }, all],
    [{ range: 'bytes=-' }, all],
    [{ range: 'bytes=5-1' }, all],
    [{ range: 'bytes=a-b' }, all],
    [{ range: 'bytes=0x1-2' }, all],
    [{ range: 'bytes' }, all],
    [{ range: 'lines=0-1' }, all],
    // If-Range: a strong tag that matches, and nothing else.
    [{ range: 'bytes=1-5', 'if-range': tag }, part(1, 5)],
    [{ range: 'bytes=1-5', 'if-range': `W/${tag}` }, all],
    [{ range: 'bytes=1-5', 'if-range': link.sha256 }, all],
    [{ range: 'bytes=1-5', 'if-range': '"other"' }, all],
    [{ range: 'bytes=1-5', 'if-range': '*' }, all],
    [{ range: 'bytes=1-5', 'if-range': 'Mon, 23 Nov 2026 12:00:00 GMT' }, all],
    [{ range: `bytes=${size}-`, 'if-range': '"other"' }, all],
    [{ 'if-range': tag }, all],
    // If-None-Match is weak, and comes first.
    [{ 'if-none-match': tag }, [304]],
    [{ 'if-none-match': `W/${tag}` }, [304]],
    [{ 'if-none-match': `"x", ${tag}` }, [304]],
    [{ 'if-none-match': '*' }, [304]],
    [{ 'if-none-match': '"x"' }, all],
    [{ 'if-none-match': tag, range: 'bytes=1-5' }, [304]],
    [{ 'if-none-match': '"x"', range: 'bytes=1-5' }, part(1, 5)],
    // A tag may hold commas and stars; those between its quotes part and mean nothing.
    [{ 'if-none-match': '"a,*,b"' }, all],
    [{ 'if-none-match': `"a, ${tag}, b"` }, all],
    [{ 'if-none-match': `*, "x"` }, all],
    [{ 'if-none-match': `"a,b", ${tag}` }, [304]],
    // If-Match is strong, and comes before everything else.
    [{ 'if-match': tag }, all],
    [{ 'if-match': '*' }, all],
    [{ 'if-match': `"x", ${tag}`, range: 'bytes=1-5' }, part(1, 5)],
    [{ 'if-match': tag, range: `bytes=${size}-` }, none],
    [{ 'if-match': tag, 'if-none-match': tag }, [304]],
    [{ 'if-match': `W/${tag}` }, [412]],
    [{ 'if-match': '"x"' }, [412]],
    [{ 'if-match': link.sha256 }, [412]],
    [{ 'if-match': '"x"', range: `bytes=${size}-` }, [412]],
    [{ 'if-match': '"x"', 'if-none-match': tag }, [412]],
    // We tell no date of change, so no condition can be of one (RFC 9110 §13.1.3, §13.1.4).
    [{ 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }, all],
    [{ 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, all],
    [{ 'if-none-match': '"x"', 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }, all],
    // The wish for another digest than the one that the shop sends may be ignored (RFC 9530 §4).
    [{ 'want-repr-digest': 'sha-512=3, md5=1' }, all],
    [{ 'want-repr-digest': 'sha-256=0' }, all],
  ];
  for (const [headers, [status, contentRange, from, to]] of rows) {
    const answer = await get(url, { headers });
    const shown = JSON.stringify(headers);
    assert.equal(answer.status, status, shown);
    if (status === 304) assert.equal(answer.bytes.length, 0, shown);
    if (status === 412) assert.equal(answer.body.code, 'PRECONDITION_FAILED', shown);
    if (status === 416) assert.equal(answer.body.code, 'RANGE_NOT_SATISFIABLE', shown);
    if (contentRange !== undefined) assert.equal(answer.headers.get('content-range'), contentRange, shown);
    if (from === undefined) continue;
    assert.ok(answer.bytes.equals(whole.subarray(from, to)), shown);
    assert.equal(answer.headers.get('content-length'), String(to - from), shown);
    assert.equal(answer.headers.get('etag'), tag, shown);
    // The digest is the whole file's, of a part too (RFC 9530).
    assert.ok(answer.headers.get('repr-digest'), shown);
  }
  console.log(`counted: ${rows.length} requests for ranges, each with its bytes`);
});

test('HEAD tells what GET would, knows no ranges and sends nothing', async () => {
  const head = await call('HEAD', url, { headers: { range: 'bytes=0-1' } });
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
  assert.equal(head.headers.get('content-length'), String(whole.length));
  assert.equal(head.headers.get('etag'), `"${link.sha256}"`);
  assert.equal((await call('HEAD', `${url}x`)).status, 403);
  // Field for field, but for those that differ by nature.
  const fields = (answer) => Object.fromEntries([...answer.headers].filter(([name]) => !['date', 'x-request-id', 'connection', 'keep-alive'].includes(name)));
  for (const headers of [{}, { 'if-none-match': `"${link.sha256}"` }, { 'if-match': '"x"' }, { origin: 'https://elsewhere.example' }]) {
    const [one, other] = [await get(url, { headers }), await call('HEAD', url, { headers })];
    assert.equal(other.status, one.status);
    const lengthOf = ({ 'content-length': length, ...rest }) => (one.status === 412 ? rest : { length, ...rest });
    assert.deepEqual(lengthOf(fields(other)), lengthOf(fields(one)), JSON.stringify(headers));
  }
});

test('a link works only as it is spelt and only for reading', async () => {
  const { pathname } = new URL(url);
  const token = pathname.split('/').pop();
  const at = (text) => `/marketplace/downloads/${text}`;
  const escaped = (c) => `%${c.charCodeAt(0).toString(16)}`;
  const spellings = [
    `${token}?x=1`, `${token}/`, `${token}.`, `${token}=`, `${token}%20`, `${token}%00`, `${token}A`, `.${token}`, token.slice(0, -1),
    escaped(token[0]) + token.slice(1), token.replace('.', '%2e'), token.toUpperCase(), token.toLowerCase(), `${token};v=1`,
    token.replace('.', '..'), token.split('.').reverse().join('.'), token.split('.')[1], `x${token}`,
  ].filter((text) => text !== token);
  for (const text of spellings) {
    const answer = await get(at(text));
    assert.equal(`${answer.status} ${answer.body.code}`, '403 LINK_INVALID', text);
  }
  for (const text of [`${token}/x`, '', `/${token}`]) assert.equal((await get(at(text))).status, 404, text);
  assert.equal((await get(`/marketplace//downloads/${token}`)).status, 404);
  assert.equal((await get(`/MARKETPLACE/downloads/${token}`)).status, 404);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const answer = await call(method, at(token), { body: method === 'DELETE' ? undefined : {} });
    assert.equal(`${answer.status} ${answer.headers.get('allow')}`, '405 GET, HEAD, OPTIONS', method);
  }
  assert.equal((await call('OPTIONS', at(token))).headers.get('allow'), 'GET, HEAD, OPTIONS');
  console.log(`counted: spellings of one link: ${spellings.length} refused`);
});

test('a page of an allowed origin may read what a download tells', async () => {
  const origin = gateway;
  const { headers } = await get(url, { headers: { origin, range: 'bytes=0-1' } });
  assert.equal(headers.get('access-control-allow-origin'), origin);
  const exposed = headers.get('access-control-expose-headers').toLowerCase().split(', ');
  for (const name of ['etag', 'content-disposition', 'repr-digest', 'content-range', 'accept-ranges']) assert.ok(exposed.includes(name), name);
  const asked = 'range, if-range, if-match, if-none-match, want-repr-digest';
  const preflight = await call('OPTIONS', url, {
    headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': asked },
  });
  assert.equal(preflight.status, 204);
  const allowed = preflight.headers.get('access-control-allow-headers').toLowerCase().split(', ');
  for (const name of asked.split(', ')) assert.ok(allowed.includes(name), name);
  assert.equal((await get(url, { headers: { origin: 'https://elsewhere.example' } })).headers.get('access-control-allow-origin'), null);
});

test('versions are served by their exact number or by a tag, and never another version\'s bytes', async () => {
  const { versions } = ok(await get(`/marketplace/keys/${slug}/versions`));
  for (const { version, sha256 } of versions) {
    const named = ok(await post(`/marketplace/keys/${slug}/download`, { as, body: { version } }));
    assert.equal(named.sha256, sha256);
    const { bytes, headers } = await get(named.downloadUrl);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    assert.match(headers.get('content-disposition'), new RegExp(`"${slug}-${version.replace(/[.+]/g, '.')}\\.zip"$`));
  }
  assert.equal(ok(await post(`/marketplace/keys/${slug}/download`, { as, body: { version: 'latest' } })).version, link.version);
  for (const version of ['9.9.9', 'newest', '^1.0.0', '1', `${link.version} `]) {
    const answer = await post(`/marketplace/keys/${slug}/download`, { as, body: { version } });
    assert.equal(answer.status, 404, version);
    assert.equal(answer.body.code, 'VERSION_UNKNOWN', version);
  }
});
