// Lets the chaos tests act on the running stack behind the shop's back: tokens without a process each, kills, rules of
// failpoints, the clock, the database.
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { backends, postmaster } from '../../e2e/lib/postgres.mjs';
import { data, endpoints, get, ok, root, sandbox } from '../../e2e/lib/shop.mjs';

const environment = Object.fromEntries(
  [...readFileSync(path.join(data, 'stack.env'), 'utf8').matchAll(/^export (\w+)='(.*)'$/gm)].map((m) => [m[1], m[2]]));

const base64url = (text) => Buffer.from(text).toString('base64url');

/** Makes the tokens of scripts/token.sh for thousands of buyers. */
export function mint(user, { admin = false } = {}) {
  const iat = Math.floor(Date.now() / 1000) + clockOffset();
  const claims = { sub: user, aud: 'authenticated', role: 'authenticated', iat: iat - 1, exp: iat + 7200,
    app_metadata: admin ? { role: 'admin' } : {} };
  const signed = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${createHmac('sha256', environment.SUPABASE_JWT_SECRET).update(signed).digest('base64url')}`;
}

/** Replaces a file at once: processes read these at any moment, and an empty one means something to them. */
export function replaceFile(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const clockFile = environment.CLOCK_OFFSET_FILE;
export const clockOffset = () => Math.floor(Number(existsSync(clockFile) ? readFileSync(clockFile, 'utf8') : 0) || 0);
/** Moves every process's business time: what a killed process had leased is due again. */
export const advanceClock = (seconds) => replaceFile(clockFile, `${clockOffset() + seconds}\n`);

/** A seeded source of chance; KEYS_TEST_SEED repeats a run. */
export const seed = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
export function chance(start) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), pick: (list) => list[Math.floor(next() * list.length)] };
}

export const full = process.env.KEYS_TEST_SCALE === 'all';
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const ready = async () => (await get('/readyz', { timeout: 2000 })).status === 200;

const isAlive = (pid) => existsSync(`/proc/${pid}`);

/** SIGKILL of the process of that name; false when it is just being restarted. */
export function kill(name) {
  const pid = endpoints().pids[name];
  if (!(pid > 1) || !isAlive(pid)) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

/** SIGKILL of the postmaster, or of one of the backends that serve billing or entitlement. */
export function killPostgres(what) {
  const server = postmaster();
  if (server === undefined || !isAlive(server)) return false;
  const pid = what === 'postmaster' ? server : backends().find(({ title }) => /keys_(billing|entitlement)/.test(title))?.pid;
  if (pid === undefined) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

/** Rows of the stack's database, as its owner, who is above row level security. */
export function sql(statement) {
  const run = spawnSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qtA', '-c', `SET ROLE keys_owner; ${statement}`], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim().split('\n').filter(Boolean).map((line) => line.split('|'));
}

/** The value of a metric of a process, summed over its labels; undefined when it is not there. */
export async function metric(name, of = 'billing') {
  const { text } = await get(endpoints().metrics[of], { timeout: 5000 });
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map((m) => Number(m[1]));
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0);
}

/** An object as Stripe has it. */
export const stripeObject = async (target) =>
  ok(await get(`${sandbox}/v1/${target}`, {
    as: environment.STRIPE_SECRET_KEY, headers: { 'stripe-version': '2026-10-28.endive' } }));

export const webhookSecret = environment.STRIPE_WEBHOOK_SECRET;

const rulesFile = path.join(data, 'failpoints');
/** The rules in force, one object {id, point, action} each, instead of those before. */
export function setRules(rules) {
  const text = rules.map((rule) => `${rule.id} ${rule.point} ${rule.action}\n`).join('');
  replaceFile(rulesFile, text);
}
/** The ids of rules that have acted. */
export function firedRules() {
  const file = `${rulesFile}.fired`;
  if (!existsSync(file)) return new Set();
  return new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean)
    .map((line) => line.split(' ')).filter((words) => words[2] !== 'pass').map((words) => words[0]));
}
export const note = (text) => appendFileSync(path.join(data, 'logs', 'chaos.log'), `${text}\n`);
