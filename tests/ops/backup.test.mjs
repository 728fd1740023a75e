// The restore drill: a stack is backed up while it sells, restored elsewhere to the moment before a marked payment, and
// started there; what was paid after that moment comes back from Stripe.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { freePort } from '../e2e/lib/free_port.mjs';
import { settled } from '../e2e/lib/settled.mjs';
import { buy, call, checkout, data, endpoints, eventually, newUser, ok, press, root, token } from '../e2e/lib/shop.mjs';
import { pricedKeys } from './lib/load.mjs';

// The user who owns the cluster passes through.
const folder = mkdtempSync(path.join(tmpdir(), 'keys-drill-'));
chmodSync(folder, 0o711);
const repo = path.join(folder, 'repository');
const restored = path.join(folder, 'restored');

function script(name, args, env = {}) {
  const began = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts', name), args,
    { encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1 << 24 });
  return { status, stdout, stderr, seconds: Number(process.hrtime.bigint() - began) / 1e9 };
}
function done(name, args, env) {
  const result = script(name, args, env);
  assert.equal(result.status, 0, `${name} ${args.join(' ')}:\n${result.stdout}${result.stderr}`);
  return result;
}
const backup = (command, ...more) => done('backup.sh', [command, '--repo', repo, '--data', data, ...more]);
const sql = (where, statement) =>
  done('db.sh', ['psql', '--data', where, '--', '-qAtX', '-c', `SET ROLE keys_owner; ${statement}`]).stdout.trim();
const grants = (where, user) => Number(sql(where, `SELECT count(*) FROM marketplace_orders WHERE user_id = '${user}' AND granted_at IS NOT NULL`));

after(() => {
  if (existsSync(path.join(restored, 'run'))) script('run.sh', ['--stop', '--data', restored]);
  script('db.sh', ['stop', '--data', restored]);
  script('db.sh', ['reset', '--data', restored]);
  rmSync(folder, { recursive: true, force: true });
});

// All WAL up to now is in the repository.
async function archived() {
  const segment = adminSql('SELECT pg_walfile_name(pg_switch_wal())');
  await eventually(`${segment} is archived`, async () =>
    adminSql(`SELECT coalesce(last_archived_wal >= '${segment}', false) FROM pg_stat_archiver`) === 't', 90);
}

