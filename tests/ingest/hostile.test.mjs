// Hostile assets, each named with its code by the real process over HTTP; good ones beside them are published; memory
// stays bounded; the same tree again writes nothing, whatever the umask, time zone, locale, path and file order.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, openSync, ftruncateSync, closeSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { manifest, write, writeKey } from './assets.mjs';
import { forgetPeak, ingest, memory, query, restartIngestion, sharedStack } from './stack.mjs';

const MIB = 1024;  // in KiB, as /proc says memory
const LIMIT = 64 * MIB;

let stack;
before(async () => { stack = await sharedStack('ingest-hostile'); });
after(() => stack.stop());

/** A file of this size that takes no room. */
function sparse(file, bytes) {
  const descriptor = openSync(file, 'w');
  ftruncateSync(descriptor, bytes);
  closeSync(descriptor);
}
const raw = (name) => Buffer.from(name, 'latin1');
const inFolder = (folder, name) => Buffer.concat([Buffer.from(`${folder}/`), raw(name)]);
const text = (more) => (folder, slug, family) => write(folder, 'key.json', more(JSON.stringify(manifest(family, slug))));
const member = (more) => (folder, slug, family) => write(folder, 'key.json', JSON.stringify(manifest(family, slug, more)));
const joined = (...parts) => parts.join('');  // so that this file holds no token itself
const key = 'MC4CAQAwBQYDK2VwBCIEIJ5vAb0Zk3Qx7Rr8u2LwTgYpHsNcVdXe1f6KiOjMqSaB';

/** Root outside of a container that forbids it. */
function mayMakeDevices() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-device-'));
  const made = spawnSync('mknod', [path.join(folder, 'null'), 'c', '1', '3']).status === 0;
  rmSync(folder, { recursive: true });
  return made;
}

