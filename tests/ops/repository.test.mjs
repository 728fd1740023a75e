// A backup repository without its stack: it can be verified, listed, expired and restored where the data folder is lost, and
// commands that need the stack say what is missing.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { have } from './lib/have.mjs';
import { root } from './lib/rules.mjs';

const skip = have('pgbackrest') ? false : 'pgbackrest is not installed (scripts/setup.sh --all)';
// The user who owns the cluster passes through.
const folder = mkdtempSync(path.join(tmpdir(), 'keys-repository-'));
chmodSync(folder, 0o711);
const at = (name) => path.join(folder, name);
const script = (name, ...args) => spawnSync(path.join(root, 'scripts', name), args, { encoding: 'utf8', maxBuffer: 1 << 24 });
const backup = (command, data, ...more) => script('backup.sh', command, '--repo', at('repository'), '--data', data, ...more);
function done(result) {
  assert.equal(result.status, 0, `${result.stdout}${result.stderr}`);
  return result;
}
function refused(result, why) {
  assert.notEqual(result.status, 0);
  assert.match(result.stderr, why);
}

after(() => {
  for (const name of ['stack', 'restored']) script('db.sh', 'reset', '--data', at(name));
  rmSync(folder, { recursive: true, force: true });
});

test('a repository is enough to verify, list, expire and restore', { skip, timeout: 600_000 }, () => {
  done(script('db.sh', 'start', '--data', at('stack')));
  done(script('identities.sh', '--data', at('stack')));
  mkdirSync(at('stack/storage/marketplace'), { recursive: true });
  writeFileSync(at('stack/storage/marketplace/key.zip'), 'bytes of a KEY');
  done(backup('setup', at('stack')));
  done(backup('backup', at('stack'), '--full'));
  done(script('db.sh', 'reset', '--data', at('stack')));
  rmSync(at('stack'), { recursive: true });

  for (const command of ['verify', 'list', 'expire']) done(backup(command, at('stack')));
  assert.match(backup('list', at('stack')).stdout, /full backup/);
  for (const command of ['setup', 'backup']) refused(backup(command, at('stack')), /there is no cluster in /);
  done(backup('restore', at('stack'), '--to', at('restored')));
  assert.equal(readFileSync(at('restored/storage/marketplace/key.zip'), 'utf8'), 'bytes of a KEY');
  refused(backup('restore', at('stack'), '--to', at('restored')), /overwrites nothing/);
});

test('a db.env that cannot be read stops everything before anything is done', { skip }, () => {
  mkdirSync(at('broken'));
  writeFileSync(at('broken/db.env'), 'PG_HOME=(unfinished\n');
  for (const command of ['verify', 'list', 'backup']) refused(backup(command, at('broken')), /db\.env is there and cannot be read/);
});
