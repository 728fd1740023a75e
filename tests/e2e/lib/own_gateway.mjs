// A gateway process of a test's own, with settings of its own and no services behind it: what is
// decided at the edge needs none, and nobody else's requests disturb the figures.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const bin = process.env.KEYS_BIN_DIR ?? path.join(root, 'build/release/bin');

// The discard port: nobody listens there.
const NOBODY = '127.0.0.1:9';
const SERVICES = ['CATALOG', 'INGESTION', 'BILLING', 'ENTITLEMENT', 'DISCOVERY', 'ANALYTICS'];

/** Starts a gateway. `more`: environment variables beside those it cannot do without. */
export async function startGateway(more = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-gateway-'));
  const key = path.join(folder, 'key.pem');
  const peers = path.join(folder, 'peers.json');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(peers, '{"peers":{}}');
  const env = {
    PATH: process.env.PATH,
    HTTP_LISTEN: '127.0.0.1:0',
    SERVICE_KEY_FILE: key,
    SERVICE_PEERS_FILE: peers,
    STORAGE_URL: `file://${folder}/storage`,
    ...Object.fromEntries(SERVICES.map((name) => [`${name}_ADDRESS`, NOBODY])),
    ...more,
  };
  const child = spawn(path.join(bin, 'keys-gateway'), { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const gateway = new OwnGateway(child, folder);
  gateway.port = await gateway.listening();
  return gateway;
}

class OwnGateway {
  #child;
  #folder;
  #log = '';

  constructor(child, folder) {
    this.#child = child;
    this.#folder = folder;
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => { this.#log = (this.#log + text).slice(-100_000); });
  }

  /** The port it serves, once it does. */
  listening() {
    return new Promise((resolve, reject) => {
      this.#child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${this.#log}`)));
      this.#child.stderr.on('data', () => {
        const found = /"event":"http.listening","port":(\d+)/.exec(this.#log);
        if (found) resolve(Number(found[1]));
      });
    });
  }

  get url() { return `http://127.0.0.1:${this.port}`; }
  get alive() { return this.#child.exitCode === null && this.#child.signalCode === null; }
  get log() { return this.#log; }

  /** Waits until its log matches. A thread of its own writes lines, so an answer may come before its line. */
  async logged(pattern) {
    for (let i = 0; i < 600 && !pattern.test(this.#log); ++i) await new Promise((resolve) => setTimeout(resolve, 50));
    if (!pattern.test(this.#log)) throw new Error(`the gateway did not log ${pattern} within 30 s: ${this.#log}`);
  }

  /** Resident memory in MiB. */
  rss() {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
  }

  async stop() {
    if (this.alive) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Sends bytes as they are; answers what came back until the server closed, or `until` fits. */
export function exchange(port, bytes, { until, timeout = 20_000, halfClose = false } = {}) {
  return new Promise((resolve) => {
    const parts = [];
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const done = (how) => {
      socket.destroy();
      resolve({ text: Buffer.concat(parts).toString('latin1'), how });
    };
    socket.setNoDelay(true);
    socket.setTimeout(timeout, () => done('timeout'));
    socket.on('data', (part) => {
      parts.push(part);
      if (until && until(Buffer.concat(parts).toString('latin1'))) done('answered');
    });
    socket.on('end', () => done('closed'));
    socket.on('error', (error) => done(error.code));
    socket.on('connect', () => (halfClose ? socket.end(bytes) : socket.write(bytes)));
  });
}

/** Asks until `probe` gives something truthy; fails after `seconds`. */
export async function eventually(what, probe, seconds = 20) {
  const end = process.hrtime.bigint() + BigInt(seconds) * 1_000_000_000n;
  while (process.hrtime.bigint() < end) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
