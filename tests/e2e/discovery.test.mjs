// Tests the signals that people tell: what is kept and for how long, opt-outs, and that nobody else can read them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { clockOffset, replaceFile } from '../chaos/lib/stack.mjs';
import { startProcess } from './lib/processes.mjs';
import {
  call, data, eventually, get, newUser, ok, post, root, token,
} from './lib/shop.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const person = () => {
  const user = newUser();
  return { user, as: token(user) };
};

const tell = (as, signal_type, signal_value, more = {}) =>
  post('/marketplace/discover/signal', { as, body: { signal_type, signal_value, ...more.body }, headers: more.headers });
const signalsOf = async (as) => ok(await get('/marketplace/discover/signals', { as })).signals;
const discover = async (as, query = '?limit=50') => ok(await get(`/marketplace/discover${query}`, { as }));
const slugsFor = async (as) => (await discover(as)).recommendations.map((found) => found.slug);
const explain = async (as, key) => ok(await get(`/marketplace/discover/explain?key=${key}`, { as }));
const optOut = (method, as, type) => call(method, `/marketplace/discover/opt-outs${type ? `/${type}` : ''}`, { as });
const rows = (sql) => {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qAt', '-c', sql], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
};
const storedOf = (user) => rows(`SELECT count(*) FROM marketplace_discovery_signals WHERE user_id = '${user}'`);

function assertOptedOut(answer, ...lifts) {
  assert.equal(answer.status, 409, answer.text);
  assert.equal(answer.body.code, 'CONFLICT');
  assert.deepEqual(answer.body.errors.map(({ pointer, code }) => [pointer, code]), [['/signal_type', 'OPTED_OUT']]);
  assert.deepEqual(answer.body.actions.map((action) => action.match(/DELETE (\S+)\.$/)?.[1]),
    lifts.map((type) => `/marketplace/discover/opt-outs/${type}`));
}

test('opting out of a type deletes its signals and stores no more of them; other types stay', async () => {
  const { user, as } = person();
  const other = person();
  ok(await tell(as, 'role', 'sre'));
  ok(await tell(as, 'role', 'developer'));
  ok(await tell(as, 'tool_intent', 'stripe'));
  ok(await tell(other.as, 'role', 'sre'));
  assert.deepEqual(ok(await optOut('GET', as)), { opt_outs: [] });
  const before = Date.now();
  const set = ok(await optOut('PUT', as, 'role'));
  assert.equal(set.deletedSignals, 2);
  assert.deepEqual(Object.keys(set.opt_out), ['signal_type', 'created_at', 'updated_at']);
  assert.ok(Math.abs(Date.parse(set.opt_out.created_at) - before - clockOffset() * 1000) < 60_000);
  assert.deepEqual(ok(await optOut('PUT', as, 'role')), { ...set, deletedSignals: 0 }, 'again changes nothing');
  assert.deepEqual(ok(await optOut('GET', as)), { opt_outs: [set.opt_out] });
  assert.deepEqual((await signalsOf(as)).map((signal) => signal.signal_type), ['tool_intent']);
  assert.equal(storedOf(user), '1');
  assertOptedOut(await tell(as, 'role', 'sre'), 'role');
  ok(await tell(as, 'problem_category', 'monetize'));
  const { optedOut, recommendations } = await discover(as);
  assert.deepEqual(optedOut, ['role']);
  const node = recommendations.find((found) => found.tool === 'node');
  assert.equal(node.reason, 'Recommended for monetize');
  assert.deepEqual((await explain(as, node.slug)).optedOut, ['role']);

  assert.equal((await signalsOf(other.as)).length, 1, 'nobody else is touched');
  assert.equal((await discover(other.as)).optedOut, undefined);
  ok(await tell(other.as, 'role', 'developer'));

  assert.deepEqual(ok(await optOut('DELETE', as, 'role')), { deleted: 1, opt_outs: [] });
  assert.deepEqual(ok(await optOut('DELETE', as, 'role')), { deleted: 0, opt_outs: [] }, 'again is no error');
  ok(await tell(as, 'role', 'sre'));
  for (const word of ['mood', 'Role', 'roles', '%20']) {
    assert.equal((await optOut('PUT', as, word)).status, 404, word);
    assert.equal((await optOut('DELETE', as, word)).status, 404, word);
  }
  assert.equal((await call('PUT', '/marketplace/discover/opt-outs/role?colour=red', { as })).status, 400);
  assert.equal((await call('POST', '/marketplace/discover/opt-outs', { as, body: {} })).status, 405);
});