// [slug, how the KEY is spoiled, the codes of its violations]
const cases = [
  ['link-file', (f) => symlinkSync('/etc/hostname', `${f}/l`), ['SYMLINK']],
  ['link-folder', (f) => symlinkSync('/etc', `${f}/etc`), ['SYMLINK']],
  ['link-inside', (f) => symlinkSync('README.md', `${f}/l`), ['SYMLINK']],
  ['link-broken', (f) => symlinkSync('nowhere', `${f}/l`), ['SYMLINK']],
  ['link-manifest', (f) => { write(f, 'real.json', '{}'); rmSync(`${f}/key.json`); symlinkSync('real.json', `${f}/key.json`); }, ['SYMLINK']],
  ['path-up', member({ documentation: { readme: '../../secret.md' } }), ['PATH_UNSAFE']],
  ['path-absolute', member({ documentation: { readme: '/etc/passwd' } }), ['PATH_UNSAFE']],
  ['path-gone', member({ documentation: { readme: 'gone.md' } }), ['PATH_MISSING']],
  ['pipe', (f) => execFileSync('mkfifo', [`${f}/pipe`]), ['SPECIAL_FILE']],
  ...(mayMakeDevices() ? [['device', (f) => execFileSync('mknod', [`${f}/null`, 'c', '1', '3']), ['SPECIAL_FILE']]] : []),
  ['unreadable-file', (f) => chmodSync(write(f, 'secret.txt', 'x'), 0), ['UNREADABLE']],
  ['unreadable-folder', (f) => { write(f, 'closed/x', 'x'); chmodSync(`${f}/closed`, 0); }, ['UNREADABLE']],
  ['unreadable-manifest', (f) => chmodSync(`${f}/key.json`, 0), ['UNREADABLE']],
  ['name-control', (f) => writeFileSync(`${f}/a\u0001b`, ''), ['NAME_CONTROL_CHARACTER']],
  ['name-line-break', (f) => writeFileSync(`${f}/a\nb`, ''), ['NAME_CONTROL_CHARACTER']],
  ['name-latin', (f) => writeFileSync(inFolder(f, 'caf\xe9'), ''), ['NAME_INVALID_UTF8']],
  ['name-overlong', (f) => writeFileSync(inFolder(f, '\xc0\xaf'), ''), ['NAME_INVALID_UTF8']],
  ['case-clash', (f) => writeFileSync(`${f}/ReadMe.md`, ''), ['CASE_CLASH']],
  ['case-clash-folder', (f) => { write(f, 'Tests/y', ''); }, ['CASE_CLASH']],
  ['too-large', (f) => sparse(`${f}/big`, 100 * 1024 * 1024 + 1), ['FOLDER_TOO_LARGE']],
  ['too-large-together', (f) => { for (let i = 0; i < 11; ++i) sparse(`${f}/big${i}`, 10 * 1024 * 1024); }, ['FOLDER_TOO_LARGE']],
  ['too-many', (f) => { mkdirSync(`${f}/m`); for (let i = 0; i < 10_001; ++i) writeFileSync(`${f}/m/${i}`, ''); }, ['FOLDER_TOO_MANY_FILES']],
  ['too-deep', (f) => write(f, `${'d/'.repeat(300)}x`, ''), ['FOLDER_TOO_DEEP']],
  ['json-empty', text(() => ''), ['JSON_EMPTY']],
  ['json-twice', text((json) => json.replace('{', '{"title":"x",')), ['JSON_DUPLICATE_KEY']],
  ['json-twice-escaped', text((json) => json.replace('{', '{"t\\u0069tle":"x",')), ['JSON_DUPLICATE_KEY']],
  ['json-depth-bomb', text((json) => json.replace('{', `{"a":${'['.repeat(100_000)}`)), ['JSON_TOO_DEEP']],
  ['json-depth-objects', text((json) => json.replace('{', `{"a":${'{"a":'.repeat(20_000)}`)), ['JSON_TOO_DEEP']],
  ['json-huge-number', text((json) => json.replace('{', '{"n":1e400,')), ['JSON_NUMBER_TOO_LARGE']],
  ['json-huge-digits', text((json) => json.replace('{', `{"n":${'9'.repeat(400)},`)), ['JSON_NUMBER_TOO_LARGE']],
  ['json-array', text((json) => `[${json}]`), ['JSON_ROOT_NOT_OBJECT']],
  ['json-fifty-mib', text((json) => json.replace('{', `{"x":"${'x'.repeat(50 << 20)}",`)), ['JSON_TOO_LARGE']],
  ['slug-other', member({ slug: 'another' }), ['SLUG_FOLDER_MISMATCH']],
  ['Slug-Upper', () => {}, ['SLUG_INVALID']],
  ['admin', () => {}, ['SLUG_RESERVED']],
  ['version-v', member({ version: 'v1.0' }), ['VERSION_INVALID']],
  ['version-two', member({ version: '1.0' }), ['VERSION_INVALID']],
  ['version-path', member({ version: '../../x' }), ['VERSION_INVALID']],
  ['version-51', member({ version: `1.0.0-${'a'.repeat(45)}` }), ['TOO_LONG']],
  ['license-and', member({ license_spdx: 'MIT AND' }), ['LICENSE_INVALID']],
  ['license-with', member({ license_spdx: 'MIT WITH MIT' }), ['LICENSE_INVALID']],
  ['license-word', member({ license_spdx: 'Proprietary' }), ['LICENSE_INVALID']],
  ['range-bad', member({ compatibility: { node: '>=18 <' } }), ['RANGE_INVALID']],
  ['all-at-once', member({ title: '', version: 'v1', license_spdx: '?', key_type: [], tool: 'x' }), ['LICENSE_INVALID', 'NOT_ALLOWED', 'TOO_FEW', 'TOO_SHORT', 'VERSION_INVALID']],
  ['secret-pem', (f) => write(f, 'deploy/id_rsa', joined('-----BEGIN ', `RSA PRIVATE KEY-----\n${key}\n-----END RSA PRIVATE KEY-----\n`)), ['SECRET_PRIVATE_KEY']],
  ['secret-stripe', (f) => write(f, 'src/pay.js', joined('const k = "sk_', `live_${key}"`)), ['SECRET_LIVE_TOKEN']],
  ['secret-github', (f) => write(f, 'ci.yml', joined('token: gh', `p_${key.slice(0, 36)}`)), ['SECRET_LIVE_TOKEN']],
  ['manifest-gone', (f) => rmSync(`${f}/key.json`), ['MANIFEST_MISSING']],
];
const good = [
  ['good-plain', () => {}],
  ['good-bom', text((json) => `\ufeff${json}`)],
  ['good-empty-file', (f) => write(f, 'empty', '')],
  ['good-license', member({ license_spdx: '(MIT OR Apache-2.0 WITH LLVM-exception) AND LicenseRef-Mine' })],
  ['good-range', member({ compatibility: { node: '>=18 <23 || ^24.0.0-rc.1', next: '14.x - 15' } })],
  ['good-script', (f) => chmodSync(write(f, 'bin/run.sh', '#!/bin/sh\n'), 0o755)],
  ['good-80-mib', (f) => sparse(`${f}/data.bin`, 80 * 1024 * 1024)],
  // Were it unpacked it would be 10 GiB; a file is bytes to us.
  ['good-archive', (f) => write(f, 'x.zip', Buffer.from('504b0304', 'hex'))],
];
const family = 'node-next-keys';

