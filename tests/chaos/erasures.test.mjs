// Every step of an erasure is cut once, in every service and in the gateway: the process ends (SIGKILL), the step
// fails, or it hangs. What was begun is finished without anybody asking again; then nothing names the person, in the
// database or at Stripe, and nothing is lost or doubled. KEYS_TEST_SCALE=all: every point × every action; otherwise a
// handful.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';

import { buy, call, eventually, get, newUser, ok, owned, post, token } from '../e2e/lib/shop.mjs';
import { script, traces } from '../e2e/lib/traces.mjs';
import { data } from '../e2e/lib/shop.mjs';
import { advanceClock, firedRules, full, metric, mint, ready, setRules, sleep, sql, stripeObject } from './lib/stack.mjs';

const admin = mint(newUser(), { admin: true });
const others = ['analytics', 'catalog', 'discovery', 'entitlement', 'ingestion'];
const points = [
  ...['opened', 'closed', 'deleted', 'forgotten', 'stepped', 'begun', 'written', 'recorded', 'committed', 'finishing', 'finished']
    .map((step) => `billing.erase.${step}`),
  ...others.flatMap((service) => ['begun', 'written', 'recorded', 'committed'].map((step) => `${service}.erase.${step}`)),
  // The others have nothing of them that is erased in steps.
  ...['analytics', 'discovery', 'entitlement'].map((service) => `${service}.erase.stepped`),
  ...['billing', ...others, 'finish'].map((step) => `gateway.erase.${step}`),
];
const every = points.flatMap((point) => ['exit', 'error', 'hang'].map((action) => ({ point, action })));
const handful = [
  ['billing.erase.deleted', 'exit'], ['billing.erase.written', 'exit'], ['billing.erase.committed', 'error'], ['billing.erase.finishing', 'exit'],
  ['entitlement.erase.recorded', 'exit'], ['entitlement.erase.stepped', 'exit'], ['analytics.erase.begun', 'error'], ['discovery.erase.committed', 'hang'], ['gateway.erase.entitlement', 'exit'],
].map(([point, action]) => ({ point, action }));
const cells = (full ? every : handful).map((cell) => ({ ...cell, id: randomUUID() }));

const armed = new Map();
const arm = (cell) => { armed.set(cell.id, cell); setRules([...armed.values()]); };
before(() => setRules([]));
after(() => setRules([]));

/** The answer, or undefined when the connection was lost. */
const attempt = (what) => what().catch(() => undefined);
async function persist(name, what) {
  return eventually(name, async () => {
    const answer = await attempt(what);
    return [200, 202].includes(answer?.status) && answer;
    // Four at a time run into each other's cuts, and wait behind transactions that hang for eight seconds each.
  }, 240);
}

async function live(org) {
  const user = newUser();
  const email = `${user.slice(-12)}@cut.test`;
  const as = token(user, '--email', email);
  const { order_id } = await buy('keys', 'leased-job-queue', as);
  ok(await post('/marketplace/admin/entitlements', { as: admin, body: { user_id: user, key: 'signed-webhook-intake', source: 'gift', reason: `for ${email}` } }));
  ok(await call('PUT', `/marketplace/admin/orgs/${org}/members/${user}`, { as: admin, body: { role: 'owner' } }));
  ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'role', signal_value: 'engineer' } }));
  ok(await post('/marketplace/analytics', { as, body: { event_type: 'view', key_id: 'leased-job-queue', metadata: { who: user } } }));
  await eventually('bought', async () => (await owned(as)).length === 2);
  return { user, email, as, order_id };
}

const erase = (user) => post(`/marketplace/admin/users/${user}/erase`, { as: admin, body: { reason: `a letter of ${user}` }, timeout: 60_000 });
const open = (user) => sql(`SELECT 1 FROM billing_erased_people WHERE person = '${user}'`).length > 0;

/** Arms, erases, and asks again only when nothing has been begun: that is what the administrator is told. */
async function drive(cell, person) {
  arm(cell);
  const answer = await attempt(() => erase(person.user));
  person.answer = answer?.status ?? 'cut';
  assert.ok([200, 202, 503, 'cut'].includes(person.answer), `${person.answer} ${answer?.text}`);
  if (answer?.status === 202) assert.ok(open(person.user) || ok(await get(answer.headers.get('location'), { as: admin })).erasure.state === 'done', 'what is accepted is written down');
  if (answer?.status === 503) assert.ok(Number(answer.headers.get('retry-after')) > 0);
  if (![200, 202].includes(person.answer) && !(await eventually('the database answers', () => ({ open: open(person.user) }))).open) {
    await persist(`${cell.point} ${cell.action}: asked again`, () => erase(person.user));
    person.again = true;
  }
}