test('after opting out of everything one gets the popular list with its reason, and no suggestion that would be refused', async () => {
  const { user, as } = person();
  ok(await tell(as, 'tool_intent', 'node stripe github supabase cursor jupyter'));
  ok(await tell(as, 'view', 'a-page'));
  assert.ok((await discover(as)).recommendations.some((found) => found.score >= 10));
  ok(await optOut('PUT', as, 'view'));
  assert.equal(ok(await optOut('PUT', as, 'everything')).deletedSignals, 1);
  assert.equal(storedOf(user), '0');
  for (const type of ['role', 'tool_intent', 'problem_category', 'purchase']) assertOptedOut(await tell(as, type, 'node'), 'everything');
  assertOptedOut(await tell(as, 'view', 'x'), 'everything', 'view');
  const { recommendations, optedOut } = await discover(as);
  assert.deepEqual(optedOut, ['everything', 'view']);
  for (const found of recommendations) {
    assert.deepEqual([found.score, found.confidence, found.reason, found.counterfactuals], [1, 'low', `Popular ${found.tool} key`, []]);
    const why = await explain(as, found.slug);
    assert.deepEqual([why.recommended, why.reason, why.counterfactuals], [true, found.reason, []]);
  }
  // Popularity orders both, which discovery does without when it does not come at once.
  await eventually('the list of somebody unknown', async () => {
    assert.deepEqual(await slugsFor(as), await slugsFor(person().as));
    return true;
  });
  assert.deepEqual(ok(await optOut('DELETE', as, 'everything')).opt_outs.map((kept) => kept.signal_type), ['view']);
  assertOptedOut(await tell(as, 'view', 'x'), 'view');
  assert.deepEqual(ok(await optOut('DELETE', as)), { deleted: 1 });
  ok(await tell(as, 'view', 'x'));
});

test('a repeated request under its Idempotency-Key is not answered as stored when the signal was deleted meanwhile', async () => {
  const { user, as } = person();
  const headers = { 'idempotency-key': newUser() };
  assert.deepEqual(ok(await tell(as, 'role', 'sre', { headers })), { success: true });
  ok(await optOut('PUT', as, 'role'));
  assertOptedOut(await tell(as, 'role', 'sre', { headers }), 'role');
  assert.equal(storedOf(user), '0');
});

test('signals posted while an opt-out is written do not survive it', async () => {
  const { user, as } = person();
  let stored = 0;
  for (let round = 0; round < 10; round += 1) {
    const posts = Array.from({ length: 12 }, (_, n) => tell(as, 'role', `sre ${n}`));
    // The cut is before the first signal is stored, between them, or after the last.
    await new Promise((resolve) => setTimeout(resolve, round * 5));
    ok(await optOut('PUT', as, round % 2 ? 'role' : 'everything'));
    assert.deepEqual(await signalsOf(as), [], 'from the moment it is answered');
    const answers = await Promise.all(posts);
    for (const answer of answers) assert.ok([200, 409].includes(answer.status), answer.text);
    stored += answers.filter((answer) => answer.status === 200).length;
    assert.equal(storedOf(user), '0');
    ok(await optOut('DELETE', as));
  }
  console.log(`counted: ${stored} of 120 signals were stored before an opt-out took them`);
});

