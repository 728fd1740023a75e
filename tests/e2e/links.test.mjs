// Download links over processes and time: keys that rotate with overlap, and the second they end in.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { clockOffset, replaceFile } from '../chaos/lib/stack.mjs';
import { startProcess } from './lib/processes.mjs';
import { call, eventually, get, newUser, ok, post, token } from './lib/shop.mjs';

const slug = 'leased-job-queue';
const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-links-'));
const user = newUser();
const as = token(user);
const admin = token(newUser(), '--admin');
const signingKey = (id) => `${id}:${randomBytes(32).toString('base64url')}`;

before(async () => {
  ok(await post('/marketplace/admin/entitlements', { as: admin, body: { user_id: user, key: slug, source: 'gift', reason: 'test' } }));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Entitlement and a gateway of its own, which seal and open links with these keys. */
async function pair(more) {
  const entitlement = await startProcess('entitlement', more);
  const gateway = await startProcess('gateway', { ...more, ENTITLEMENT_ADDRESS: entitlement.grpc });
  return { url: gateway.url, stop: () => Promise.all([gateway.stop(), entitlement.stop()]) };
}

/** The path of a new link, as this pair makes it. */
async function newLink({ url }, as_whom = as) {
  const { downloadUrl } = ok(await post(`${url}/marketplace/keys/${slug}/download`, { as: as_whom, body: {} }));
  return new URL(downloadUrl).pathname;
}

/** Follows a link and returns its status, and its code when it gives no bytes. */
async function opened({ url }, link) {
  const { status, body } = await get(url + link);
  return body ? `${status} ${body.code}` : String(status);
}
const keyOf = (link) => link.split('/').pop().split('.')[0];
const foreign = '403 LINK_INVALID';

test('signing keys rotate with overlap: old links live while their key is listed, new ones are sealed by the first', async () => {
  const [old, next] = [signingKey('old-1'), signingKey('next-2')];
  // A rotation in its four steps, process by process: beside each other stand those before and after it.
  const one = await pair({ URL_SIGNING_KEYS: old });
  const known = await pair({ URL_SIGNING_KEYS: `${old},${next}` });
  const turned = await pair({ URL_SIGNING_KEYS: `${next}, ${old}` });
  const done = await pair({ URL_SIGNING_KEYS: next });
  // The same name for other bytes is another key.
  const namesake = await pair({ URL_SIGNING_KEYS: `${next},${signingKey('old-1')}` });
  const links = { one: await newLink(one), known: await newLink(known), turned: await newLink(turned), done: await newLink(done) };
  assert.deepEqual(Object.values(links).map(keyOf), ['old-1', 'old-1', 'next-2', 'next-2']);
  const table = {
    one: [one, ['200', '200', foreign, foreign]],
    known: [known, ['200', '200', '200', '200']],
    turned: [turned, ['200', '200', '200', '200']],
    done: [done, [foreign, foreign, '200', '200']],
    namesake: [namesake, [foreign, foreign, '200', '200']],
  };
  for (const [name, [process, expected]] of Object.entries(table)) {
    const found = [];
    for (const link of Object.values(links)) found.push(await opened(process, link));
    assert.deepEqual(found, expected, name);
  }
  // The key's name stands before the seal, and is sealed in: another listed name opens nothing.
  for (const link of [links.one, links.done]) {
    const renamed = link.replace(keyOf(link), keyOf(link) === 'old-1' ? 'next-2' : 'old-1');
    assert.equal(await opened(turned, renamed), foreign);
  }
  await Promise.all([one, known, turned, done, namesake].map((process) => process.stop()));
  console.log('counted: links over a rotation of keys: 22');
});

test('a link ends with its hour, to the second, for whole files, parts and HEAD alike', async () => {
  const clock = path.join(folder, 'offset');
  // Another suite may have moved the stack's time, which tokens go by.
  const ahead = clockOffset();
  replaceFile(clock, String(ahead));
  const second = () => Math.floor(Date.now() / 1000) + ahead;
  const later = await pair({ CLOCK_OFFSET_FILE: clock });
  // Links count whole seconds: made in one second, this one ends with the same second of the next hour.
  const until = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  let made;
  let link;
  do {
    await until(1000 - (Date.now() % 1000) + 100);
    made = second();
    link = await newLink(later);
  } while (second() !== made);
  const end = made + 3600;
  /** Lets the pair's time be so many seconds off the link's end, from now on. Answers what now is. */
  const moveTo = (seconds) => {
    const at = Date.now();
    replaceFile(clock, String(end + seconds - at / 1000));
    return at;
  };

  // The last second: good at its beginning, and then no more. Once more when the machine let us look too late.
  let seen;
  do {
    seen = [];
    moveTo(-30);
    await until(300);
    assert.equal(await opened(later, link), '200');
    const started = moveTo(-1);
    while (Date.now() < started + 2000 || seen.length === 0) {
      const asked = Date.now() - started;
      seen.push([asked, await opened(later, link), Date.now() - started]);
      await until(20);
    }
    // The clock file is looked at ten times a second; until then the time before stands.
    for (const [asked, word, answered] of seen) {
      if (answered < 1000) assert.equal(word, '200', `${asked}…${answered} ms before its end at 1000`);
      if (asked > 1000 + 150) assert.equal(word, '410 LINK_EXPIRED', `${asked}…${answered} ms, its end being 1000`);
    }
  } while (!seen.some(([asked, , answered]) => asked > 150 && answered < 1000) || !seen.some(([asked]) => asked > 1000 + 150));
  for (const [method, headers] of [['HEAD', {}], ['GET', { range: 'bytes=0-0' }], ['GET', { 'if-none-match': '*' }], ['GET', { 'if-match': '"x"' }]]) {
    assert.equal((await call(method, later.url + link, { headers })).status, 410, `${method} ${JSON.stringify(headers)}`);
  }
  // Ten years on, too; and back in its time it is good.
  moveTo(315_576_000);
  await until(300);
  assert.equal(await opened(later, link), '410 LINK_EXPIRED');
  moveTo(-3000);
  await until(300);
  assert.equal(await opened(later, link), '200');
  await later.stop();
  console.log(`counted: looks at a link around its last second: ${seen.length}`);
});

test('a link of a person who was erased, or whose access went and came again', async () => {
  const here = { url: new URL(ok(await post(`/marketplace/keys/${slug}/download`, { as, body: {} })).downloadUrl).origin };
  const somebody = newUser();
  const grant = async () => ok(await post('/marketplace/admin/entitlements',
    { as: admin, body: { user_id: somebody, key: slug, source: 'gift', reason: 'test' } })).entitlement;
  const first = await grant();
  const link = await newLink(here, token(somebody));
  assert.equal(await opened(here, link), '200');
  ok(await post(`/marketplace/admin/entitlements/${first.id}/revoke`, { as: admin, body: { reason: 'test' } }));
  assert.equal(await opened(here, link), '410 LINK_REVOKED');
  // Any grant that stands makes it good again: it is the access that counts, not how one came by it.
  await grant();
  assert.equal(await opened(here, link), '200');
  await eventually('the erasure is done', async () =>
    (await post(`/marketplace/admin/users/${somebody}/erase`, { as: admin, body: { reason: 'test' } })).status === 200);
  for (const method of ['GET', 'HEAD']) assert.equal((await call(method, here.url + link)).status, 410, method);
});