test('every hostile asset is refused with its codes, the good ones beside them are published, memory is bounded', async (t) => {
  for (const [slug, spoil] of [...cases, ...good]) spoil(writeKey(stack.assets, family, slug), slug, family);
  symlinkSync(path.join(stack.assets, family, 'good-plain'), path.join(stack.assets, family, 'link-asset'));
  // The same slug twice: the first family of the contract has it.
  writeKey(stack.assets, 'cursor-keys', 'good-plain');
  // 90 MiB of notebook, which is shipped but not looked into; its digest is no hash at all.
  sparse(path.join(writeKey(stack.assets, 'jupyter-keys', 'good-notebook', { sha256: 'to be told' }), 'book.ipynb'), 90 * 1024 * 1024);
  writeKey(path.join(stack.assets, '.versions/0.9.0'), family, 'good-plain', { version: '0.9.0' });
  writeKey(path.join(stack.assets, '.versions/0.8.0'), family, 'good-plain', { version: '0.8.1' });
  mkdirSync(path.join(stack.assets, '.versions/v1'));
  write(stack.assets, 'jupyter-keys-md/JUPYTER_KEYS_LIBRARY.md', '# Library\n\n### 1. listed-only\n**Title**: Listed\n**Slug**: `listed-only`\n' +
      '**What It Unlocks**: Much.\n**Referenced By**:\n- Runbook: `outage`\n');
  write(stack.assets, 'marketplace.json', '{"keys":{"good-plain":{"price_cents":7900},"good-license":{"price_cents":10}},"bundles":[]}');

  const pid = stack.shop.endpoints().pids.ingestion;
  forgetPeak(pid);
  const idle = memory(pid, 'VmRSS');
  const report = await ingest(stack);
  const grown = memory(pid, 'VmHWM') - idle;
  t.diagnostic(`counted: ${cases.length} hostile assets; memory at most ${Math.round(grown / MIB)} MiB beyond ${Math.round(idle / MIB)} MiB idle`);

  const codes = {};
  for (const { slug, code } of report.errors) (codes[slug] ??= new Set()).add(code);
  const found = Object.fromEntries(Object.entries(codes).map(([slug, set]) => [slug, [...set].sort()]));
  const wanted = Object.fromEntries(cases.map(([slug, , expected]) => [slug, expected]));
  Object.assign(wanted, { 'link-asset': ['SYMLINK'], '': ['VERSION_INVALID'], 'good-license': ['PRICE_BELOW_MINIMUM'] });
  wanted['good-plain'] = ['SLUG_DUPLICATE', 'VERSION_FOLDER_MISMATCH'];
  assert.deepEqual(Object.fromEntries(Object.entries(found).sort()), Object.fromEntries(Object.entries(wanted).sort()));
  for (const error of report.errors) {
    assert.ok(error.error.length > 10 && error.file.length > 0, JSON.stringify(error));
    assert.doesNotMatch(JSON.stringify(error), /\/tmp\/|\/build\//, 'nothing of this machine is told');
  }
  assert.ok(report.warnings.some(({ slug, code }) => slug === 'good-notebook' && code === 'SHA256_INVALID'));
  assert.ok(report.warnings.some(({ slug, code }) => slug === 'good-notebook' && code === 'NOTEBOOK_NOT_CHECKED'));
  for (const [slug] of good) {
    const { key: shown } = stack.shop.ok(await stack.shop.get(`/marketplace/keys/${slug}`));
    assert.equal(shown.available, true, slug);
  }
  const { key: plain } = stack.shop.ok(await stack.shop.get('/marketplace/keys/good-plain'));
  assert.equal(plain.version, '1.0.0');
  assert.equal(plain.price_cents, 7900);
  assert.deepEqual(plain.versions.map(({ version }) => version), ['1.0.0', '0.9.0']);
  const { key: listed } = stack.shop.ok(await stack.shop.get('/marketplace/keys/listed-only'));
  assert.deepEqual([listed.available, listed.tool, listed.version, listed.tags], [false, 'jupyter', '1.0.0', ['runbook:outage']]);
  assert.equal((await stack.shop.get('/marketplace/keys/too-deep')).status, 404);
  assert.ok(grown <= LIMIT, `${grown} KiB beyond idle`);
});

/** Every row of the catalog as Postgres stores it (a write moves it), and every object with its times. */
function traces() {
  const tables = query(stack, `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND (relname LIKE 'marketplace\\_key%' OR relname LIKE 'marketplace\\_bundle%' OR relname LIKE 'catalog\\_%') ORDER BY 1`).split('\n');
  assert.ok(tables.includes('marketplace_key_contents') && tables.includes('catalog_words') && tables.includes('catalog_revision'));
  const rows = tables.map((table) => `${table} ${query(stack, `SELECT count(*), md5(string_agg(ctid::text || xmin || xmax, ',' ORDER BY ctid)) FROM ${table}`)}`);
  const objects = [];
  const walk = (folder) => readdirSync(folder, { withFileTypes: true }).forEach((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) return walk(at);
    const { ino, mtimeMs, ctimeMs, size } = lstatSync(at);
    return objects.push(`${at} ${ino} ${mtimeMs} ${ctimeMs} ${size}`);
  });
  walk(path.join(stack.data, 'storage'));
  assert.ok(objects.length >= good.length);
  return { rows, objects: objects.sort() };
}

