// Every process of a stack is replaced, the gateway included, while people browse, download and buy: no request fails.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { freePort } from '../e2e/lib/free_port.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-rolling-'));
process.env.KEYS_DATA = path.join(place, 'stack');
const REQUESTS = 10_000;
const LAME_DUCK_SECONDS = '2';
// Node 18 does not keep connections unless it is told to.
http.globalAgent = new http.Agent({ keepAlive: true });
const SLUG = 'signed-webhook-intake';
let shop;

const run = (...args) => execFileSync(path.join(root, 'scripts/run.sh'), ['--data', process.env.KEYS_DATA, ...args],
  { stdio: ['ignore', 2, 2], env: { ...process.env, REUSE_PORT: '1', LAME_DUCK_SECONDS, KEYS_READY_SECONDS: '150' } });

before(async () => {
  run('--detach', '--port', freePort());
  shop = await import('../e2e/lib/shop.mjs');
});
after(() => {
  run('--stop', '--reset');
  fs.rmSync(place, { recursive: true, force: true });
});

/** One request without any second try. Rejects when the connection is refused, reset or closed before the answer. */
function ask(kept, method, target, { as, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const request = http.request(shop.gateway + target, {
      method, timeout: 30_000,
      headers: { ...(!kept && { connection: 'close' }), ...(as && { authorization: `Bearer ${as}` }), ...(sent && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }) },
    }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const json = (response.headers['content-type'] ?? '').includes('json') && bytes.length > 0;
        resolve({ status: response.statusCode, bytes, body: json ? JSON.parse(bytes) : undefined });
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer in 30 s')));
    request.on('error', reject);
    request.end(sent);
  });
}

/** Counts what is asked, by route, and what went wrong. */
class Load {
  counts = {};
  errors = [];
  enough = false;

  get requests() {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  async ask(route, kept, method, target, options) {
    this.counts[route] = (this.counts[route] ?? 0) + 1;
    try {
      const answer = await ask(kept, method, target, options);
      if (answer.status < 400) return answer;
      this.errors.push(`${new Date().toISOString()} ${method} ${target}: ${answer.status} ${answer.bytes.toString('utf8').slice(0, 300)}`);
    } catch (error) {
      this.errors.push(`${new Date().toISOString()} ${method} ${target}: ${error.code ?? ''} ${error.message}`);
    }
    return undefined;
  }

  /** Somebody who has bought SLUG reads and downloads, on one connection or on a new one each time. */
  async browse(as, kept, slugs) {
    for (let turn = 0; !this.enough; turn += 1) {
      const slug = slugs[turn % slugs.length];
      await this.ask('list', kept, 'GET', '/marketplace/keys?limit=20');
      await this.ask('detail', kept, 'GET', `/marketplace/keys/${slug}`, { as });
      await this.ask('search', kept, 'GET', `/marketplace/keys?search=${slug.split('-')[0]}`);
      await this.ask('discover', kept, 'GET', '/marketplace/discover', { as });
      await this.ask('signal', kept, 'POST', '/marketplace/discover/signal', { as, body: { signal_type: 'tool_intent', signal_value: 'Node.js' } });
      await this.ask('entitlements', kept, 'GET', '/marketplace/entitlements', { as });
      await this.ask('orders', kept, 'GET', '/marketplace/orders', { as });
      await this.ask('page', kept, 'GET', '/');
      const link = await this.ask('link', kept, 'POST', `/marketplace/keys/${SLUG}/download`, { as, body: {} });
      if (link === undefined) continue;
      const file = await this.ask('download', kept, 'GET', link.body.downloadUrl.slice(shop.gateway.length));
      if (file && file.bytes.length !== link.body.size_bytes) this.errors.push(`a download of ${file.bytes.length} bytes`);
    }
  }

  /** One person after the other buys SLUG and has it. */
  async buy(people, kept) {
    let bought = 0;
    for (; !this.enough && bought < people.length; bought += 1) {
      const as = people[bought];
      const page = await this.ask('checkout', kept, 'POST', `/marketplace/keys/${SLUG}/checkout`, { as, body: shop.returnUrls });
      if (page === undefined) continue;
      assert.equal((await shop.press(page.body, 'pay')).status, 303);
      await shop.eventually(`${SLUG} is owned`, async () => {
        const owned = await this.ask('entitlements', kept, 'GET', '/marketplace/entitlements', { as });
        return owned?.body.entitlements.some(({ packSlug }) => packSlug === SLUG);
      });
    }
    return bought;
  }
}

/** Replaces every process. Resolves when scripts/roll.sh has ended well. */
const roll = () => new Promise((resolve, reject) => {
  const child = spawn(path.join(root, 'scripts/roll.sh'), ['--data', process.env.KEYS_DATA], { stdio: ['ignore', 2, 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`roll.sh ended with ${code}: ${said}`))));
});

test('a rolling restart of every process fails none of ten thousand requests', { timeout: 800_000 }, async () => {
  const kept = true;
  const fresh = false;
  const people = Array.from({ length: 200 }, () => shop.newUser());
  const readers = people.slice(0, 5).map((user) => shop.token(user));
  for (const as of readers) await shop.buy('keys', SLUG, as);
  const slugs = shop.ok(await shop.get('/marketplace/keys?limit=20')).keys.map(({ slug }) => slug);
  const buyers = people.slice(5, 60).map((user) => shop.token(user));

  const load = new Load();
  const began = performance.now();
  const pids = shop.endpoints().pids;
  const clients = [...readers.slice(0, 3).map((as) => load.browse(as, kept, slugs)), ...readers.slice(3).map((as) => load.browse(as, fresh, slugs))];
  const buying = load.buy(buyers, kept);
  let rounds = 0;
  do {
    await roll();
    rounds += 1;
  } while (load.requests < REQUESTS && load.errors.length === 0);
  load.enough = true;
  await Promise.all(clients);
  const bought = await buying;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`counted: ${load.requests} requests, ${load.errors.length} errors, ${seconds} s, ${rounds} rounds of 7 processes, ${bought} purchases; ${JSON.stringify(load.counts)}`);
  assert.deepEqual(load.errors.slice(0, 10), []);
  assert.ok(load.requests >= REQUESTS, `${load.requests} requests`);
  assert.ok(bought > 0);
  const now = shop.endpoints().pids;
  for (const [name, pid] of Object.entries(pids)) if (name !== 'sandbox') assert.notEqual(now[name], pid, `${name} was replaced`);
});
