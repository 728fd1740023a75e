// A stack of its own for tests that publish large KEYS and kill processes, and a client that downloads as
// people do: over bad lines, at its own pace, resuming where it was cut.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from './free_port.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers that repeat with their seed. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (n) => Math.floor(next() * n) };
}

/** A user whose access to a KEY comes and goes. */
export class Holder {
  user = randomUUID();
  grantId;
  revokedAt;
  times = 0;
  // The bytes of a file that are still missing while a part is being transferred.
  coming = 0;
  #shop;
  #slug;

  constructor(shop, slug) {
    this.#shop = shop;
    this.#slug = slug;
  }

  async give() {
    // Set before the request, because access is back before its answer is.
    this.revokedAt = undefined;
    const answer = await this.#shop.grant(this.user, this.#slug);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    this.grantId = answer.body.entitlement.id;
  }

  async take() {
    await this.#shop.revoke(this.grantId);
    this.revokedAt = performance.now();
    this.times += 1;
  }
}

/** Starts a shop with the samples and whatever `publish` adds. Answers words to use it with. */
export async function startShop(name) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
  const data = path.join(place, 'stack');
  const assets = path.join(place, 'assets');
  fs.cpSync(path.join(root, 'deploy/sample-keys'), assets, { recursive: true });
  const run = (...args) =>
    execFileSync(path.join(root, 'scripts/run.sh'), ['--data', data, ...args],
      { stdio: ['ignore', 2, 2], env: { ...process.env, KEYS_READY_SECONDS: '150' } });
  run('--detach', '--assets', assets, '--port', freePort());
  const endpoints = () => JSON.parse(fs.readFileSync(path.join(data, 'endpoints.json'), 'utf8'));
  const secret = execFileSync('bash', ['-c', '. "$1" && printf %s "$SUPABASE_JWT_SECRET"', '-', path.join(data, 'stack.env')],
    { encoding: 'utf8' });
  const { gateway } = endpoints();

  /** A JWT made here: a shell for each of a thousand users would take longer than the test. */
  const token = (user, claims = {}) => {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
      sub: user, aud: 'authenticated', email: `${user}@example.test`, exp: Math.floor(Date.now() / 1000) + 3600, ...claims,
    })}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const admin = token('aaaaaaaa-0000-7000-8000-000000000001', { app_metadata: { role: 'admin' } });

  /** {status, body}; status 0 when no answer came. */
  const ask = async (method, target, { as, body, headers = {} } = {}) => {
    try {
      const response = await fetch(gateway + target, {
        method,
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : undefined };
    } catch (error) {
      return { status: 0, error };
    }
  };
  const must = async (...args) => {
    const answer = await ask(...args);
    if (answer.status !== 200) throw new Error(`${args.slice(0, 2)}: ${answer.status} ${JSON.stringify(answer.body ?? String(answer.error))}`);
    return answer.body;
  };

  return {
    gateway, endpoints, token, admin, ask, must,
    grant: (user, key, headers) => ask('POST', '/marketplace/admin/entitlements',
      { as: admin, body: { user_id: user, key, source: 'manual', reason: 'test' }, headers }),
    revoke: (id) => must('POST', `/marketplace/admin/entitlements/${id}/revoke`, { as: admin, body: { reason: 'test' } }),
    link: (user, key, version) => ask('POST', `/marketplace/keys/${key}/download`, { as: token(user), body: version ? { version } : {} }),
    /** Writes a KEY of about `bytes` that compress to nothing, and ingests it. */
    publish: async (slug, version, bytes) => {
      const folder = path.join(assets, 'node-next-keys', slug);
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, 'README.md'), '# A large one\n');
      fs.writeFileSync(path.join(folder, 'key.json'), JSON.stringify({
        slug, title: 'A large one', version, tool: 'node', key_type: ['data'], license_spdx: 'MIT', runtime: 'node',
        documentation: { readme: 'README.md' },
      }));
      const file = fs.openSync(path.join(folder, 'payload.bin'), 'w');
      for (let left = bytes; left > 0; left -= 1 << 20) fs.writeSync(file, randomBytes(Math.min(left, 1 << 20)));
      fs.closeSync(file);
      const report = await must('POST', '/marketplace/admin/ingest', { as: admin, body: {} });
      if (report.errors.length > 0) throw new Error(JSON.stringify(report.errors));
    },
    kill: (name) => {
      const pid = endpoints().pids[name];
      process.kill(pid, 'SIGKILL');
      return pid;
    },
    /** Bytes of memory a process has now. */
    memory: (name) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${endpoints().pids[name]}/status`, 'utf8'))[1]) * 1024,
    rows: (sql) => JSON.parse(execFileSync(path.join(root, 'scripts/db.sh'),
      ['psql', '--data', data, '--', '-qAt', '-c', `SELECT coalesce(json_agg(r), '[]') FROM (${sql}) AS r`],
      { encoding: 'utf8', maxBuffer: 1 << 28 })),
    psql: (sql) => execFileSync(path.join(root, 'scripts/db.sh'), ['psql', '--data', data, '--', '-qAt', '-c', sql], { encoding: 'utf8' }),
    storage: path.join(data, 'storage'),
    data,
    stop: () => {
      run('--stop', '--reset');
      fs.rmSync(place, { recursive: true, force: true });
    },
  };
}

/**
 * One GET, from `offset` on, at most `rate` bytes a second, cut by us after `cutAfter` bytes.
 * `onBytes(chunk)` sees each piece. Answers {status, ended: 'whole' | 'cut by us' | 'cut by them', body}.
 */
export function fetchPart(url, { offset = 0, rate = Infinity, cutAfter = Infinity, etag, onBytes }) {
  return new Promise((resolve) => {
    const headers = offset > 0 ? { range: `bytes=${offset}-`, ...(etag ? { 'if-range': etag } : {}) } : {};
    const request = http.get(url, { headers, agent: false, highWaterMark: 65536 }, (response) => {
      const { statusCode: status } = response;
      const expected = Number(response.headers['content-length']);
      const began = performance.now();
      let received = 0;
      let text = '';
      const end = (ended) => resolve({ status, ended, received, text, headers: response.headers });
      response.on('data', (chunk) => {
        received += chunk.length;
        if (status >= 300) {
          text += chunk;
          return;
        }
        onBytes?.(chunk);
        if (received >= cutAfter) {
          request.destroy();
          end('cut by us');
          return;
        }
        const early = (received / rate) * 1000 - (performance.now() - began);
        if (early > 1) {
          response.pause();
          setTimeout(() => response.resume(), early);
        }
      });
      response.on('end', () => end(received === expected ? 'whole' : 'cut by them'));
      response.on('error', () => end('cut by them'));
      response.on('aborted', () => end('cut by them'));
    });
    request.on('error', () => resolve({ status: 0, ended: 'cut by them', received: 0, text: '' }));
  });
}

// A machine otherwise keeps megabytes for a client that does not read, and what it keeps has left us.
const readerBuffer = 64 << 10;

/**
 * As fetchPart, by a program of its own that keeps next to nothing (tests/harness/slow_reader.cc): what `onBytes`
 * sees has left the gateway a moment ago. `rate` is a number.
 */
export function readPart(url, { offset = 0, rate, cutAfter = Infinity, etag, onBytes }) {
  return new Promise((resolve) => {
    const { hostname, port, pathname, search } = new URL(url);
    const fields = [`Host: ${hostname}:${port}`, 'Connection: close',
      ...(offset > 0 ? [`Range: bytes=${offset}-`, ...(etag ? [`If-Range: ${etag}`] : [])] : [])];
    const reader = spawn(path.join(process.env.KEYS_BIN_DIR ?? path.join(root, 'build/release/bin'), 'keys-slow-reader'),
      [hostname, port, String(rate), String(readerBuffer)], { stdio: 'pipe' });
    reader.stdin.end(`GET ${pathname}${search} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
    let head = Buffer.alloc(0);
    let answer;
    let received = 0;
    let text = '';
    let cut = false;
    const take = (chunk) => {
      if (chunk.length === 0 || cut) return;
      received += chunk.length;
      if (answer.status >= 300) {
        text += chunk;
        return;
      }
      onBytes?.(chunk);
      if (received >= cutAfter) {
        cut = true;
        reader.kill();
      }
    };
    reader.stderr.resume();
    reader.stdout.on('data', (chunk) => {
      if (answer !== undefined) return take(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const lines = head.subarray(0, end).toString('latin1').split('\r\n');
      const headers = Object.fromEntries(lines.slice(1).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
      answer = { status: Number(lines[0].split(' ')[1]), headers };
      return take(head.subarray(end + 4));
    });
    reader.on('close', () => resolve({
      status: 0, ...answer, received, text,
      ended: cut ? 'cut by us' : answer && received === Number(answer.headers['content-length']) ? 'whole' : 'cut by them',
    }));
  });
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
