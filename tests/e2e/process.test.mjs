// Tests a process in odd surroundings: a log that nobody reads, addresses of every form.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { freePort } from './lib/free_port.mjs';
import { eventually } from './lib/own_gateway.mjs';

const program = path.join(process.env.KEYS_BIN_DIR, 'keys-gateway');
const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-process-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const key = path.join(folder, 'key.pem');
writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
writeFileSync(path.join(folder, 'peers.json'), '{"peers":{}}');

const environment = (more) => ({
  PATH: process.env.PATH, SERVICE_KEY_FILE: key, SERVICE_PEERS_FILE: path.join(folder, 'peers.json'), STORAGE_URL: `file://${folder}/storage`,
  ...Object.fromEntries(['CATALOG', 'INGESTION', 'BILLING', 'ENTITLEMENT', 'DISCOVERY', 'ANALYTICS'].map((name) => [`${name}_ADDRESS`, '127.0.0.1:9'])),
  ...more,
});

/** The code a process ends with, and what it said. */
function ending(more) {
  const child = spawn(program, { env: environment(more), stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { log += text; if (log.includes('http.listening')) child.kill('SIGTERM'); });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, log })));
}

test('a log that nobody reads stops nobody, and what is dropped is counted', async () => {
  // A pipe that is open for reading and never read, as of a program that stands still.
  const pipe = path.join(folder, 'log');
  execFileSync('mkfifo', [pipe]);
  const reader = openSync(pipe, 'r+');
  const [port, admin] = [freePort(), freePort()];
  const child = spawn(program, { env: environment({ HTTP_LISTEN: `127.0.0.1:${port}`, ADMIN_LISTEN: `127.0.0.1:${admin}` }), stdio: ['ignore', 'ignore', openSync(pipe, 'w')] });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  try {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
    const ask = (target, on = port) => new Promise((resolve, reject) => {
      http.get({ host: '127.0.0.1', port: on, path: target, agent, timeout: 30_000, headers: { 'x-request-id': 'r'.repeat(128) } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve({ status: answer.statusCode, text }));
      }).on('error', reject).on('timeout', function () { this.destroy(new Error('no answer within 30 s')); });
    });
    await eventually('it serves', () => ask('/healthz').then(({ status }) => status === 200, () => false), 60);
    const dropped = async () => Number(/^keys_log_dropped_lines_total (\d+)/m.exec((await ask('/metrics', admin)).text)[1]);
    // More than the pipe and the buffer hold: 64 KiB and 1 MiB of lines of some 300 bytes.
    let answered = 0;
    for (let round = 0; round < 60; ++round) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => ask('/healthz')));
      answered += answers.filter(({ status }) => status === 200).length;
    }
    assert.equal(answered, 6000);
    assert.ok((await dropped()) > 0);
    agent.destroy();
    child.kill('SIGTERM');
    const { code } = await ended;
    assert.equal(code, 0, 'it ends by itself, not by the alarm of a stop that takes too long');
  } finally {
    child.kill('SIGKILL');
    closeSync(reader);
  }
});

test('an IPv6 address stands in brackets', async () => {
  // A machine may have no IPv6; then it says that, and not that there is no such host.
  const { code, log } = await ending({ HTTP_LISTEN: '[::1]:0' });
  if (code !== 0) assert.match(log, /cannot listen on \[::1\]:0 \(HTTP_LISTEN\): (Cannot assign requested address|Address family not supported)/);
});

test('CLOCK_OFFSET_FILE is refused when the process listens beyond the loopback interface', async () => {
  const offset = path.join(folder, 'offset');
  writeFileSync(offset, '0\n');
  for (const listen of ['127.example.org:0', '0.0.0.0:0', '127.0.0.1.example.org:0']) {
    const { code, log } = await ending({ HTTP_LISTEN: listen, CLOCK_OFFSET_FILE: offset });
    assert.equal(code, 2, listen);
    assert.match(log, /CLOCK_OFFSET_FILE is refused: HTTP_LISTEN is not a loopback address/);
  }
  assert.equal((await ending({ HTTP_LISTEN: '127.0.0.1:0', CLOCK_OFFSET_FILE: offset })).code, 0);
});
