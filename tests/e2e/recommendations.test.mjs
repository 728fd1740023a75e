// Recommendations compared with a second implementation of docs/contract.md §3 (lib/discovery_reference.mjs), the
// counterfactuals tried, who sees which KEYS, and rules that change while the service runs.
// The number of cases by KEYS_TEST_SCALE, the seed by KEYS_TEST_SEED.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { dice } from './lib/big_shop.mjs';
import { confidence, knownWords, recommend, score } from './lib/discovery_reference.mjs';
import { startProcess } from './lib/processes.mjs';
import {
  buy, call, control, data, eventually, get, newUser, ok, post, root, token,
} from './lib/shop.mjs';

const cases = process.env.KEYS_TEST_SCALE === 'all' ? 500 : 25;
const seed = Number(process.env.KEYS_TEST_SEED ?? Date.now() % 1_000_000);
const admin = token(newUser(), '--admin');

const sql = (text) => {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qAt', '-c', text], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  return stdout.trim();
};
const tell = async (as, signal_type, signal_value) =>
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type, signal_value } }));
const signalsOf = async (as) => ok(await get('/marketplace/discover/signals', { as })).signals;
const recommended = async (as, query = 'limit=50') => ok(await get(`/marketplace/discover?${query}`, { as })).recommendations;
const slugsFor = async (as, query) => (await recommended(as, query)).map((found) => found.slug);
const explain = async (as, key) => ok(await get(`/marketplace/discover/explain?key=${key}`, { as }));
const forget = (as, id = '') => call('DELETE', `/marketplace/discover/signals${id && `/${id}`}`, { as });

async function catalogue(as) {
  const keys = [];
  for (let cursor = ''; cursor !== undefined;) {
    const page = ok(await get(`/marketplace/keys?limit=100${cursor && `&cursor=${cursor}`}`, { as }));
    keys.push(...page.keys);
    cursor = page.next_cursor;
  }
  return keys;
}

const DECOYS = ['nodejs', 'stripes', 'ides', 'notebooks', 'engineering', 'sres', 'x', '15', 'über', '日本', 'café', 'Ω', 'data_', 'no de'];
const BETWEEN = [' ', '.', '-', '/', '_', ', ', ' & ', '\u00a0', '—', '…', '\n', '、', '•'];

/** A value as people write it: known words and others in any case, with anything between them. */
function value(random) {
  const pick = (list) => list[random.below(list.length)];
  const parts = Array.from({ length: 1 + random.below(4) }, () => pick(random.next() < 0.6 ? knownWords : DECOYS))
    .map((word) => pick([word, word.toUpperCase(), word[0].toUpperCase() + word.slice(1)]));
  return parts.join(pick(BETWEEN));
}

async function tellAtRandom(as, random) {
  const told = [];
  for (const type of ['role', 'tool_intent', 'problem_category', 'view', 'purchase']) {
    for (let n = random.below(3); n > 0; n -= 1) told.push({ signal_type: type, signal_value: value(random) });
  }
  for (const { signal_type: type, signal_value: text } of told) await tell(as, type, text);
  return told;
}

/**
 * Several lists that popularity orders alike. It changes by what other tests left on its way, and discovery does
 * without it when analytics does not answer within half a second, as on a machine that stood still.
 */
const inOneOrder = (compare) => eventually('lists in one order', compare, 20);

test('recommendations are those of the reference, for whatever people say', async (t) => {
  const random = dice(seed);
  const user = newUser();
  const as = token(user);
  const nobody = token(newUser());
  ok(await post('/marketplace/admin/entitlements', { as: admin, body: { user_id: user, key: 'leased-job-queue', source: 'gift', reason: 'test' } }));
  const keys = await catalogue(as);
  assert.ok(keys.some((key) => !key.available) && keys.some((key) => key.hasAccess), 'something is never to be recommended');
  let compared = 0;
  let tried = 0;
  for (let n = 0; n < cases; n += 1) {
    ok(await forget(as));
    const told = await tellAtRandom(as, random);
    const what = `seed ${seed}, case ${n}: ${JSON.stringify(told)}`;
    const limit = 1 + random.below(50);
    const got = await inOneOrder(async () => {
      // Somebody who said nothing gets them by popularity alone.
      const wanted = recommend(keys, told, await slugsFor(nobody));
      const found = await recommended(as);
      assert.deepEqual(found.map((one) => [one.slug, one.score, one.reason, one.confidence]),
        wanted.slice(0, 50).map((want) => [want.slug, want.score, want.reason, confidence(want.score)]), what);
      assert.deepEqual(await recommended(as), found, `the same again, ${what}`);
      assert.deepEqual(await recommended(as, `limit=${limit}`), found.slice(0, limit), what);
      return found;
    });
    for (const found of got) {
      assert.equal(found.contributions.reduce((sum, part) => sum + part.points, 0), found.score, what);
    }
    compared += got.length;
    const key = keys[random.below(keys.length)];
    const why = await explain(as, key.slug);
    assert.equal(why.recommended, key.available && !key.hasAccess, what);
    if (!why.recommended) continue;
    assert.deepEqual([why.score, why.reason], [score(key, told).score, score(key, told).reason], what);
    for (const sentence of why.counterfactuals) tried += await tryOut(as, key, sentence, why.score, what);
  }
  assert.ok(tried > 0);
  t.diagnostic(`counted: seed ${seed}: ${cases} people, ${compared} recommendations compared, ${tried} counterfactuals tried`);
});

