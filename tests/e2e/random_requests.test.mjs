// Random requests from every kind of caller never get a 5xx other than 503, a dependency's own words, or no answer.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { readPage } from './lib/html.mjs';
import { call, gateway, get, newUser, ok, token } from './lib/shop.mjs';
import { drawFrom, Generator } from './random/generator.mjs';

const seed = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const COUNT = Number(process.env.KEYS_TEST_REQUESTS ?? (process.env.KEYS_TEST_SCALE === 'all' ? 50_000 : 2_000));
const AT_ONCE = 8;
const LONGEST_MS = 10_500;

// Words that must never stand in an error: other programs' messages, names of tables, places in code and on disk,
// secrets. None of these words is ever sent by the generator.
const NOT_OURS = new RegExp([
  'postgres', 'libpq', 'SQLSTATE', '\\bSQL\\b', 'relation "', 'syntax error', 'duplicate key', 'violates', 'marketplace_', 'keys_owner',
  'grpc', 'protobuf', 'rapidjson', 'openssl', 'curl', 'libzip', 'std::', 'absl::', 'terminate', 'exception', '\\.cc\\b', 'errno', 'ECONN',
  'Connection refused', '127\\.0\\.0\\.1:', 'sk_test_', 'whsec_', '/home/', '/root/', '/tmp/', '/var/', '/usr/', 'UNIMPLEMENTED', 'DEADLINE_EXCEEDED',
].join('|'), 'i');
const STORAGE_PATH = /"keys\/[a-z]+\/[^"]+\/key\.zip"/;

let api;
let tokens;
let slugs;
const made = { orders: [], bundles: new Set() };

before(async () => {
  api = ok(await get('/openapi.json'));
  tokens = {
    user: token(newUser()), other: token(newUser()), admin: token(newUser(), '--admin'), broken: `${token(newUser())}x`,
  };
});
after(async () => {
  for (const slug of made.bundles) await call('DELETE', `/marketplace/admin/bundles/${encodeURIComponent(slug)}`, { as: tokens.admin });
});

/** Values that exist, by the names fields and variables have. Administrators change only what is not there. */
async function pool() {
  const { keys } = ok(await get('/marketplace/keys?limit=100'));
  const { bundles } = ok(await get('/marketplace/bundles'));
  slugs = [...keys, ...bundles].map(({ slug }) => slug);
  const uuid = ['0192f0c1-3333-7000-8000-00000000000b'];
  const returns = [`${gateway}/thanks`, `${gateway}/x?session={CHECKOUT_SESSION_ID}`, 'https://evil.example/', 'HTTP://x', '//x', 'x'];
  const values = {
    slug: slugs, key: slugs, key_slugs: keys.map(({ slug }) => slug), key_id: keys.map(({ id }) => id), bundle_id: bundles.map(({ id }) => id),
    version: keys.map(({ version }) => version), from: ['1.0.0'], to: ['1.0.0'], successUrl: returns, cancelUrl: returns, returnUrl: returns,
    user_id: uuid, org_id: uuid, reason: ['because'], title: ['A title'], description: ['Words'], event_id: uuid, signal_value: ['sre', 'growth'],
    signal_type: ['role', 'view'], search: ['keys', 'rate limit', 'pstgres'], cursor: ['AAAA'], as_of: ['2026-11-23T00:00:00Z'], ends_at: ['2030-01-01T00:00:00Z'],
    name: ['funnel', 'revenue'], status: ['active', 'all', 'open'], tool: ['node'], format: ['json', 'csv'], tz: ['UTC', 'Europe/Berlin', 'x'],
  };
  return {
    values: (name, changes) => {
      if (changes && (name === 'slug' || name === 'id' || name === 'event_id')) return [...uuid, 'random-thing'];
      return name === 'id' ? [...uuid, ...made.orders] : values[name] ?? [];
    },
  };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
after(() => agent.destroy());

function send({ method, path, headers, body, actor }) {
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) =>
    [name, [...value].every((c) => c <= '\xff') ? value : Buffer.from(value).toString('latin1')]));
  if (tokens[actor]) sent.authorization = `Bearer ${tokens[actor]}`;
  if (body !== undefined) sent['content-length'] = Buffer.byteLength(body);
  const { hostname, port } = new URL(gateway);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, hostname, port, method, path, headers: sent }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({
        status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString(), ms: performance.now() - started,
      }));
    });
    request.setTimeout(LONGEST_MS + 5_000, () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.end(body);
  });
}

/** Says what is wrong with an answer; undefined when nothing is. */
function wrong(request, { status, headers, text, ms }) {
  if (ms > LONGEST_MS) return `took ${Math.round(ms)} ms`;
  if (status >= 500 && status !== 503) return `status ${status}`;
  if (status === 503 && !headers['retry-after']) return '503 without Retry-After';
  if (STORAGE_PATH.test(text)) return 'a storage path';
  if (status < 400 || text === '' || request.template === '/readyz') return undefined;
  // People who look for a KEY that is not there get a page that says so.
  const page = status === 404 && ['GET', 'HEAD'].includes(request.method) && request.headers.accept?.startsWith('text/html');
  if (page && headers['content-type'] === 'text/html; charset=utf-8') return NOT_OURS.test(readPage(text).text) ? 'a dependency\'s words' : undefined;
  if (headers['content-type'] !== 'application/problem+json') return `an error as ${headers['content-type']}`;
  const problem = JSON.parse(text);
  if (problem.status !== status || !/^[A-Z_]+$/.test(problem.code) || problem.requestId !== headers['x-request-id']) return 'a malformed problem';
  // A KEY may be named after a database.
  if (NOT_OURS.test(slugs.reduce((rest, slug) => rest.replaceAll(slug, ''), text))) return 'a dependency\'s words';
  return undefined;
}

function remember(request, { status, text }) {
  if (status !== 200 || text[0] !== '{') return;
  const id = /"order_id":"([0-9a-f-]{36})"/.exec(text)?.[1];
  if (id) made.orders.push(id);
  if (request.method === 'PUT' && request.template.includes('/bundles/')) made.bundles.add(JSON.parse(text).bundle.slug);
}

test('random requests on all routes are answered without a fault, a leak or a hang', async () => {
  console.log(`counted: random requests: ${COUNT}, KEYS_TEST_SEED=${seed}`);
  const generator = new Generator(api, drawFrom(seed), await pool());
  const statuses = {};
  const unavailable = {};
  const problems = [];
  let left = COUNT;
  const worker = async () => {
    while (left > 0 && problems.length < 20) {
      left -= 1;
      const request = generator.request();
      const shown = `${request.method} ${request.path} by ${request.actor}, ${JSON.stringify(request.headers).slice(0, 200)}, ${request.body?.slice(0, 300)}`;
      try {
        const answer = await send(request);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const what = wrong(request, answer);
        if (what) problems.push(`${what}: ${shown}: ${answer.text.slice(0, 300)}`);
        if (answer.status === 503) unavailable[/"code":"(\w+)"/.exec(answer.text)?.[1] ?? 'no body'] ??= shown.slice(0, 1000);
        remember(request, answer);
      } catch (error) {
        problems.push(`${error.message}: ${shown}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  console.log(`counted: answers by status: ${JSON.stringify(statuses)}`);
  for (const [code, shown] of Object.entries(unavailable)) console.log(`counted: 503 ${code}, first for: ${shown}`);
  assert.deepEqual(problems, []);
  // While everything runs, UNAVAILABLE would mean that a request brought a process down.
  assert.deepEqual(unavailable, {});
  assert.equal((await get('/readyz')).status, 200);
});
