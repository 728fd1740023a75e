// Starts and ends the stack the end-to-end tests share.
//   node tests/e2e/stack.mjs start|stop
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from './lib/free_port.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const data = path.resolve(root, process.env.KEYS_DATA ?? '.run');
const run = (...args) =>
  execFileSync(path.join(root, 'scripts/run.sh'), ['--data', data, ...args], {
    stdio: 'inherit',
    // Suites kill processes and make them fail on purpose.
    env: { ...process.env, FAILPOINTS_FILE: path.join(data, 'failpoints'), KEYS_RESTART_MS: '400', KEYS_READY_SECONDS: '150',
      POPULARITY_REFRESH_SECONDS: '1' },
  });

switch (process.argv[2]) {
  case 'start':
    run('--detach', '--reset', '--port', freePort());
    break;
  case 'stop':
    run('--stop');
    rmSync(path.join(data, 'storage'), { recursive: true, force: true });
    break;
  default:
    console.error('usage: stack.mjs start|stop');
    process.exit(2);
}
