// Names the rows that lib/seed.sql has made without asking the database, and builds requests from them.
import { createHash, createHmac, randomUUID } from 'node:crypto';

const uuid = (text) => createHash('md5').update(text).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Sizes by name. `open` orders wait for their payment: as many webhooks can be sent. */
export const sizes = {
  test: { keys: 200, grants: 2_000, orders: 200, open: 300, events: 2_000 },
  quick: { keys: 1_000, grants: 20_000, orders: 2_000, open: 20_000, events: 20_000 },
  1000: { keys: 1_000, grants: 1_000_000, orders: 100_000, open: 40_000, events: 1_000_000 },
  10000: { keys: 10_000, grants: 1_000_000, orders: 100_000, open: 40_000, events: 1_000_000 },
  50000: { keys: 50_000, grants: 1_000_000, orders: 100_000, open: 40_000, events: 1_000_000 },
};

const PEOPLE = 200;

/** An id in capitals and small letters by chance: the same KEY under an address that nobody has asked for. */
const anyCase = (id) => id.replace(/[a-f]/g, (letter) => (Math.random() < 0.5 ? letter : letter.toUpperCase()));

const base64url = (text) => Buffer.from(text).toString('base64url');

/** A JWT of person n. */
export function tokenOf(n, secret) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: uuid(`user${n}`), aud: 'authenticated', role: 'authenticated', iat: now - 1, exp: now + 7200, app_metadata: {} };
  const signed = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A KEY of person n that can be downloaded: one in 500 has nothing to download. */
function ownedKey(n, { keys }) {
  for (let grant = n * 10; ; grant++) {
    const key = 1 + ((grant * 7919) % keys);
    if (key % 500 !== 3) return key;
  }
}

/** The body of the event that says that order n has been paid, and its signature header. */
function payment(n, { stripeSecret, apiVersion }) {
  const created = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id: `evt_bench${n}`, object: 'event', api_version: apiVersion, created, livemode: false, pending_webhooks: 1,
    type: 'checkout.session.completed', request: { id: null, idempotency_key: null },
    data: { object: {
      id: `cs_test_bench${n}`, object: 'checkout.session', amount_subtotal: 5900, amount_total: 5900, currency: 'usd',
      created, customer: null, expires_at: created + 3600, livemode: false, metadata: { order_id: uuid(`order${n}`) }, mode: 'payment',
      payment_intent: `pi_bench${n}`, payment_status: 'paid', status: 'complete', url: null,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    } },
  });
  const signature = createHmac('sha256', stripeSecret).update(`${created}.${body}`).digest('hex');
  return { method: 'POST', path: '/billing/webhook', body, headers: { 'stripe-signature': `t=${created},v1=${signature}` } };
}

/** Requests of every path: `requests(count)` gives {method, path, headers, body}. What is `once` changes the shop and is
 * never sent twice. `fresh(count)` gives requests of an uncached path that no cache can know: the same work under
 * addresses drawn by chance. `world`: what describe() of stack.mjs answers. */
export function pathsOf(world) {
  const { size } = world;
  const tokens = Array.from({ length: PEOPLE }, (_, n) => `Bearer ${tokenOf(n, world.jwtSecret)}`);
  const some = (make) => (count) => Array.from({ length: count }, (_, n) => make(n));
  const get = (path, headers = {}) => ({ method: 'GET', path, headers });
  const post = (path, body, n) => ({ method: 'POST', path, body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: tokens[n % PEOPLE] } });
  const slug = (n) => `key-${1 + ((n * 37) % Math.min(PEOPLE, size.keys))}`;
  const list = some((n) => get(`/marketplace/keys?limit=20${n % 2 ? '&sort=newest' : ''}`));
  const detail = some((n) => get(`/marketplace/keys/${slug(n)}`));
  const filter = (n) => `/marketplace/keys?limit=20&tool=${['node', 'stripe', 'runbook'][n % 3]}&difficulty=expert`;
  const drawn = () => Math.floor(Math.random() * 1e9);
  const freshList = (address) => some((n) => get(`${address(n)}&price_max=${1e9 + drawn()}`));
  let paid = world.nextOrder;
  return {
    'list of 20, cached': { cached: true, requests: list },
    'detail, cached': { cached: true, requests: detail },
    'list of 20': { uncached: true, requests: list, fresh: freshList(() => '/marketplace/keys?limit=20') },
    'list with filter': { uncached: true, requests: some((n) => get(filter(n))), fresh: freshList(filter) },
    detail: { uncached: true, requests: detail, fresh: some((n) => get(`/marketplace/keys/${anyCase(uuid(`key${1 + (drawn() % size.keys)}`))}`)) },
    discover: { requests: some((n) => get('/marketplace/discover', { authorization: tokens[n % PEOPLE] })) },
    'download decision + audit': { requests: some((n) => post(`/marketplace/keys/key-${ownedKey(n % PEOPLE, size)}/download`, {}, n)) },
    'analytics event': { once: true, requests: some((n) => post('/marketplace/analytics', { event_type: 'view', key_id: slug(n), event_id: randomUUID() }, n)) },
    'webhook → grant': { once: true, requests: (count) => {
      const from = paid;
      paid = Math.min(paid + count, size.orders + size.open);
      return Array.from({ length: paid - from }, (_, n) => payment(from + n, world));
    } },
  };
}

/** The order and person of a payment that `pathsOf` made. */
export const buyerOf = (order) => uuid(`buyer${order}`);