const lsn = () => Number(query(stack, "SELECT pg_current_wal_insert_lsn() - '0/0'"));

test('the same tree again is unchanged: no row and no object is written', async (t) => {
  rmSync(path.join(stack.assets, 'marketplace.json'));
  const before = traces();
  const wal = lsn();
  const began = process.hrtime.bigint();
  const report = await ingest(stack);
  t.diagnostic(`counted: second run: ${(Number(process.hrtime.bigint() - began) / 1e9).toFixed(2)} s, ${lsn() - wal} bytes of WAL (the run's own report and audit entry)`);
  assert.equal(report.unchanged, report.success);
  assert.equal(report.unchanged, good.length + 3);
  assert.deepEqual(traces(), before);
});

/** The tree copied file by file in another order, with other times, modes beyond the owner's x, and owners. */
function copyShuffled(from, to) {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(from).sort().reverse()) {
    const [source, target] = [path.join(from, name), path.join(to, name)];
    const stat = lstatSync(source);
    if (stat.isDirectory()) {
      copyShuffled(source, target);
    } else if (stat.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else {
      writeFileSync(target, readFileSync(source));
      chmodSync(target, stat.mode & 0o100 ? 0o700 : 0o600);
      utimesSync(target, 1, 1);
    }
  }
}

test('the digest is the same under another umask, time zone, locale, path, file order, times and modes', async () => {
  const digests = async () => {
    const all = {};
    for (const [slug] of [...good, ['good-notebook']]) {
      const { key: shown } = stack.shop.ok(await stack.shop.get(`/marketplace/keys/${slug}`));
      for (const { version, sha256 } of shown.versions) all[`${slug} ${version}`] = sha256;
    }
    return all;
  };
  const before = await digests();
  const elsewhere = path.join(stack.scratch, 'ein anderer Ort');
  for (const [slug] of good) copyShuffled(path.join(stack.assets, family, slug), path.join(elsewhere, family, slug));
  await restartIngestion(stack, `umask 077\nexport TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 LANG=C KEYS_ASSETS_ROOT='${elsewhere}'\n`);
  const report = await ingest(stack);
  assert.deepEqual(report.errors, []);
  assert.equal(report.unchanged, good.length);
  assert.deepEqual(await digests(), before);
  // Told from outside: the object is a stored archive whose hash is what the API says.
  const object = path.join(stack.data, 'storage/marketplace/keys/node/good-script/1.0.0/key.zip');
  assert.equal(createHash('sha256').update(readFileSync(object)).digest('hex'), before['good-script 1.0.0']);
  assert.match(execFileSync('unzip', ['-Zv', object], { encoding: 'utf8' }), /compression method: +none \(stored\)/);
});

test('an index: library.json of Jupyter packs too; one bad entry never fails the good ones', async () => {
  const assetsIndex = { version: '1', generated_at: '2026-11-23T00:00:00Z', packs: [{ slug: 'pack-one', title: 'One', version: '1.0.0' }],
    runbooks: [{ slug: 'index-runbook', title: 'R', version: '1.0.0', key_type: ['incident'] }, { slug: 'Bad Slug', title: 'x', version: '1.0.0' }],
    node_keys: [], stripe_keys: [], github_keys: [], supabase_keys: [], cursor_keys: [], jupyter_keys: [] };
  const report = stack.shop.ok(await stack.shop.post('/marketplace/admin/ingest-index', { as: stack.admin, body: { assetsIndex } }));
  assert.equal(report.success, 2);
  assert.deepEqual(report.errors.map(({ code, pointer }) => [code, pointer]), [['SLUG_INVALID', '/runbooks/1/slug']]);
  for (const slug of ['pack-one', 'index-runbook']) {
    assert.equal(stack.shop.ok(await stack.shop.get(`/marketplace/keys/${slug}`)).key.available, false);
  }
  const again = stack.shop.ok(await stack.shop.post('/marketplace/admin/ingest-index', { as: stack.admin, body: { assetsIndex } }));
  assert.equal(again.unchanged, 2);
});
