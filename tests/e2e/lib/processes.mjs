// Further processes beside the running stack: another gateway, another catalog, an ingestion of other
// assets. They share its database and keys, and end with the test file that started them.
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import readline from 'node:readline';
import { after } from 'node:test';

import { data, root } from './shop.mjs';

const programs = path.resolve(root, process.env.KEYS_BIN_DIR ?? 'build/release/bin');
const START_MS = 30_000;
// The functions that end what was started, all at once after the test or file that began with it.
const running = [];
// Processes that a failed test left behind must neither keep the file from ending nor outlive it.
const children = new Set();
process.on('exit', () => { for (const child of children) child.kill('SIGKILL'); });

/** The stack's environment, as its processes have it. */
function stackEnvironment() {
  const listed = execFileSync('bash', ['-c', 'set -a; . "$1"; env -0', 'bash', path.join(data, 'stack.env')]);
  return Object.fromEntries(listed.toString('utf8').split('\0').filter(Boolean).map((entry) => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  }));
}

/** Starts keys-<name>; answers {pid, url, grpc, metrics, log(), signal(word), stop()} once it serves. */
export async function startProcess(name, overrides = {}) {
  const environment = {
    ...stackEnvironment(),
    SERVICE_KEY_FILE: path.join(data, 'keys', `${name}.pem`),
    ADMIN_LISTEN: '127.0.0.1:0',
    GRPC_LISTEN: '127.0.0.1:0',
    HTTP_LISTEN: '127.0.0.1:0',
    ...overrides,
  };
  const child = spawn(path.join(programs, `keys-${name}`), { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  children.add(child);
  child.unref();
  child.stderr.unref();
  const ended = new Promise((resolve) => child.once('exit', () => {
    children.delete(child);
    resolve();
  }));
  const stop = async () => {
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 12_000);
    await ended;
    clearTimeout(late);
  };
  if (running.length === 0) after(() => Promise.all(running.splice(0).map((end) => end())));
  running.push(stop);
  const lines = [];
  const started = await new Promise((resolve, reject) => {
    const told = {};
    const late = setTimeout(() => reject(new Error(`keys-${name} did not start`)), START_MS);
    ended.then(() => reject(new Error(`keys-${name} ended:\n${lines.join('\n')}`)));
    readline.createInterface({ input: child.stderr }).on('line', (line) => {
      if (lines.length < 500) lines.push(line);
      if (line.includes('"event":"http.listening"')) told.http = JSON.parse(line).port;
      if (!line.includes('"event":"process.started"')) return;
      clearTimeout(late);
      resolve({ ...told, ...JSON.parse(line) });
    });
  });
  return {
    pid: child.pid,
    url: `http://127.0.0.1:${started.http}`,
    grpc: `127.0.0.1:${started.grpc_port}`,
    metrics: `http://127.0.0.1:${started.admin_port}/metrics`,
    /** Returns the lines that it has logged, at most the first 500. */
    log: () => lines,
    signal: (word) => child.kill(word),
    stop,
  };
}

/** The value of one metric, with its labels as it is written; 0 when it is not there. */
export async function metric(url, name) {
  const text = await (await fetch(url)).text();
  const line = text.split('\n').find((found) => found.startsWith(`${name} `));
  return line ? Number(line.slice(name.length + 1)) : 0;
}
