// A stack over an assets folder of its own, both thrown away at the end.
//   const stack = await startStack('ingest-scale');   of the suite's own
//   const stack = await sharedStack('ingest-kills');  the one of KEYS_INGEST_STACK, when that is set
//   stack.stop();
//   KEYS_INGEST_STACK=FILE node tests/ingest/stack.mjs start|stop
// keys-ingestion runs without the right to read what its permissions forbid, root or not.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../e2e/lib/free_port.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const programs = path.resolve(root, process.env.KEYS_BIN_DIR ?? 'build/release/bin');

/** The programs, keys-ingestion wrapped: root reads everything unless it gives that up; and what stands in
 * ingestion.env beside them is sourced before each start. */
function wrapPrograms(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(programs)) symlinkSync(path.join(programs, name), path.join(folder, name));
  const wrapped = path.join(folder, 'keys-ingestion');
  unlinkSync(wrapped);
  const rights = '--bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search';
  writeFileSync(wrapped, `#!/bin/sh\n[ ! -e ${folder}/ingestion.env ] || . ${folder}/ingestion.env\n[ "$(id -u)" = 0 ] || exec ${programs}/keys-ingestion "$@"\n` +
      `exec setpriv ${rights} -- ${programs}/keys-ingestion "$@"\n`);
  chmodSync(wrapped, 0o755);
}

// Suites end processes on purpose: they are started again soon.
const runScript = (data, env, ...args) => execFileSync(path.join(root, 'scripts/run.sh'), ['--data', data, ...args], {
  stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env, KEYS_ASSETS_ROOT: '', KEYS_RESTART_MS: '400', KEYS_READY_SECONDS: '150' } });

/** Starts a stack in build/<name>; what is needed to find it again. */
function start(name) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'keys-ingest-'));
  const assets = path.join(scratch, 'assets');
  mkdirSync(assets);
  wrapPrograms(path.join(scratch, 'bin'));
  const data = path.resolve(root, 'build', name);
  try {
    runScript(data, { KEYS_BIN_DIR: path.join(scratch, 'bin') }, '--detach', '--reset', '--assets', assets, '--port', freePort());
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
  return { scratch, assets, data };
}

function stop({ scratch, data }) {
  runScript(data, {}, '--stop', '--reset');
  rmSync(scratch, { recursive: true, force: true });
}

/** The stack as tests use it. */
async function connect(found, end) {
  process.env.KEYS_DATA = found.data;
  const shop = await import('../e2e/lib/shop.mjs');
  const admin = shop.token(shop.newUser(), '--admin');
  return { ...found, shop, admin, stop: end };
}

export async function startStack(name) {
  const found = start(name);
  return connect(found, () => stop(found));
}

/** The stack that suites use one after the other: an empty assets folder and a new process of ingestion for each.
 * What the suites before have published is still listed. */
export async function sharedStack(name) {
  const file = process.env.KEYS_INGEST_STACK;
  if (!file) return startStack(name);
  const stack = await connect(JSON.parse(readFileSync(file, 'utf8')), () => {});
  // Moved away, not removed: suites make what nobody may read.
  renameSync(stack.assets, mkdtempSync(path.join(stack.scratch, 'used-')));
  mkdirSync(stack.assets);
  await restartIngestion(stack, '');
  return stack;
}

/** Kills a process of the stack; resolves when it and the shop are back. */
export async function killed(stack, name, signal = 'SIGKILL') {
  const { shop } = stack;
  const pid = shop.endpoints().pids[name];
  process.kill(pid, signal);
  await back(stack, name, pid);
}
export const back = ({ shop }, name, pid) =>
  shop.eventually(`${name} is back`, async () => {
    const now = shop.endpoints().pids[name];
    const ready = shop.endpoints().metrics[name].replace(/metrics$/, 'readyz');
    return now > 1 && now !== pid && (await shop.get(ready, { timeout: 2000 })).status === 200
      && (await shop.get('/readyz', { timeout: 2000 })).status === 200;
  });

/** Starts keys-ingestion anew with these lines of shell before it. */
export async function restartIngestion(stack, lines) {
  writeFileSync(path.join(stack.scratch, 'bin/ingestion.env'), lines);
  await killed(stack, 'ingestion', 'SIGTERM');
}

/** A whole run over HTTP: its report, also when it outlasts its call. */
export async function ingest({ shop, admin }) {
  const answer = await shop.post('/marketplace/admin/ingest', { as: admin, body: {} });
  if (answer.status === 200) return answer.body;
  if (answer.body?.code !== 'IN_PROGRESS') throw new Error(`${answer.status}: ${answer.text.slice(0, 600)}`);
  const id = /ingestion ([0-9a-f-]{36})/.exec(answer.body.detail)[1];
  return shop.eventually('the run ends', async () => {
    const { ingestion, report } = shop.ok(await shop.get(`/marketplace/admin/ingestions/${id}`, { as: admin }));
    return ingestion.status !== 'running' && report;
  }, 900);
}

/** Memory of a process in KiB: `VmRSS` now, `VmHWM` at most since forgetPeak. */
export const memory = (pid, what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
export const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** psql at the stack's database as the owner of all tables. */
export function query(stack, sql) {
  const url = stack.shop.endpoints().database_url;
  return execFileSync('psql', [url, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', 'SET ROLE keys_owner', '-c', sql], { encoding: 'utf8' }).trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.env.KEYS_INGEST_STACK;
  if (process.argv[2] === 'start') writeFileSync(file, JSON.stringify(start('ingest-stack')));
  else stop(JSON.parse(readFileSync(file, 'utf8')));
}
