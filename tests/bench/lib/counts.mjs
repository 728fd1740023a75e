// Counts what a request costs in SQL statements, commits and RPCs, which does not depend on the machine. Requests are
// sent one after the other, and everything that they caused is awaited. Periodic work of the stack happens less often
// than every second request and disappears when the counts are rounded.
import { sendAll, until } from './http.mjs';
import { sql } from './stack.mjs';
import { LogReader, isPoll, parseLog, transactionsOf } from './statements.mjs';

const setLogging = (stack, word) => {
  sql(stack.data, `ALTER SYSTEM SET log_statement = '${word}'`);
  sql(stack.data, 'SELECT pg_reload_conf()');
};

const WAITING = `SELECT (SELECT count(*) FROM billing_outbox WHERE done_at IS NULL AND dead_at IS NULL)
  + (SELECT count(*) FROM entitlement_outbox WHERE done_at IS NULL AND dead_at IS NULL)
  + (SELECT count(*) FROM stripe_webhook_events WHERE handled_at IS NULL AND dead_at IS NULL)`;

/** Waits until no work is left that requests have left for later. */
export const settled = (stack) => until('outboxes and events are empty', () => sql(stack.data, WAITING) === '0');

/** Calls answered by each process so far: {'catalog.ListKeys': n}. */
async function callsAnswered(stack) {
  const calls = {};
  for (const [name, address] of Object.entries(stack.endpoints.metrics)) {
    if (name === 'sandbox') continue;
    const text = await (await fetch(address)).text();
    for (const [, labels, count] of text.matchAll(/^keys_rpc_requests_total\{([^}]*)\} (\S+)$/gm)) {
      const call = `${name}.${/method="(\w+)"/.exec(labels)[1]}`;
      calls[call] = (calls[call] ?? 0) + Number(count);
    }
  }
  return calls;
}

const FEW_CALLS = 3;
const MOST_SECONDS_OF_NOISE = 120;

/** Until the stack is busy with nothing of its own, as it is after its start: few calls a second. It goes on after two
 * minutes in any case, and what is counted then is too much rather than too little. */
export async function quiet(stack) {
  const answered = async () => sum(await callsAnswered(stack));
  for (let second = 0, before = await answered(); second < MOST_SECONDS_OF_NOISE; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await answered();
    if (now - before <= FEW_CALLS) return;
    before = now;
  }
}

const add = (counts, name, by) => { counts[name] = (counts[name] ?? 0) + by; };
const perRequest = (counts, requests) =>
  Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Math.round(count / requests)]).filter(([, count]) => count > 0));
const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

/** The statements in the log since `log.start()`, by name, and commits by role; the clock's own polls left out. */
function countStatements(log, database) {
  const statements = {};
  const commits = {};
  const found = parseLog(log.read()).filter((one) => one.database === database);
  for (const transaction of transactionsOf(found)) {
    if (isPoll(transaction)) continue;
    const service = transaction.user.replace(/^keys_/, '');
    add(commits, service, transaction.commits);
    for (const { name } of transaction.statements) add(statements, name.includes('.') ? name : `${service}: ${name.split(' ')[0]}`, 1);
  }
  return { statements, commits };
}

/** PostgreSQL logs every statement until `stop()`. */
export function startLogging(stack) {
  setLogging(stack, 'all');
  return { log: new LogReader(stack.endpoints.postgres.log), stop: () => setLogging(stack, 'none') };
}

/** {statements, commits, rpcs} of one request, each by name, and `total` of each. `warmUp` and `requests` are
 * requests of world.mjs; the first prepare statements and fill caches. */
export async function countPerRequest(stack, log, { base, warmUp, requests }) {
  await sendAll(base, warmUp);
  await settled(stack);
  const before = await callsAnswered(stack);
  log.start();
  await sendAll(base, requests);
  await settled(stack);
  const { statements, commits } = countStatements(log, 'keys');
  const rpcs = await callsAnswered(stack);
  for (const [name, count] of Object.entries(before)) rpcs[name] -= count;
  const counts = Object.fromEntries(Object.entries({ statements, commits, rpcs }).map(([what, one]) => [what, perRequest(one, requests.length)]));
  return { ...counts, total: Object.fromEntries(Object.entries(counts).map(([what, one]) => [what, sum(one)])) };
}

/** The same of the reference server, which makes no RPCs and leaves nothing for later. */
export async function countReference(log, { base, warmUp, requests }) {
  await sendAll(base, warmUp);
  log.start();
  await sendAll(base, requests);
  const { statements, commits } = countStatements(log, 'keys_reference');
  return { total: { statements: sum(perRequest(statements, requests.length)), commits: sum(perRequest(commits, requests.length)), rpcs: 0 } };
}

const WARM_UP = 4;
const SAMPLE = 20;

/** countPerRequest for a path of world.mjs, at our gateway. */
export function sampleOf(stack, log, { cached, requests, fresh }) {
  const all = (fresh ?? requests)(WARM_UP + SAMPLE);
  const [warmUp, sample] = cached ? [all, all] : [all.slice(0, WARM_UP), all.slice(WARM_UP)];
  return countPerRequest(stack, log, { base: stack.endpoints.gateway, warmUp, requests: sample });
}

/** The lower of two samples: what the stack happens to do besides, at its start for example, only adds. */
export async function sampleTwice(stack, log, known) {
  const [one, other] = [await sampleOf(stack, log, known), await sampleOf(stack, log, known)];
  return one.total.statements + one.total.rpcs <= other.total.statements + other.total.rpcs ? one : other;
}

/** The same at the reference server, which has no cache to avoid. */
export function sampleOfReference(log, url, { requests }) {
  const all = requests(WARM_UP + SAMPLE);
  return countReference(log, { base: url, warmUp: all.slice(0, WARM_UP), requests: all.slice(WARM_UP) });
}

/** Counts by name as lines of text. */
export const describeCounts = (counts) => ['statements', 'commits', 'rpcs'].map((what) =>
  `${what}: ${Object.entries(counts[what]).map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(', ') || 'none'}`).join('\n');
