// Downloads as RFC 9110 describes them, over HTTP and a real file: ranges, conditions, HEAD, versions and tags.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { before } from 'node:test';

import { call, get, newUser, ok, post, token } from './lib/shop.mjs';

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

test('the whole file: its digest, its name, nothing kept by caches', async () => {
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

test('every kind of range and condition', async () => {
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
  ];
  for (const [headers, [status, contentRange, from, to]] of rows) {
    const answer = await get(url, { headers });
    const shown = JSON.stringify(headers);
    assert.equal(answer.status, status, shown);
    if (status === 304) assert.equal(answer.bytes.length, 0, shown);
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
});

test('versions are served by their exact name or by a tag, and no other bytes by another', async () => {
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