// Connects as the cluster's superuser, which only db.env knows.
function adminSql(statement) {
  const { status, stdout, stderr } = spawnSync('bash', ['-euc', `
    . "$1/scripts/lib/common.sh"; . "$1/scripts/lib/ports.sh"; . "$1/scripts/lib/postgres.sh"
    DATA=$2; load_cluster; psql_as admin keys -qAtX -c "$3"`, 'bash', root, data, statement], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

const asOf = (where, user) => done('token.sh', ['--data', where, '--user', user]).stdout.trim();

// Flips one byte of a file, runs `check`, and puts the byte back.
function damaged(file, check) {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] ^= 0xff;
  writeFileSync(file, bytes);
  check();
  bytes[at] ^= 0xff;
  writeFileSync(file, bytes);
}

const largest = (where) => readdirSync(where, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort((a, b) => readFileSync(b).length - readFileSync(a).length)[0];

let moment;
const people = { before: newUser(), archivedOnly: newUser(), marked: newUser() };
const figures = {};
let slug;

test('a stack that sells is backed up, and the repository verifies', { timeout: 600_000 }, async () => {
  [slug] = await pricedKeys();
  await buy('keys', slug, token(people.before));
  await settled();
  assert.notEqual(script('backup.sh', ['backup', '--repo', repo, '--data', data]).status, 0, 'no backup before setup');
  backup('setup');
  const metrics = path.join(folder, 'keys_backup.prom');
  figures.backup = backup('backup', '--full', '--metrics', metrics).seconds;
  const ended = adminSql("SELECT date_trunc('second', clock_timestamp())");
  // This row is written after the backup, so only the WAL has it.
  await buy('keys', slug, token(people.archivedOnly));
  await settled();
  const session = ok(await checkout('keys', slug, token(people.marked)));
  // pgBackRest restores to moments in a later second than the one in which a backup ended.
  await eventually('the second of the backup is over', async () => adminSql(`SELECT date_trunc('second', clock_timestamp()) > '${ended}'`) === 't');
  moment = adminSql('SELECT clock_timestamp()');
  const paid = await press(session, 'pay');
  assert.equal(paid.status, 303);
  await eventually('the marked purchase is granted', async () => grants(data, people.marked) === 1, 90);
  await archived();
  figures.incremental = backup('backup').seconds;
  figures.verify = backup('verify', '--metrics', metrics).seconds;
  const told = readFileSync(metrics, 'utf8');
  for (const name of ['last_success_timestamp', 'last_verified_timestamp', 'age_limit']) assert.match(told, new RegExp(`keys_backup_${name}_seconds \\d+`));
});

test('damage of the repository is found', { timeout: 300_000 }, () => {
  const verify = () => script('backup.sh', ['verify', '--repo', repo, '--data', data]).status;
  damaged(largest(path.join(repo, 'pg/backup')), () => assert.notEqual(verify(), 0, 'a backup'));
  damaged(largest(path.join(repo, 'pg/archive')), () => assert.notEqual(verify(), 0, 'WAL'));
  damaged(largest(path.join(repo, 'objects')), () => assert.notEqual(verify(), 0, 'an object'));
  assert.equal(verify(), 0, 'all is well again');
});

test('restored to the moment before the marked payment: what was before is there, what came after is not', { timeout: 600_000 }, () => {
  figures.restore = backup('restore', '--to', restored, '--at', moment).seconds;
  assert.notEqual(script('backup.sh', ['restore', '--repo', repo, '--to', restored]).status, 0, 'nothing is overwritten');
  assert.equal(grants(restored, people.before), 1);
  assert.equal(grants(restored, people.archivedOnly), 1, 'bought after the backup, before the moment');
  assert.equal(grants(restored, people.marked), 0);
  const after = `created_at > '${moment}'`;
  assert.equal(sql(restored, `SELECT count(*) FROM marketplace_orders WHERE ${after}`), '0');
  const audit = done('verify-audit.sh', ['--data', restored]).stdout.trim().split('\n');
  const all = done('verify-audit.sh', ['--data', data]).stdout.trim().split('\n');
  assert.equal(audit.length, all.length, 'every chain is there');
  figures.entries = audit.map((line) => Number(line.split(' ')[1])).reduce((a, b) => a + b, 0);
  const digests = (where) => spawnSync('bash', ['-c', 'cd "$1/storage/marketplace" && find . -type f -exec sha256sum {} + | sort', 'bash', where],
    { encoding: 'utf8' }).stdout;
  assert.equal(digests(restored), digests(data));
  assert.ok(digests(restored).length > 64);
});

test('the restored stack starts, and brings back from Stripe what was paid after the moment', { timeout: 600_000 }, async () => {
  const secrets = Object.fromEntries(readFileSync(path.join(restored, 'secrets.env'), 'utf8').trim().split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const began = process.hrtime.bigint();
  const port = freePort();
  done('run.sh', ['--detach', '--data', restored, '--port', port], { KEYS_READY_SECONDS: '150', STRIPE_API_BASE: endpoints().sandbox,
    STRIPE_SECRET_KEY: secrets.STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET, SUPABASE_JWT_SECRET: '', FAILPOINTS_FILE: '' });
  const base = `http://127.0.0.1:${port}`;
  await eventually('the marked purchase comes back', async () => grants(restored, people.marked) === 1, 180);
  figures.healed = Number(process.hrtime.bigint() - began) / 1e9;
  for (const user of Object.values(people)) {
    const as = asOf(restored, user);
    const { downloadUrl } = ok(await call('POST', `${base}/marketplace/keys/${slug}/download`, { as, body: {} }));
    assert.ok(ok(await call('GET', downloadUrl)) !== null);
  }
  assert.equal(Number(sql(restored, `SELECT count(*) FROM marketplace_orders WHERE user_id = '${people.marked}'`)), 1, 'nothing is doubled');
  const s = (seconds) => `${seconds.toFixed(1)} s`;
  console.log(`counted: full backup ${s(figures.backup)}, incremental ${s(figures.incremental)}, verify ${s(figures.verify)}, restore to a moment `
    + `${s(figures.restore)}, started and healed from Stripe ${s(figures.healed)}; ${figures.entries} audit entries verified, 0 lost, 0 doubled`);
});
