// scripts/stripe-setup.sh against the payment sandbox: what it makes, and what it refuses to touch.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const KEY = 'sk_test_setup';
const HOOK = 'https://shop.test/billing/webhook';
const EVENTS = [
  'charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn', 'charge.dispute.updated', 'charge.refunded',
  'checkout.session.async_payment_failed', 'checkout.session.async_payment_succeeded',
  'checkout.session.completed', 'checkout.session.expired', 'refund.created', 'refund.failed',
  'refund.updated',
];
let sandbox, base;

before(async () => {
  sandbox = spawn(path.join(process.env.KEYS_BIN_DIR, 'keys-stripe-sandbox'),
                  ['--listen', '127.0.0.1:0', '--secret-key', KEY], {stdio: ['ignore', 'pipe', 'inherit']});
  base = await new Promise((resolve, reject) => {
    let text = '';
    sandbox.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    sandbox.stdout.on('data', (chunk) => {
      text += chunk;
      const found = text.match(/listening on (http:\S+)/);
      if (found) resolve(found[1]);
    });
  });
});
after(() => sandbox?.kill());

const setUp = (args, key = KEY) =>
  spawnSync(path.join(root, 'scripts/stripe-setup.sh'), args,
            {encoding: 'utf8', env: {...process.env, STRIPE_SECRET_KEY: key, STRIPE_API_BASE: base}});
const api = async (method, target, body) => {
  // A connection of its own: while a script runs, our loop stands still and does not see a kept one end.
  const response = await fetch(base + target, {
    method, body, headers: {connection: 'close', authorization: `Bearer ${KEY}`, ...(body && {'content-type': 'application/x-www-form-urlencoded'})},
  });
  return response.json();
};
const endpoints = async () => (await api('GET', '/v1/webhook_endpoints?limit=100')).data.filter((e) => e.url === HOOK);

test('the endpoint is made once, pinned, with every event of the contract, and then only updated', async () => {
  const made = setUp(['--url', HOOK]);
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /^made we_\w+\nSTRIPE_WEBHOOK_SECRET=whsec_\w+\n$/);
  const [endpoint] = await endpoints();
  assert.equal(endpoint.api_version, '2026-10-28.endive');
  assert.deepEqual([...endpoint.enabled_events].sort(), EVENTS);
  await api('POST', `/v1/webhook_endpoints/${endpoint.id}`, 'enabled_events[0]=charge.refunded');
  const updated = setUp(['--url', HOOK]);
  assert.equal(updated.status, 0, updated.stderr);
  assert.equal(updated.stdout, `updated ${endpoint.id}\n`, 'a secret is shown once only');
  const all = await endpoints();
  assert.equal(all.length, 1);
  assert.deepEqual([...all[0].enabled_events].sort(), EVENTS);
});

test('an account without a portal configuration is told of', async () => {
  const customer = await api('POST', '/v1/customers', 'email=a%40shop.test');
  const good = setUp(['--url', HOOK, '--customer', customer.id]);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /the billing portal is configured/);
  await fetch(`${base}/_control`, {method: 'POST', body: '{"action":"portal","configured":false}'});
  const bad = setUp(['--url', HOOK, '--customer', customer.id]);
  assert.equal(bad.status, 1);
  assert.match(bad.stderr, /Stripe refused/);
});

test('a wrong key, a missing key and a missing address change nothing and say so', async () => {
  const before = await endpoints();
  for (const [args, key] of [[['--url', HOOK], 'sk_test_wrong'], [['--url', HOOK], ''], [[], KEY], [['--what'], KEY]]) {
    const refused = setUp(args, key);
    assert.equal(refused.status, 1, args.join(' '));
    assert.match(refused.stderr, /^stripe-setup: /);
    assert.ok(!refused.stderr.includes('sk_test_setup'), 'no key in what it says');
  }
  assert.deepEqual(await endpoints(), before);
});