/** Does what the sentence says, sees whether the score is what it says, and takes it back. */
async function tryOut(as, key, sentence, before, what) {
  const [, word, spoken] = /^(Without your|With the) ([a-z ]+) "/.exec(sentence) ?? [];
  assert.ok(word, sentence);
  const [, promised] = /would (?:still )?score (\d+)(?: instead of \d+)?\.$/.exec(sentence);
  const type = spoken.replaceAll(' ', '_');
  if (word === 'With the') await tell(as, type, /"(.*)"/s.exec(sentence)[1]);
  const [newest] = (await signalsOf(as)).filter((signal) => signal.signal_type === type);
  if (word === 'Without your') ok(await forget(as, newest.id));
  assert.equal((await explain(as, key.slug)).score, Number(promised), `${sentence} ${what}`);
  if (word === 'With the') ok(await forget(as, newest.id));
  else await tell(as, type, newest.signal_value);
  assert.equal((await explain(as, key.slug)).score, before, `taken back: ${sentence} ${what}`);
  return 1;
}

test('key_type narrows the list to a legacy word, a family or a type, and nothing else', async () => {
  const as = token(newUser());
  const keys = new Map((await catalogue(as)).map((key) => [key.slug, key]));
  const words = new Set([...keys.values()].flatMap((key) => [key.key_type, key.tool, ...key.key_types]));
  for (const word of words) {
    await inOneOrder(async () => {
      const wanted = (await slugsFor(as)).filter((slug) => {
        const key = keys.get(slug);
        return [key.key_type, key.tool, ...key.key_types].includes(word);
      });
      assert.deepEqual(await slugsFor(as, `limit=50&key_type=${word}`), wanted, word);
      return true;
    });
  }
  assert.equal((await slugsFor(as, '')).length, Math.min(10, (await slugsFor(as)).length), 'ten by default');
  for (const query of ['key_type=bogus', 'limit=0', 'limit=51', 'limit=1.5', 'limit=x', 'cursor=x']) {
    assert.equal((await get(`/marketplace/discover?${query}`, { as })).status, 400, query);
  }
});

test('KEYS one has access to never appear, by whatever way; without it they come back', async () => {
  const user = newUser();
  const as = token(user);
  const slug = 'retention-cohorts';
  const has = async () => (await slugsFor(as)).includes(slug);
  const give = async (more) => ok(await post('/marketplace/admin/entitlements',
    { as: admin, body: { key: slug, source: 'manual', reason: 'test', ...more } })).entitlement;
  assert.equal(await has(), true);
  const ends = Date.now() + 2500;
  await give({ user_id: user, ends_at: new Date(ends).toISOString() });
  if (await has()) assert.ok(Date.now() >= ends, 'a dated grant is access');
  const why = await explain(as, slug);
  if (Date.now() < ends) assert.deepEqual([why.recommended, why.reason], [false, 'You already have access to this KEY.']);
  await eventually('the dated grant has ended', has, 20);
  assert.ok(Date.now() >= ends);

  const org = newUser();
  await give({ org_id: org });
  assert.equal(await has(), true, 'an organisation they do not belong to');
  const member = `/marketplace/admin/orgs/${org}/members/${user}`;
  ok(await call('PUT', member, { as: admin, body: { role: 'member' } }));
  await eventually('through the organisation', async () => !(await has()), 20);
  ok(await call('DELETE', member, { as: admin }));
  await eventually('left', has, 20);

  const session = await buy('keys', slug, as);
  await eventually('bought', async () => !(await has()), 20);
  ok(await control({ action: 'open_dispute', session: session.sessionId }));
  await eventually('suspended: no access', has, 20);
  assert.equal((await get('/marketplace/discover/explain?key=nothing-here', { as })).status, 404);
  const bundle = ok(await get('/marketplace/bundles/on-call-operator')).bundle;
  const owner = token(newUser());
  await buy('bundles', bundle.slug, owner);
  const inside = new Set(bundle.keys.map((key) => key.slug));
  await eventually('all of the bundle', async () => !(await slugsFor(owner)).some((one) => inside.has(one)), 20);
});

