// scripts/verify-audit.sh against every way to tamper with a chain: what it says, of which entry, and with which
// exit code. Whatever leaves a whole chain shows by the heads kept outside of the database, and only so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { cloneDatabase, psql } from '../rls/database.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../scripts/verify-audit.sh');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-heads-'));
const heads = path.join(folder, 'heads');
const person = 'a1111111-1111-4111-8111-111111111111';
const standIn = 'e9999999-9999-4999-8999-999999999999';

let database;
const owner = (text) => database.sql(text, 'keys_owner');
const run = (...args) => spawnSync(script, ['--url', database.url, ...args], { encoding: 'utf8' });

/** Appends as common/audit documents it: written apart from it, so that both must mean the same. */
const append = (service, actor, action, subject, details) => `
  INSERT INTO ${service}_audit SELECT e.seq, e.at, e.actor, e.action, e.subject, e.details, e.prev_hash,
    encode(sha256(convert_to(jsonb_build_array(e.prev_hash, e.seq, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor, e.action, e.subject, e.details)::text, 'UTF8')), 'hex')
  FROM (SELECT coalesce((SELECT max(seq) FROM ${service}_audit), 0) + 1 AS seq, '2026-11-01T10:00:00.123456Z'::timestamptz AS at, '${actor}'::text AS actor,
    '${action}'::text AS action, '${subject}'::text AS subject, ${details}::jsonb AS details,
    coalesce((SELECT hash FROM ${service}_audit ORDER BY seq DESC LIMIT 1), '') AS prev_hash) AS e;`;

