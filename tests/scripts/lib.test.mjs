// Tests the promises of scripts/lib: files that appear whole or not at all, and the peers that a list admits.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {after} from 'node:test';
import {fileURLToPath} from 'node:url';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-lib-'));
after(() => fs.rmSync(folder, {recursive: true, force: true}));

/** Runs lines of bash with scripts/lib at hand, without `set -e`, as the supervisor does. */
const bash = (lines) => spawnSync('bash', ['-c', `set -uo pipefail; . ${ROOT}/scripts/lib/common.sh; . ${ROOT}/scripts/lib/peer_calls.sh; ${lines}`], {encoding: 'utf8'});

test('a file that cannot be written keeps what it held, and leaves nothing beside it', () => {
  const file = path.join(folder, 'restarts');
  assert.equal(bash(`echo 'billing 4' | write_file ${file}`).status, 0);
  // A limit on the size of files stands for a full disk.
  const full = bash(`ulimit -f 0; seq 100000 | write_file ${file}`);
  assert.notEqual(full.status, 0);
  assert.match(full.stderr, /cannot write .*restarts; what it held before stays/);
  assert.equal(fs.readFileSync(file, 'utf8'), 'billing 4\n');
  assert.deepEqual(fs.readdirSync(folder), ['restarts']);
  assert.equal(bash(`echo 'billing 5' | write_file ${file} 600`).status, 0);
  assert.equal(fs.readFileSync(file, 'utf8'), 'billing 5\n');
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
});

test('a peer may call what its own sources call', () => {
  const calls = (peer) => bash(`calls_of ${peer}`).stdout.trim().split('\n');
  assert.deepEqual(calls('operator'), ['*']);
  assert.deepEqual(calls('analytics'), ['']);
  assert.ok(calls('billing').includes('keys.entitlement.v1.EntitlementInternal/ApplyOrderAccess'));
  assert.ok(!calls('discovery').some((call) => call.startsWith('keys.entitlement')));
  assert.ok(calls('gateway').includes('keys.catalog.v1.Catalog/GetKey'));
  assert.ok(!calls('gateway').includes('keys.catalog.v1.CatalogIngest/PublishVersion'));
  for (const peer of ['gateway', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery']) {
    for (const call of calls(peer).filter(Boolean)) assert.match(call, /^keys\.\w+\.v1\.\w+\/\w+$/);
  }
});