test('signals are shown with purpose, origin and expiry, page by page and one by one', async () => {
  const { user, as } = person();
  for (let n = 0; n < 5; n += 1) ok(await tell(as, 'view', `page ${n}`, { body: { metadata: { n } } }));
  const all = await signalsOf(as);
  assert.deepEqual(all.map((signal) => signal.signal_value), ['page 4', 'page 3', 'page 2', 'page 1', 'page 0']);
  for (const signal of all) {
    assert.deepEqual(Object.keys(signal),
      ['id', 'signal_type', 'signal_value', 'metadata', 'purpose', 'origin', 'created_at', 'expires_at']);
    assert.equal(Date.parse(signal.expires_at) - Date.parse(signal.created_at), 90 * 24 * 3600 * 1000);
    assert.equal(signal.origin, 'you');
    assert.ok(signal.purpose.length > 10);
    assert.deepEqual(ok(await get(`/marketplace/discover/signals/${signal.id.toUpperCase()}`, { as })), { signal });
  }
  const read = [];
  for (let cursor = ''; cursor !== undefined;) {
    const page = ok(await get(`/marketplace/discover/signals?limit=2${cursor && `&cursor=${cursor}`}`, { as }));
    read.push(...page.signals);
    cursor = page.next_cursor;
  }
  assert.deepEqual(read, all);
  for (const query of ['limit=0', 'limit=1001', 'cursor=x', 'colour=red']) {
    assert.equal((await get(`/marketplace/discover/signals?${query}`, { as })).status, 400, query);
  }
  // Foreign and unknown alike.
  for (const id of [all[0].id, newUser(), 'x']) {
    const answer = await get(`/marketplace/discover/signals/${id}`, { as: person().as });
    assert.deepEqual([answer.status, answer.body.detail], [404, 'You have no signal with this id.']);
  }
  // To the moment: it counts until then and not after.
  const moment = Date.now() + 1500;
  rows(`UPDATE marketplace_discovery_signals SET expires_at = '${new Date(moment + clockOffset() * 1000).toISOString()}' WHERE id = '${all[0].id}'`);
  if ((await get(`/marketplace/discover/signals/${all[0].id}`, { as })).status !== 200) assert.ok(Date.now() >= moment);
  await eventually('expired', async () => (await get(`/marketplace/discover/signals/${all[0].id}`, { as })).status === 404);
  assert.ok(Date.now() >= moment, 'not before its time');
  assert.equal((await signalsOf(as)).length, 4);
  assert.deepEqual(ok(await call('DELETE', '/marketplace/discover/signals', { as })).deleted >= 4, true);
  assert.deepEqual(await signalsOf(as), []);
  assert.match(storedOf(user), /^[01]$/);
});

test('signals live ninety days to the second', async () => {
  const days = 90 * 24 * 3600;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-clock-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const clock = path.join(folder, 'offset');
  // Another suite may have moved the stack's time, which tokens go by.
  replaceFile(clock, String(clockOffset()));
  const discovery = await startProcess('discovery', { CLOCK_OFFSET_FILE: clock });
  const gateway = await startProcess('gateway', { CLOCK_OFFSET_FILE: clock, DISCOVERY_ADDRESS: discovery.grpc });
  const as = token(newUser(), '--expires-in', String(days + 3600));
  const signals = async () => ok(await get(`${gateway.url}/marketplace/discover/signals`, { as })).signals;
  // Once more when the machine did not let us look within its last second.
  for (let tries = 1, last; last === undefined; tries += 1) {
    replaceFile(clock, String(clockOffset()));
    await sleep(300); // a look takes effect within 100 ms
    ok(await call('DELETE', `${gateway.url}/marketplace/discover/signals`, { as }));
    ok(await post(`${gateway.url}/marketplace/discover/signal`, { as, body: { signal_type: 'role', signal_value: 'sre' } }));
    const [{ created_at: created }] = await signals();
    const end = Date.parse(created) + days * 1000;
    // The clock is set two seconds before the end of the signals, and two more with each try.
    const offset = Math.round((end - 2000 * tries - Date.now()) / 1000);
    replaceFile(clock, String(offset));
    await sleep(300);
    last = await lastSeen(signals, offset * 1000, end);
  }
});

/** Looks until the one signal is gone, which must be at `end`. Answers when it was there last, if in its last second. */
async function lastSeen(signals, offset, end) {
  for (let last = 0; ;) {
    const asked = Date.now() + offset;
    const there = (await signals()).length === 1;
    const answered = Date.now() + offset;
    if (!there) {
      assert.ok(answered >= end, `gone ${end - answered} ms before its end`);
      return end - last < 1000 ? last : undefined;
    }
    // Both are cut to whole milliseconds: in the one that `end` names it may still be there.
    assert.ok(asked <= end, `still there ${asked - end} ms after its end`);
    last = asked;
  }
}

