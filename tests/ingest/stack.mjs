// A stack of its own over an assets folder of its own, both thrown away at the end.
//   const stack = await startStack('build/ingest-stack');  …  stack.stop();
// keys-ingestion runs without the right to read what its permissions forbid, root or not.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const programs = path.resolve(root, process.env.KEYS_BIN_DIR ?? 'build/release/bin');

/** A port nobody listens on at this moment. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The programs, keys-ingestion wrapped: root reads everything unless it gives that up. */
function wrapPrograms(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(programs)) symlinkSync(path.join(programs, name), path.join(folder, name));
  const wrapped = path.join(folder, 'keys-ingestion');
  unlinkSync(wrapped);
  const rights = '--bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search';
  writeFileSync(wrapped, `#!/bin/sh\n[ "$(id -u)" = 0 ] || exec ${programs}/keys-ingestion "$@"\n` +
      `exec setpriv ${rights} -- ${programs}/keys-ingestion "$@"\n`);
  chmodSync(wrapped, 0o755);
}

export async function startStack(name) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'keys-ingest-'));
  const assets = path.join(scratch, 'assets');
  mkdirSync(assets);
  wrapPrograms(path.join(scratch, 'bin'));
  const data = path.resolve(root, 'build', name);
  process.env.KEYS_DATA = data;
  const run = (...args) => execFileSync(path.join(root, 'scripts/run.sh'), ['--data', data, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, KEYS_BIN_DIR: path.join(scratch, 'bin'), KEYS_ASSETS_ROOT: '' } });
  const stop = () => {
    run('--stop', '--reset');
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    run('--detach', '--reset', '--assets', assets, '--port', String(await freePort()));
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
  const shop = await import('../e2e/lib/shop.mjs');
  const admin = shop.token(shop.newUser(), '--admin');
  return { assets, data, shop, admin, stop };
}

/** psql at the stack's database as the owner of all tables. */
export function query(stack, sql) {
  const url = stack.shop.endpoints().database_url;
  return execFileSync('psql', [url, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', 'SET ROLE keys_owner', '-c', sql], { encoding: 'utf8' }).trim();
}
