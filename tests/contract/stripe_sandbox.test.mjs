// The payment sandbox as Stripe's own client library and an independent JSON Schema validator see it.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import http from 'node:http';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(here, '../node/package.json'));
const Stripe = require('stripe');
const Ajv = require('ajv-draft-04');

const KEY = 'sk_test_contract';
const SECRET = 'whsec_contract';
const subset = JSON.parse(readFileSync(join(here, 'stripe-openapi-subset.json'), 'utf8'));

let sandbox, url, stripe, receiver;
const received = [];

// OpenAPI 3.0 → JSON Schema draft 4: `nullable` becomes a type, objects are closed unless the subset
// leaves them open, and an enum that Stripe may extend is no rule.
function toDraft4(node) {
  if (Array.isArray(node)) return node.map(toDraft4);
  if (node === null || typeof node !== 'object') return node;
  const {nullable, $ref, ...rest} = node;
  if ($ref) {
    const plain = {$ref: $ref.replace('#/components/schemas/', '#/definitions/')};
    return nullable ? {anyOf: [plain, {enum: [null]}]} : plain;
  }
  const made = {};
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith('x-') || ['description', 'title', 'format'].includes(name)) continue;
    if (name === 'enum' && node['x-open']) continue;
    made[name] = name === 'properties' ?
        Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toDraft4(inner)])) :
        toDraft4(value);
  }
  if (made.properties && made.additionalProperties === undefined && !node['x-pruned']) {
    made.additionalProperties = false;
  }
  return nullable ? {anyOf: [made, {enum: [null]}]} : made;
}

const definitions = Object.fromEntries(
    Object.entries(subset.components.schemas).map(([name, schema]) => [name, toDraft4(schema)]));
const ajv = new Ajv({strict: false, allErrors: true});
const validators = new Map();

function assertFits(name, object) {
  if (!validators.has(name)) {
    validators.set(name, ajv.compile({definitions, $ref: `#/definitions/${name}`}));
  }
  const validate = validators.get(name);
  const plain = JSON.parse(JSON.stringify(object));
  assert.ok(validate(plain), `${name}: ${ajv.errorsText(validate.errors)}`);
}

function startReceiver() {
  receiver = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      received.push({body: Buffer.concat(parts), signature: request.headers['stripe-signature']});
      response.end();
    });
  });
  return new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}

async function startSandbox() {
  const program = join(process.env.KEYS_BIN_DIR ?? 'build/release/bin', 'keys-stripe-sandbox');
  const hook = `http://127.0.0.1:${receiver.address().port}/`;
  sandbox = spawn(program, ['--listen', '127.0.0.1:0', '--secret-key', KEY, '--webhook-url', hook,
                            '--webhook-secret', SECRET], {stdio: ['ignore', 'pipe', 'inherit']});
  const line = await new Promise((resolve, reject) => {
    sandbox.stdout.once('data', (data) => resolve(String(data)));
    sandbox.once('exit', () => reject(new Error('the sandbox did not start')));
  });
  url = line.match(/http:\S+/)[0];
}

before(async () => {
  await startReceiver();
  await startSandbox();
  const {hostname, port} = new URL(url);
  stripe = new Stripe(KEY, {host: hostname, port, protocol: 'http', maxNetworkRetries: 2, telemetry: false});
});

after(() => {
  sandbox?.kill('SIGTERM');
  receiver?.close();
});

async function control(action) {
  const response = await fetch(`${url}/_control`, {method: 'POST', body: JSON.stringify(action)});
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

async function buyer(session, verb) {
  return fetch(`${url}/pay/${session.id}/${verb}`, {method: 'POST', redirect: 'manual'});
}

function newSession(more = {}) {
  return stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'http://localhost:8080/ok?s={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:8080/back',
    line_items: [{
      quantity: 1,
      price_data: {currency: 'usd', unit_amount: 7900, product_data: {name: 'A KEY (d\'or) & more'}},
    }],
    metadata: {order_id: 'ord_1', 'a.b': 'x y+z~!*()'},
    payment_intent_data: {metadata: {order_id: 'ord_1'}},
    ...more,
  });
}

test('the library and the sandbox speak the same API version', () => {
  assert.equal(subset.info.version, Stripe.API_VERSION ?? stripe.getApiField('version'));
});

test('a purchase by the official library, from coupon to full refund, fits the schemas', async () => {
  const customer = await stripe.customers.create({email: 'a@b.example', metadata: {user: 'u'}});
  assertFits('customer', customer);
  const coupon = await stripe.coupons.create(
      {amount_off: 1000, currency: 'usd', duration: 'once', max_redemptions: 1});
  assertFits('coupon', coupon);
  const session = await newSession({
    customer: customer.id,
    discounts: [{coupon: coupon.id}],
    expand: ['line_items.data.price.product', 'discounts.coupon', 'total_details.breakdown'],
  });
  assertFits('checkout.session', session);
  assert.equal(session.amount_total, 6900);
  assert.equal(session.metadata['a.b'], 'x y+z~!*()');
  assert.equal(session.line_items.data[0].description, 'A KEY (d\'or) & more');
  const paid = await buyer(session, 'pay');
  assert.equal(paid.status, 303);
  assert.equal(paid.headers.get('location'), `http://localhost:8080/ok?s=${session.id}`);

  const after = await stripe.checkout.sessions.retrieve(
      session.id, {expand: ['payment_intent.latest_charge', 'customer']});
  assertFits('checkout.session', after);
  assert.equal(after.payment_intent.latest_charge.amount, 6900);
  const refund = await stripe.refunds.create({payment_intent: after.payment_intent.id, amount: 900});
  assertFits('refund', refund);
  await stripe.refunds.create({payment_intent: after.payment_intent.id});
  await assert.rejects(stripe.refunds.create({payment_intent: after.payment_intent.id}),
                       {code: 'charge_already_refunded', type: 'StripeInvalidRequestError'});
  const charge = await stripe.charges.retrieve(after.payment_intent.latest_charge.id);
  assertFits('charge', charge);
  assert.equal(charge.refunded, true);
});