/** (buyers, downloads, views) of 90 days by slug, counted by hand from every event. */
function popularity(keys) {
  const slugOf = new Map(keys.map((key) => [key.id, key.slug]));
  const counts = new Map(keys.map((key) => [key.slug, { buyers: new Set(), downloads: 0, views: 0 }]));
  const events = JSON.parse(sql(`SELECT coalesce(json_agg(e), '[]') FROM (SELECT event_type, key_id, key_slug,
    coalesce(tenant_id, user_id) AS buyer FROM marketplace_analytics WHERE created_at > now() - interval '90 days') AS e`));
  for (const event of events) {
    const count = counts.get(slugOf.get(event.key_id) ?? event.key_slug);
    if (!count) continue;
    if (event.event_type === 'purchase') count.buyers.add(event.buyer);
    if (event.event_type === 'download') count.downloads += 1;
    if (event.event_type === 'view') count.views += 1;
  }
  return new Map([...counts].map(([slug, count]) => [slug, [count.buyers.size, count.downloads, count.views]]));
}

test('ties go to the more popular KEY, then to the slug: buyers, downloads and views counted by hand', async () => {
  const as = token(newUser());
  const keys = (await catalogue(as)).filter((key) => key.available);
  const groups = new Map();
  for (const [slug, [buyers, downloads]] of popularity(keys)) {
    groups.set(`${buyers} ${downloads}`, [...(groups.get(`${buyers} ${downloads}`) ?? []), slug]);
  }
  const [one, two] = [...groups.values()].sort((a, b) => b.length - a.length)[0];
  const idOf = (slug) => keys.find((key) => key.slug === slug).id;
  const seen = (slug, times, more) => sql(`INSERT INTO marketplace_analytics (id, event_type, key_id, key_slug, metadata, created_at, recorded_at)
    SELECT gen_random_uuid(), 'view', '${idOf(slug)}', ${more}, '{"by":"hand"}', now(), now() FROM generate_series(1, ${times})`);
  // Events may name a KEY by its id, its slug or both.
  seen(one, 500, `'${one}'`);
  seen(two, 250, 'NULL');
  ok(await post('/marketplace/analytics', { as, body: { event_type: 'view', key_id: idOf(one) } }));
  ok(await post('/marketplace/analytics', { as, body: { event_type: 'view', key_id: one } }));
  // Purchases of other tests may still be on their way.
  await eventually('the order of popularity', async () => {
    const counted = popularity(keys);
    const wanted = keys.map((key) => key.slug).sort((a, b) => {
      const [left, right] = [counted.get(a), counted.get(b)];
      const at = left.findIndex((count, n) => count !== right[n]);
      if (at >= 0) return right[at] - left[at];
      return a < b ? -1 : 1;
    });
    const got = await slugsFor(as);
    assert.ok(counted.get(one)[2] >= 502);
    assert.deepEqual(got, wanted.slice(0, 50));
    return true;
  });
});

test('rules of a file are read again while the service runs; bad ones change nothing and are said to be', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-rules-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'rules.json');
  const shipped = JSON.parse(readFileSync(path.join(root, 'services/discovery/rules.json'), 'utf8'));
  const write = (text) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const changed = (change) => {
    const rules = structuredClone(shipped);
    change(rules);
    return JSON.stringify(rules);
  };
  write(JSON.stringify(shipped));
  const discovery = await startProcess('discovery', { DISCOVERY_RULES_FILE: file });
  const gateway = await startProcess('gateway', { DISCOVERY_ADDRESS: discovery.grpc });
  const as = token(newUser());
  await tell(as, 'role', 'Größe');
  const best = async () => ok(await get(`${gateway.url}/marketplace/discover?limit=50`, { as })).recommendations[0];
  assert.equal((await best()).score, 1);
  write(changed((rules) => {
    rules.signals[2].rows.push({ name: 'size', words: ['größe'], families: ['stripe'] });
    rules.signals[2].points = 7;
    rules.signals[2].reason = 'Fits {value}';
  }));
  await eventually('the new rules', async () => (await best()).score >= 7, 20);
  assert.deepEqual([(await best()).tool, (await best()).reason], ['stripe', 'Fits Größe']);
  const kept = await best();
  const bad = ['{', '[]', changed((rules) => { rules.signals[0].rows[0].families = ['cobol']; }),
    changed((rules) => { rules.signals[0].rows[0].words = ['Node.js']; }), changed((rules) => { rules.maturity.words = ['ripe']; })];
  for (const [n, text] of bad.entries()) {
    write(text);
    await eventually('said', () => discovery.log().filter((line) => line.includes('"discovery.rules_refused"')).length === n + 1);
    await inOneOrder(async () => {
      assert.deepEqual(await best(), kept);
      return true;
    });
  }
  for (const line of discovery.log().filter((found) => found.includes('rules_refused'))) {
    assert.match(line, /"level":"error".*"why":"discovery rules: .+"/);
  }
  write(JSON.stringify(shipped));
  await eventually('good ones again', async () => (await best()).score === 1, 20);
});
