// The migrations of this tree on a cluster of their own: all of them from an empty database, and nothing the
// second time.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const services = ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery'];

function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${stdout}${stderr}`);
  return { stdout, output: stdout + stderr };
}

test('every migration runs from an empty database, and a second run changes nothing', () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-migrations-'));
  fs.chmodSync(data, 0o755);
  const db = (...args) => run(path.join(root, 'scripts/db.sh'), ...args, '--data', data);
  try {
    const first = db('migrate').output;
    const files = services.flatMap((service) =>
      fs.readdirSync(path.join(root, 'services', service, 'migrations')).map((name) => `${service}/${name}`));
    assert.deepEqual([...first.matchAll(/applied (.*)/g)].map((match) => match[1]).sort(), [...files].sort());
    for (const service of services) assert.ok(files.some((name) => name.startsWith(`${service}/`)), service);
    const url = /^export DATABASE_URL='(.*)'$/m.exec(db('env').stdout)[1];
    // pg_dump 15.14 and later frame what they write by a random word.
    const all = () => run('pg_dump', '--role=keys_owner', url).stdout.replace(/^\\(un)?restrict .*$/gm, '');
    const before = all();
    assert.match(before, /CREATE TABLE public\.marketplace_keys /);
    assert.equal(db('migrate').output, '');
    assert.equal(all(), before);
    console.log(`counted: ${files.length} migrations of ${services.length} services`);
  } finally {
    run(path.join(root, 'scripts/db.sh'), 'reset', '--data', data);
    fs.rmSync(data, { recursive: true, force: true });
  }
});