const books = () => JSON.stringify([
  sql("SELECT count(*), sum(final_cents), sum(settled_cents), sum(refunded_cents) FROM marketplace_orders WHERE status <> 'open' AND status <> 'expired'"),
  sql('SELECT kind, source, count(*) FROM marketplace_entitlement_facts GROUP BY 1, 2 ORDER BY 1, 2'),
  sql('SELECT status, tenant_type, count(*) FROM marketplace_entitlements GROUP BY 1, 2 ORDER BY 1, 2'),
  sql('SELECT event_type, count(*) FROM marketplace_analytics GROUP BY 1 ORDER BY 1'),
]);
const settled = () => eventually('all that was told has arrived', () =>
  sql('SELECT 1 FROM billing_outbox WHERE done_at IS NULL UNION ALL SELECT 1 FROM entitlement_outbox WHERE done_at IS NULL UNION ALL SELECT 1 FROM stripe_webhook_events WHERE handled_at IS NULL').length === 0, 60);

test(`${cells.length} of ${every.length} cuts of an erasure: each is finished by itself, nothing is left, lost or doubled`, async (t) => {
  const org = newUser();
  const people = [];
  for (let i = 0; i < cells.length; i += 8) people.push(...await Promise.all(cells.slice(i, i + 8).map(() => live(org))));
  const witness = await live(org);
  await settled();
  const before = books();
  const started = Date.now();
  const queue = cells.map((cell, at) => [cell, people[at]]);
  const failures = [];
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await drive(...next).catch((error) => failures.push(`${next[0].point} ${next[0].action}: ${error.message}`));
    }
  }));
  assert.deepEqual(failures, []);
  await eventually('ready', ready, 60);
  // Business time alone says when an erasure has been left alone for long enough. They are finished one after the
  // other, and each of the steps that hang holds its own for ten seconds.
  for (let i = 0; i < 300 && sql('SELECT 1 FROM billing_erased_people WHERE person IS NOT NULL').length > 0; ++i) {
    advanceClock(20);
    await sleep(2000);
  }
  assert.deepEqual(sql('SELECT person FROM billing_erased_people WHERE person IS NOT NULL OR stand_in IS NOT NULL'), [], 'every erasure is finished');
  const never = cells.filter((cell) => !firedRules().has(cell.id)).map(({ point, action }) => `${point} ${action}`);
  assert.deepEqual(never, [], 'every cut was made');
  setRules([]);
  await settled();
  assert.deepEqual(traces(people.flatMap(({ user, email }) => [user, email])), []);
  const customers = JSON.stringify(await stripeObject('customers?limit=100'));
  for (const { user, email } of people) assert.ok(!customers.includes(user) && !customers.includes(email), 'nor at Stripe');
  assert.equal(books(), before, 'the books are as they were');
  // One stand-in each, the same everywhere.
  const standIns = sql(`SELECT count(DISTINCT tenant_id), count(*) FROM marketplace_orders WHERE id IN (${people.map(({ order_id }) => `'${order_id}'`)})`);
  assert.deepEqual(standIns, [[String(people.length), String(people.length)]]);
  assert.deepEqual(sql(`SELECT 1 FROM marketplace_orders o WHERE id IN (${people.map(({ order_id }) => `'${order_id}'`)})
    AND (SELECT count(*) FROM marketplace_entitlements e WHERE e.tenant_id = o.tenant_id AND e.status = 'active') <> 2`), []);
  // A new token: business time may have gone on for more than an hour.
  assert.equal((await owned(token(witness.user, '--email', witness.email))).length, 2);
  assert.equal((ok(await get(`/marketplace/admin/users/${witness.user}/export`, { as: admin })).services.discovery.signals).length, 1);
  const chains = script('verify-audit.sh', '--data', data);
  assert.equal(chains.status, 0, chains.stdout + chains.stderr);
  await eventually('no erasure is open', async () => (await metric('keys_erasures_open')) === 0, 60);
  t.diagnostic(`counted: ${cells.length} cuts; answered 200: ${people.filter(({ answer }) => answer === 200).length}, 202: ${people.filter(({ answer }) => answer === 202).length}, 503: ${people.filter(({ answer }) => answer === 503).length}, ` +
    `cut: ${people.filter(({ answer }) => answer === 'cut').length}; asked again because nothing had begun: ${people.filter(({ again }) => again).length}; ` +
    `${await metric('keys_erasures_finished_total', 'gateway')} finished by this gateway; ${Math.round((Date.now() - started) / 1000)} s`);
});
