// The webhook's signature at the public address: every kind of header and body, and the five minutes of
// tolerance to the second by the processes' own clock (CLOCK_OFFSET_FILE). What a client of Stripe's signs
// is signed here by hand, so that nothing of the shop's code judges itself.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import test from 'node:test';

import { advanceClock, clockOffset, sleep, sql, webhookSecret } from '../chaos/lib/stack.mjs';
import { call, eventually } from './lib/shop.mjs';

const now = () => Math.floor(Date.now() / 1000) + clockOffset();
const newId = () => `evt_${randomUUID().replaceAll('-', '')}`;

/** An event the shop has no use for: stored, answered with 200. */
const eventText = (id, more = {}) => JSON.stringify({ id, object: 'event', api_version: '2026-10-28.endive',
  created: now(), livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null },
  type: 'payout.paid', data: { object: { id: `po_${id}`, object: 'payout' } }, ...more });

const sign = (body, t, secret = webhookSecret) =>
  createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
const send = (raw, signature) => call('POST', '/billing/webhook', { raw,
  headers: { 'content-type': 'application/json', ...(signature === undefined ? {} : { 'stripe-signature': signature }) } });

const stored = (id) => Number(sql(`SELECT count(*) FROM stripe_webhook_events WHERE stripe_event_id = '${id}'`)[0][0]);

/** Header by name; v is the right signature over "t.body". */
const good = {
  'as Stripe sends it': (t, v) => `t=${t},v1=${v}`,
  'with the v0 that test mode adds': (t, v) => `t=${t},v1=${v},v0=${'0'.repeat(64)}`,
  'several v1, the right one last': (t, v) => `t=${t},v1=${'a'.repeat(64)},v1=${'b'.repeat(64)},v1=${v}`,
  'several v1, the right one first': (t, v) => `t=${t},v1=${v},v1=${'a'.repeat(64)}`,
  'v1 before t': (t, v) => `v1=${v},t=${t}`,
};
const bad = {
  'no header': () => undefined,
  'an empty header': () => '',
  'no t': (t, v) => `v1=${v}`,
  'no v1': (t) => `t=${t}`,
  'only v0, though right': (t, v) => `t=${t},v0=${v}`,
  'two t': (t, v) => `t=${t},t=${t},v1=${v}`,
  't is no number': (t, v) => `t=now,v1=${v}`,
  't is negative': (t, v) => `t=-${t},v1=${v}`,
  't with a fraction': (t, v) => `t=${t}.0,v1=${v}`,
  't of twenty digits': (t, v) => `t=${'9'.repeat(20)},v1=${v}`,
  'another t than was signed': (t, v) => `t=${t - 1},v1=${v}`,
  'half the signature': (t, v) => `t=${t},v1=${v.slice(0, 32)}`,
  'signature and a zero': (t, v) => `t=${t},v1=${v}0`,
  'an empty v1': (t) => `t=${t},v1=`,
  'the signature of another secret': (t, v, body) => `t=${t},v1=${sign(body, t, 'whsec_another')}`,
  'words instead of a header': () => 'let me in',
  'a thousand v1': (t, v) => `t=${t}${`,v1=${v}`.repeat(1000)}`,
  'bytes that are no UTF-8': (t, v) => `t=${t},v1=${v},x=\u00ff`,
};

for (const [name, header] of Object.entries(good)) {
  test(`accepted: ${name}`, async () => {
    const id = newId();
    const body = eventText(id);
    const t = now();
    const answer = await send(body, header(t, sign(body, t), body));
    assert.deepEqual([answer.status, answer.body], [200, { received: true }]);
    const again = await send(body, header(t, sign(body, t), body));
    assert.deepEqual([again.status, again.body], [200, { received: true, duplicate: true }]);
    assert.equal(stored(id), 1);
  });
}

for (const [name, header] of Object.entries(bad)) {
  test(`refused: ${name}`, async () => {
    const id = newId();
    const body = eventText(id);
    const t = now();
    const answer = await send(body, header(t, sign(body, t), body));
    assert.ok([400, 431].includes(answer.status), `${answer.status} ${answer.text}`);
    if (answer.status === 400) assert.equal(answer.body.code, 'INVALID_SIGNATURE');
    assert.equal(stored(id), 0);
  });
}