before(() => {
  database = cloneDatabase('audit');
  for (const service of ['billing', 'catalog', 'entitlement']) {
    for (let i = 1; i <= 6; ++i) owner(append(service, i === 4 ? person : 'ann', 'key.update', `subject ${i}`, `'{"n": ${i}.50, "ü\\\\": "\\"${i}", "who": "${i === 3 ? person : 'x'}"}'`));
  }
  owner('CREATE TABLE sound AS SELECT * FROM entitlement_audit');
});
after(() => {
  database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const lines = (text) => text.trim().split('\n');

test('whole chains: a line each, the same on every machine, and the heads are kept', () => {
  const { status, stdout, stderr } = run('--heads', heads);
  assert.equal(status, 0, stdout + stderr);
  assert.deepEqual(lines(stdout).map((line) => line.split(' ').slice(0, 2).join(' ')),
    ['analytics 0', 'billing 6', 'catalog 6', 'discovery 0', 'entitlement 6', 'ingestion 0']);
  assert.equal(fs.readFileSync(heads, 'utf8'), stdout);
  assert.equal(fs.statSync(heads).mode & 0o777, 0o600);
  const elsewhere = spawnSync(script, ['--url', database.url], { encoding: 'utf8',
    env: { ...process.env, PGTZ: 'Asia/Kathmandu', PGDATESTYLE: 'SQL, DMY', PGCLIENTENCODING: 'LATIN1', PGOPTIONS: '-c extra_float_digits=0 -c intervalstyle=iso_8601' } });
  assert.equal(elsewhere.stdout, stdout);
});

const chain = 'entitlement_audit';
const rehash = (from) => `DO $$ DECLARE r record; before text; BEGIN
  SELECT hash INTO before FROM ${chain} WHERE seq = ${from} - 1; before := coalesce(before, '');
  FOR r IN SELECT * FROM ${chain} WHERE seq >= ${from} ORDER BY seq LOOP
    UPDATE ${chain} AS entry SET prev_hash = before, hash = encode(sha256(convert_to(jsonb_build_array(before, entry.seq, (extract(epoch FROM entry.at) * 1000000)::bigint,
      entry.actor, entry.action, entry.subject, entry.details)::text, 'UTF8')), 'hex') WHERE seq = r.seq RETURNING hash INTO before;
  END LOOP; END $$;`;

// [what is done, the first entry that tells]
const shown = [
  ['the actor of the first is changed', `UPDATE ${chain} SET actor = 'bob' WHERE seq = 1`, 1],
  ['the subject of one is changed', `UPDATE ${chain} SET subject = 'x' WHERE seq = 3`, 3],
  ['the action of the last is changed', `UPDATE ${chain} SET action = 'x' WHERE seq = 6`, 6],
  ['a moment moves by a microsecond', `UPDATE ${chain} SET at = at + interval '1 microsecond' WHERE seq = 2`, 2],
  ['a number in details gets another form', `UPDATE ${chain} SET details = jsonb_set(details, '{n}', '2.5') WHERE seq = 2`, 2],
  ['a member of details is added', `UPDATE ${chain} SET details = details || '{"b": 1}' WHERE seq = 5`, 5],
  ['a hash is changed', `UPDATE ${chain} SET hash = repeat('0', 64) WHERE seq = 4`, 4],
  ['a link is changed', `UPDATE ${chain} SET prev_hash = repeat('0', 64) WHERE seq = 4`, 4],
  ['the first is taken out', `DELETE FROM ${chain} WHERE seq = 1`, 2],
  ['one is taken out', `DELETE FROM ${chain} WHERE seq = 3`, 4],
  ['one is taken out and the rest moves up', `DELETE FROM ${chain} WHERE seq = 3; UPDATE ${chain} SET seq = seq - 1 WHERE seq = 4; UPDATE ${chain} SET seq = seq - 1 WHERE seq = 5; UPDATE ${chain} SET seq = seq - 1 WHERE seq = 6`, 3],
  ['two are swapped', `UPDATE ${chain} SET seq = -seq WHERE seq IN (2, 3); UPDATE ${chain} SET seq = CASE seq WHEN -2 THEN 3 ELSE 2 END WHERE seq < 0`, 2],
  ['the contents of two are swapped', `UPDATE ${chain} AS a SET actor = b.actor, subject = b.subject, details = b.details FROM ${chain} AS b WHERE (a.seq, b.seq) IN ((2, 5), (5, 2))`, 2],
  ['one is put in front', `INSERT INTO ${chain} SELECT 0, at, actor, action, subject, details, '', hash FROM ${chain} WHERE seq = 1`, 0],
  ['the last is put in twice', `INSERT INTO ${chain} SELECT 7, at, actor, action, subject, details, prev_hash, hash FROM ${chain} WHERE seq = 6`, 7],
  ['an entry of another chain is put in', `INSERT INTO ${chain} SELECT 7, at, actor, action, subject, details, prev_hash, hash FROM billing_audit WHERE seq = 6`, 7],
  ['one is inserted with a hash of its own but no link', `INSERT INTO ${chain} SELECT 7, at, 'eve', action, subject, details, '', encode(sha256('x'), 'hex') FROM ${chain} WHERE seq = 6`, 7],
  ['an entry is said to be erased that was not', `UPDATE ${chain} SET actor = '${standIn}' WHERE seq = 4`, 4],
  ['the chain is dropped', `ALTER TABLE ${chain} RENAME TO gone_audit`, 1, `ALTER TABLE gone_audit RENAME TO ${chain}`],
];

// Whole chains all of them.
const byHeadsOnly = [
  ['the last is taken out', `DELETE FROM ${chain} WHERE seq = 6`],
  ['the last three are taken out', `DELETE FROM ${chain} WHERE seq > 3`],
  ['all are taken out', `TRUNCATE ${chain}`],
  ['all from one on is written anew', `UPDATE ${chain} SET actor = 'bob' WHERE seq = 2; ${rehash(2)}`],
  ['one is taken out and the rest written anew', `DELETE FROM ${chain} WHERE seq = 3; UPDATE ${chain} SET seq = seq - 1 WHERE seq = 4; UPDATE ${chain} SET seq = seq - 1 WHERE seq = 5; UPDATE ${chain} SET seq = seq - 1 WHERE seq = 6; ${rehash(3)}`],
  ['an old copy is put back', `DELETE FROM ${chain} WHERE seq > 4`],
  ['the chain is hidden from its owner', `ALTER TABLE ${chain} FORCE ROW LEVEL SECURITY`, `ALTER TABLE ${chain} NO FORCE ROW LEVEL SECURITY`],
];

const restore = () => owner(`TRUNCATE ${chain}; INSERT INTO ${chain} SELECT * FROM sound;`);

test('every way to tamper with an entry shows, with the entry and exit code 1; others are said to be whole', () => {
  for (const [what, tampering, entry, undo] of shown) {
    owner(tampering);
    const { status, stdout } = run();
    assert.equal(status, 1, `${what}: ${stdout}`);
    assert.match(stdout, new RegExp(`^entitlement: entry ${entry} `, 'm'), what);
    assert.match(stdout, /^billing 6 /m, what);
    if (undo) owner(undo);
    restore();
  }
  assert.equal(run().status, 0);
  console.log(`counted: ${shown.length} ways`);
});

test('what leaves a whole chain shows by the heads, which stay as they were', () => {
  const kept = fs.readFileSync(heads, 'utf8');
  for (const [what, tampering, undo] of byHeadsOnly) {
    owner(tampering);
    assert.equal(run().status, 0, `${what} leaves a whole chain`);
    const { status, stdout } = run('--heads', heads);
    assert.equal(status, 1, what);
    assert.match(stdout, /^entitlement: entry 6 is not the one that was there/m, what);
    assert.equal(fs.readFileSync(heads, 'utf8'), kept, what);
    if (undo) owner(undo);
    restore();
  }
  console.log(`counted: ${byHeadsOnly.length} ways`);
});

test('a chain that grew agrees with older heads; a file that contains no heads is refused', () => {
  owner(append('entitlement', 'ann', 'key.update', 'subject 7', `'{}'`));
  const grown = run('--heads', heads);
  assert.equal(grown.status, 0, grown.stdout + grown.stderr);
  assert.match(fs.readFileSync(heads, 'utf8'), /^entitlement 7 /m);
  fs.writeFileSync(`${folder}/other`, 'entitlement 7 x; DROP TABLE entitlement_audit\n');
  const refused = run('--heads', `${folder}/other`);
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /holds no heads/);
});

test('after an erasure the chain is whole, also by older heads; it says how many entries an erasure speaks for, and shows every change of them', () => {
  const erase = `WITH erased AS (SELECT entitlement_erase_person('${person}', '${standIn}', '2026-11-02Z') AS entries) SELECT entries::text FROM erased`;
  const entries = owner(erase);
  assert.deepEqual(Object.keys(JSON.parse(entries)).sort(), ['3', '4']);
  owner(append('entitlement', 'ann', 'person.erase', standIn, `'{"reason": "asked", "entries": ${entries}}'`));
  const { status, stdout, stderr } = run('--heads', heads);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /^entitlement 8 [0-9a-f]{64} 2 erased$/m);
  assert.equal(run('--heads', heads).status, 0);
  assert.equal(owner(`SELECT count(*) FROM ${chain} AS c WHERE c::text LIKE '%${person}%'`), '0');
  owner('DROP TABLE sound; CREATE TABLE sound AS SELECT * FROM entitlement_audit');
  for (const [what, tampering, entry] of [
    ['an erased entry says something else', `UPDATE ${chain} SET details = '{}' WHERE seq = 3`, 3],
    ['an erased entry gets another actor', `UPDATE ${chain} SET actor = 'bob' WHERE seq = 4`, 4],
    ['an erased entry is as it was before', `UPDATE ${chain} SET actor = '${person}' WHERE seq = 4`, undefined],
    ['what the erasure says of it is changed', `UPDATE ${chain} SET details = jsonb_set(details, '{entries,3}', '"x"') WHERE seq = 8`, 3],
    ['the erasure is taken out', `DELETE FROM ${chain} WHERE seq = 8`, 3],
    ['another erasure speaks for an entry before its time', `UPDATE ${chain} SET actor = 'bob' WHERE seq = 7; UPDATE ${chain} SET details = details || '{"entries": {}}' WHERE seq = 8`, 3],
  ]) {
    owner(tampering);
    const told = run();
    // Its own hash holds again: nothing was lost, so nothing is wrong.
    if (entry === undefined) assert.equal(told.status, 0, what);
    else assert.match(told.stdout, new RegExp(`^entitlement: entry ${entry} `, 'm'), what);
    restore();
  }
  // Services write, and never change or take out.
  for (const statement of [`UPDATE ${chain} SET actor = 'x'`, `DELETE FROM ${chain}`, `TRUNCATE ${chain}`]) {
    assert.match(psql(database.urlOf('keys_entitlement'), `${statement};`).stderr, /permission denied/, statement);
  }
});
