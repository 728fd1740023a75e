// Starts and ends the stack of the browser tests.
//   node tests/browser/stack.mjs start|stop
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../e2e/lib/free_port.mjs';
import { writeHostileKeys } from './lib/hostile_keys.mjs';
import { writeTwoVersions } from './lib/two_versions.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const data = path.resolve(root, process.env.KEYS_DATA ?? '.run');
const assets = path.resolve(root, process.env.KEYS_BROWSER_ASSETS ?? `${data}-assets`);
const run = (...args) =>
  execFileSync(path.join(root, 'scripts/run.sh'), ['--data', data, ...args], {
    stdio: 'inherit', env: { ...process.env, KEYS_ASSETS_ROOT: '', KEYS_RESTART_MS: '400', KEYS_READY_SECONDS: '150' },
  });

switch (process.argv[2]) {
  case 'start':
    rmSync(assets, { recursive: true, force: true });
    cpSync(path.join(root, 'deploy/sample-keys'), assets, { recursive: true });
    writeHostileKeys(assets);
    writeTwoVersions(assets);
    run('--detach', '--reset', '--assets', assets, '--port', freePort());
    break;
  case 'stop':
    run('--stop');
    rmSync(path.join(data, 'storage'), { recursive: true, force: true });
    rmSync(assets, { recursive: true, force: true });
    break;
  default:
    console.error('usage: stack.mjs start|stop');
    process.exit(2);
}
