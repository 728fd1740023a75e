// The reference server gives the answers that we give: what scripts/bench.sh compares is the same work. Ids that are made
// for an answer, addresses that are signed and the form of times are left out of the comparison. On a stack that has been
// used by others popularity differs, and so do recommendations.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { send, until } from './lib/http.mjs';
import { startReference } from './lib/reference.mjs';
import { describe, root, sql } from './lib/stack.mjs';
import { buyerOf, pathsOf } from './lib/world.mjs';

const stack = describe(path.resolve(root, process.env.KEYS_DATA));
const ours = stack.endpoints.gateway;
const paths = pathsOf(stack);
let reference;

before(async () => { reference = await startReference(stack); });
after(() => reference.stop());

const TIMES = new Set(['created_at', 'updated_at']);
const SEALED = new Set(['next_cursor', 'downloadUrl']);
function comparable(value, name) {
  if (Array.isArray(value)) return value.map((one) => comparable(one));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, comparable(one, member)]));
  }
  if (TIMES.has(name)) return new Date(value).toISOString();
  return SEALED.has(name) ? typeof value : value;
}

async function same(request) {
  const [mine, theirs] = [await send(ours, request), await send(reference.url, request)];
  assert.equal(mine.status, 200, mine.text);
  assert.equal(theirs.status, 200, theirs.text);
  assert.deepEqual(comparable(theirs.body), comparable(mine.body), `${request.method} ${request.path}`);
  return [mine.body, theirs.body];
}

// This runs before anything that counts as an event, because the most popular KEYS are recommended.
test('discover: the same far down the list, and of one kind', async () => {
  const asked = paths.discover.requests(30);
  for (const query of ['?limit=50', '?limit=50&key_type=runbook']) {
    for (const request of asked) await same({ ...request, path: request.path + query });
  }
});

for (const name of ['discover', 'list of 20', 'list with filter', 'detail', 'download decision + audit', 'analytics event']) {
  test(`${name}: the same answers`, async () => {
    for (const request of paths[name].requests(20)) await same(request);
  });
}

test('the second page of a list is the same', async () => {
  const first = await same({ method: 'GET', path: '/marketplace/keys?limit=20', headers: {} });
  const [mine, theirs] = await Promise.all([ours, reference.url].map((base, at) =>
    send(base, { method: 'GET', path: `/marketplace/keys?limit=20&cursor=${encodeURIComponent(first[at].next_cursor)}`, headers: {} })));
  assert.deepEqual(comparable(theirs.body), comparable(mine.body));
  assert.notDeepEqual(comparable(mine.body).keys, comparable(first[0]).keys);
});

const refused = [
  ['an unknown KEY', 404, () => ({ method: 'GET', path: '/marketplace/keys/no-such-key', headers: {} })],
  ['discover without a token', 401, () => ({ method: 'GET', path: '/marketplace/discover', headers: {} })],
  ['an event with a forged signature', 400, () => {
    const [request] = paths['webhook → grant'].requests(1);
    return { ...request, body: request.body.replace('"paid"', '"unpaid"') };
  }],
];
for (const [what, status, make] of refused) {
  test(`${what}: both refuse`, async () => {
    const request = make();
    const answers = [await send(ours, request), await send(reference.url, request)];
    assert.deepEqual(answers.map((one) => one.status), [status, status]);
    assert.equal(answers[1].body.code, answers[0].body.code);
  });
}

const GRANT = (order) => `SELECT key_id, tenant_type, source, status, order_id, order_line_id FROM marketplace_entitlements
  WHERE tenant_id = '${buyerOf(order)}'`;
const TRACES = (order) => `SELECT (SELECT status FROM marketplace_orders WHERE tenant_id = '${buyerOf(order)}'),
  (SELECT count(*) FROM marketplace_order_facts f JOIN marketplace_orders o ON o.id = f.order_id WHERE o.tenant_id = '${buyerOf(order)}' AND f.state = 'paid'),
  (SELECT count(*) FROM marketplace_entitlement_facts WHERE tenant_id = '${buyerOf(order)}'),
  (SELECT count(*) FROM marketplace_analytics WHERE tenant_id = '${buyerOf(order)}' AND event_type = 'purchase')`;

test('webhook → grant: the same grant, order, facts and event, once though the event comes twice', async () => {
  for (const request of paths['webhook → grant'].requests(5)) {
    const order = Number(/evt_bench(\d+)/.exec(request.body)[1]);
    await same(request);
    const [repeated] = await same(request);
    assert.deepEqual(repeated, { received: true, duplicate: true });
    const asked = (text, database) => sql(stack.data, text, { database });
    await until('our grant is there', () => asked(TRACES(order), 'keys') === 'fulfilled|1|1|1');
    for (const text of [GRANT(order), TRACES(order)]) assert.equal(asked(text, 'keys_reference'), asked(text, 'keys'));
  }
});