test('constructEvent takes every webhook that was delivered, and refuses a changed one', async () => {
  await buyer(await newSession(), 'pay');
  for (let i = 0; i < 600 && received.length <= 10; ++i) await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.ok(received.length > 10);
  for (const {body, signature} of received) {
    const event = stripe.webhooks.constructEvent(body, signature, SECRET);
    assertFits('event', event);
    assertFits(event.data.object.object, event.data.object);
  }
  const {body, signature} = received[0];
  const changed = Buffer.from(String(body).replace('"livemode": false', '"livemode": true'));
  assert.throws(() => stripe.webhooks.constructEvent(changed, signature, SECRET));
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other'));
});

test('the library pages through lists by itself', async () => {
  for (let i = 0; i < 7; ++i) await stripe.products.create({name: `P${i}`});
  const names = [];
  for await (const product of stripe.products.list({limit: 3, active: true})) names.push(product.name);
  assert.deepEqual(names.slice(0, 7), ['P6', 'P5', 'P4', 'P3', 'P2', 'P1', 'P0']);
  const events = [];
  for await (const event of stripe.events.list({limit: 5, types: ['product.created']})) {
    assertFits('event', event);
    events.push(event.id);
  }
  assert.equal(new Set(events).size, events.length);
  assert.ok(events.length >= 7);
});

test('the library retries what the sandbox breaks, and nothing happens twice', async () => {
  for (const fault of [{status: 503}, {reset: true}, {status: 500, after_effect: true},
                       {reset: true, after_effect: true},
                       {status: 429, headers: {'Stripe-Should-Retry': 'true'}}]) {
    await control({action: 'api_fault', method: 'POST', path: '/v1/coupons', ...fault});
    const id = `R${Math.random().toString(36).slice(2)}`;
    const coupon = await stripe.coupons.create({id, percent_off: 10, duration: 'once'});
    assert.equal(coupon.id, id, JSON.stringify(fault));
  }
});

test('the library recognises the errors by their types', async () => {
  const wrongKey = new Stripe('sk_test_wrong', {host: new URL(url).hostname, port: new URL(url).port, protocol: 'http'});
  await assert.rejects(wrongKey.products.list(), {type: 'StripeAuthenticationError'});
  await assert.rejects(stripe.products.retrieve('prod_none'), {code: 'resource_missing', statusCode: 404});
  await assert.rejects(newSession({payment_method_types: ['card']}),
                       {code: 'parameter_unknown', param: 'payment_method_types'});
  await assert.rejects(
      stripe.paymentIntents.create({amount: 500, currency: 'usd', payment_method_types: ['card']}),
      {code: 'payment_method_types_no_longer_supported'});
  await stripe.products.create({name: 'n'}, {idempotencyKey: 'one'});
  await assert.rejects(stripe.products.create({name: 'm'}, {idempotencyKey: 'one'}),
                       {type: 'StripeIdempotencyError'});
});

test('disputes, endpoints and the portal fit their schemas', async () => {
  const customer = await stripe.customers.create({});
  const session = await newSession({customer: customer.id});
  await buyer(session, 'pay');
  await control({action: 'open_dispute', session: session.id});
  await control({action: 'close_dispute', session: session.id, outcome: 'won'});
  const disputes = await stripe.disputes.list({expand: ['data.charge']});
  assertFits('dispute', disputes.data[0]);
  const endpoint = await stripe.webhookEndpoints.create(
      {url: 'http://127.0.0.1:9/', enabled_events: ['charge.refunded'], api_version: subset.info.version});
  assertFits('webhook_endpoint', endpoint);
  await stripe.webhookEndpoints.del(endpoint.id);
  const portal = await stripe.billingPortal.sessions.create({customer: customer.id});
  assertFits('billing_portal.session', portal);
  assert.equal((await fetch(portal.url)).status, 200);
});

test('the sandbox itself has found no misfit in what it made', async () => {
  const ledger = await (await fetch(`${url}/_ledger`)).json();
  assert.deepEqual(ledger.schema_violations, []);
});

test('a client that stood still for some seconds is still served on its connection', async () => {
  const ask = async () => (await fetch(`${url}/_ledger`)).status;
  assert.equal(await ask(), 200);
  // Nothing in this process runs meanwhile, as when a test waits for a program: it does not learn
  // whether its connection was closed before it sends again.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_500);
  assert.equal(await ask(), 200);
});