test('what a signal may hold: 200 characters of any script, 4 KiB of metadata, and nothing that breaks', async () => {
  const { as } = person();
  const whole = '😀'.repeat(200);
  ok(await tell(as, 'view', whole));
  assert.equal((await signalsOf(as))[0].signal_value, whole);
  const refused = [
    ['view', `${whole}x`], ['view', ''], ['view', ' \n '], ['mood', 'x'], ['view', 'a\u0000b'], ['view', 7],
    ['view', 'x', { metadata: [1] }], ['view', 'x', { metadata: 'x' }], ['view', 'x', { metadata: { a: 'x'.repeat(4090) } }],
    ['view', 'x', { metadata: { a: '\u0000' } }], ['view', 'x', { origin: 'purchase' }],
  ];
  for (const [type, value, body] of refused) {
    const answer = await tell(as, type, value, { body });
    assert.equal(answer.status, 400, `${type} ${JSON.stringify(value).slice(0, 40)} ${JSON.stringify(body)?.slice(0, 40)}: ${answer.text.slice(0, 200)}`);
  }
  const full = { a: 'x'.repeat(4096 - '{"a":""}'.length) };
  ok(await tell(as, 'view', 'full', { body: { metadata: full } }));
  assert.deepEqual((await signalsOf(as))[0].metadata, full);
  // JSON that Postgres' jsonb cannot hold, or would blow up, is refused and no inner error; by events too.
  const nested = `${'['.repeat(60)}${']'.repeat(60)}`;
  for (const [member, status] of [['1e400000', 400], ['-1e-400000', 400], ['0e-99999', 400], ['1E+309', 400], ['"\\ud800"', 400],
    ['1.5e3', 200], ['-2E-7', 200], ['123456789012345678901234567890', 200], [nested, 200]]) {
    const headers = { 'content-type': 'application/json' };
    const raw = `{"signal_type":"view","signal_value":"x","metadata":{"a":${member}}}`;
    const answer = await post('/marketplace/discover/signal', { as, raw, headers });
    assert.equal(answer.status, status, `${member.slice(0, 40)}: ${answer.text.slice(0, 200)}`);
    if (member === nested) continue;
    const event = await post('/marketplace/analytics', { as, raw: `{"event_type":"view","metadata":{"a":${member}}}`, headers });
    assert.equal(event.status, status, `${member.slice(0, 40)} in an event: ${event.text.slice(0, 200)}`);
  }
});

test('all signals that are kept can be read, however many there are', async () => {
  const { user, as } = person();
  // 1,100 signals of 4 KiB, more than one message carries; arranged, since posting them would take long.
  rows(`INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, metadata, origin, created_at, expires_at)
    SELECT gen_random_uuid(), '${user}', 'view', n, jsonb_build_object('a', repeat('x', 4087)), 'you', now(), now() + interval '1 day'
    FROM generate_series(1, 1100) AS n`);
  const seen = new Set();
  let pages = 0;
  for (let cursor = ''; cursor !== undefined; pages += 1) {
    const page = ok(await get(`/marketplace/discover/signals${cursor && `?cursor=${cursor}`}`, { as }));
    for (const signal of page.signals) seen.add(signal.signal_value);
    cursor = page.next_cursor;
  }
  assert.equal(seen.size, 1100);
  assert.ok(pages > 1);
  assert.equal(ok(await call('DELETE', '/marketplace/discover/signals', { as })).deleted, 1100);
});

test('signals are in no log, no address and no answer to somebody else', async () => {
  const { as } = person();
  const mark = `zqx${newUser().slice(-12)}`;
  ok(await tell(as, 'role', `sre ${mark}`, { body: { metadata: { note: mark } } }));
  await tell(as, 'mood', mark);
  await tell(as, 'view', mark, { body: { metadata: [mark] } });
  await tell(as, 'view', mark.repeat(40));
  await discover(as);
  const [{ id }] = await signalsOf(as);
  ok(await get(`/marketplace/discover/signals/${id}`, { as }));
  const other = person();
  await tell(other.as, 'role', 'sre');
  for (const path_ of ['', '/signals', '/opt-outs', '/explain?key=leased-job-queue']) {
    const { text } = await get(`/marketplace/discover${path_}`, other);
    assert.ok(!text.includes(mark) && !text.includes(id), path_);
  }
  ok(await optOut('PUT', as, 'role'));
  assertOptedOut(await tell(as, 'role', mark), 'role');
  const logs = readdirSync(path.join(data, 'logs'));
  assert.ok(logs.length >= 8, `logs looked through: ${logs}`);
  for (const name of logs) assert.ok(!readFileSync(path.join(data, 'logs', name), 'utf8').includes(mark), name);
});