test('the signature covers the bytes: one byte more, less or other is refused', async () => {
  const id = newId();
  const body = Buffer.from(eventText(id));
  const t = now();
  const signature = `t=${t},v1=${sign(body, t)}`;
  const flipped = Buffer.from(body);
  flipped[body.length - 2] ^= 1;
  for (const other of [Buffer.concat([Buffer.from('\ufeff'), body]), Buffer.concat([body, Buffer.from('\n')]),
    body.subarray(0, body.length - 1), flipped, Buffer.alloc(0)]) {
    const answer = await send(other, signature);
    assert.deepEqual([answer.status, answer.body.code], [400, 'INVALID_SIGNATURE']);
  }
  assert.equal(stored(id), 0);
});

test('rightly signed bytes that are no event are told so, and nothing is stored', async () => {
  const bodies = { 'no UTF-8': Buffer.from([0x7b, 0xff, 0x7d]),
    'no UTF-8 in an event': Buffer.from(eventText(newId()).replace('payout.paid', 'payout.\u00ff'), 'latin1'), 'no JSON': Buffer.from('{"id":'), 'an array': Buffer.from('[]'), 'no id': Buffer.from('{"object":"event"}'), 'nothing': Buffer.alloc(0) };
  for (const [name, body] of Object.entries(bodies)) {
    const t = now();
    const answer = await send(body, `t=${t},v1=${sign(body, t)}`);
    assert.equal(answer.status, 400, `${name}: ${answer.status} ${answer.text}`);
    assert.equal(answer.body.code, 'INVALID_JSON', name);
  }
});

test('a byte order mark that was signed with the rest does not keep an event out', async () => {
  const id = newId();
  const body = Buffer.from(`\ufeff${eventText(id)}`);
  const t = now();
  const answer = await send(body, `t=${t},v1=${sign(body, t)}`);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(stored(id), 1);
});

test('1 MiB is taken, a byte more is not, however well it is signed', async () => {
  for (const [size, status] of [[1 << 20, 200], [(1 << 20) + 1, 413]]) {
    const id = newId();
    const padding = size - Buffer.byteLength(eventText(id, { padding: '' }));
    const body = eventText(id, { padding: 'x'.repeat(padding) });
    assert.equal(Buffer.byteLength(body), size);
    const t = now();
    const answer = await send(body, `t=${t},v1=${sign(body, t)}`);
    assert.equal(answer.status, status, answer.text);
    if (status === 413) assert.equal(answer.body.code, 'BODY_TOO_LARGE');
    assert.equal(stored(id), status === 200 ? 1 : 0);
  }
});

/** The answer to an event of this age, sent and answered within one second, so that its age stayed what it is. */
async function sendAged(age) {
  for (;;) {
    const ms = Date.now() % 1000;
    if (ms > 100) await sleep(1010 - ms);
    const [body, second] = [eventText(newId()), now()];
    const at = second - age;
    const answer = await send(body, `t=${at},v1=${sign(body, at)}`);
    if (now() === second) return answer;
  }
}

test('300 seconds either side of the shop\'s clock are accepted, 301 are not, wherever that clock stands', async (t) => {
  for (const moved of [0, 301, 1000]) {
    if (moved > 0) {
      advanceClock(moved);
      await sleep(500); // the file is looked at again every 100 ms
    }
    for (const [age, status] of [[300, 200], [301, 400], [-300, 200], [-301, 400]]) {
      const answer = await sendAged(age);
      assert.equal(answer.status, status, `clock +${clockOffset()}, age ${age}: ${answer.text}`);
    }
  }
  t.diagnostic(`counted: the clock ended ${clockOffset()} s ahead`);
});

test('events of types that nobody handles are closed in time', () => eventually('all are handled', async () =>
  sql('SELECT 1 FROM stripe_webhook_events WHERE handled_at IS NULL').length === 0));
