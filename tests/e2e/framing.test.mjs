// HTTP/1.1 of every hostile kind against a real gateway process, each followed by a canary.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';

import { BODY, CASES, HEADS, HOST } from './framing/cases.mjs';
import { answersIn, wordOf } from './framing/answers.mjs';
import { eventually, exchange, startGateway } from './lib/own_gateway.mjs';

const everything = process.env.KEYS_TEST_SCALE === 'all';
const HEADER_MS = 700;
const BODY_MS = 700;

let gateway;
// A gateway with short deadlines, for the tests of slow clients only: on a slow machine it would refuse other clients too.
let impatient;
before(async () => {
  gateway = await startGateway({ MAX_CONNECTIONS: '12000', CORS_ORIGINS: 'https://page.example' });
  impatient = await startGateway({
    HEADER_DEADLINE_MS: String(HEADER_MS), BODY_DEADLINE_MS: String(BODY_MS), CORS_ORIGINS: 'https://page.example',
  });
});
after(() => Promise.all([gateway?.stop(), impatient?.stop()]));

const bytes = (text) => Buffer.from(text, 'latin1');
const CANARY = `GET /config.json HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;

async function canary(after_what, of = gateway) {
  const { text } = await exchange(of.port, bytes(CANARY));
  assert.deepEqual(answersIn(text).map(wordOf), ['200'], `the canary after: ${after_what}`);
  assert.ok(of.alive, after_what);
}

test('each malformed or odd request gets the answers of its section, and no other', async () => {
  for (const [section, what, sent, expected] of CASES) {
    const { text, how } = await exchange(gateway.port, bytes(sent), { timeout: 60_000 });
    const where = `RFC ${section}, ${what}`;
    const answers = answersIn(text);
    assert.deepEqual(answers.map(wordOf), expected, where);
    assert.notEqual(how, 'timeout', `${where}: the connection was left open`);
    const last = answers.at(-1);
    assert.equal(last.headers.connection, 'close', where);
    assert.ok(last.status < 400 || last.headers['content-type'] === 'application/problem+json', where);
    await canary(where);
  }
  for (const [section, what, sent, expected] of HEADS) {
    const { text } = await exchange(gateway.port, bytes(sent));
    assert.deepEqual(answersIn(text, () => true).map(wordOf), expected, `RFC ${section}, ${what}`);
    await canary(what);
  }
  console.log(`counted: framing: ${CASES.length + HEADS.length} cases`);
});

test('the same requests a byte at a time mean the same', async () => {
  // Those short enough to be sent within the deadlines.
  const short = CASES.filter(([, , sent]) => sent.length < 400).filter((_, i) => everything || i % 5 === 0);
  await Promise.all(short.map(async ([section, what, sent, expected]) => {
    const text = await drip(bytes(sent));
    assert.deepEqual(answersIn(text).map(wordOf), expected, `RFC ${section}, ${what}, in pieces`);
  }));
  await canary('pieces');
  console.log(`counted: framing in pieces: ${short.length} cases`);
});

/** Sends one byte per write; answers all that came until the server closed. */
function drip(sent) {
  return new Promise((resolve) => {
    const parts = [];
    const socket = net.connect({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setNoDelay(true);
    const done = () => { socket.destroy(); resolve(Buffer.concat(parts).toString('latin1')); };
    socket.on('data', (part) => parts.push(part));
    socket.on('end', done);
    socket.on('error', done);
    socket.setTimeout(60_000, done);
    let at = 0;
    const next = () => {
      if (socket.destroyed || at === sent.length) return;
      socket.write(sent.subarray(at, at + 1), next);
      at += 1;
    };
    socket.on('connect', next);
  });
}

test('a client that expects 100 hears it once, before it sends its body', async () => {
  for (const expect of ['Expect: 100-Continue', 'Expect: 100-continue, miracles', 'Expect: miracles\r\nExpect: 100-continue']) {
    assert.deepEqual(answersIn(await afterHearing(expect)).map(wordOf), ['100', '400 UNKNOWN_FIELD'], expect);
  }
});

/** All answers to a client that sends its body when it has heard something, and no sooner. */
function afterHearing(expect) {
  const sent = `POST /marketplace/analytics HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nConnection: close\r\n`
    + `${expect}\r\nContent-Length: ${BODY.length}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = net.connect(gateway.port, '127.0.0.1', () => socket.write(sent));
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      if (heard === '') socket.write(BODY);
      heard += part;
    });
    socket.on('end', () => resolve(heard));
    socket.on('error', reject);
    socket.setTimeout(10_000, () => reject(new Error('nothing was said')));
  });
}

test('the refusal of a body carries the request\'s id and CORS fields', async () => {
  const fields = `${HOST}X-Request-ID: mine\r\nOrigin: https://page.example\r\nContent-Type: application/json\r\n`;
  const start = `POST /marketplace/analytics HTTP/1.1\r\n${fields}`;
  for (const [sent, expected] of [
    [`${start}Content-Length: 1048577\r\n\r\n`, '413 BODY_TOO_LARGE'],
    [`${start}Transfer-Encoding: chunked\r\n\r\nx\r\n`, '400 INVALID_ARGUMENT'],
    [`${start}Content-Length: 16\r\n\r\n`, '408 REQUEST_TIMEOUT'],
  ]) {
    const { text } = await exchange(impatient.port, bytes(sent));
    const [answer] = answersIn(text);
    assert.equal(wordOf(answer), expected);
    assert.equal(answer.headers['x-request-id'], 'mine', expected);
    assert.equal(answer.headers['access-control-allow-origin'], 'https://page.example', expected);
    assert.equal(answer.headers.vary, 'Origin', expected);
  }
});

test('a thousand requests at once are answered in turn', async () => {
  const count = 1000;
  const requests = Array.from({ length: count }, (_, i) => [
    `GET /config.json HTTP/1.1\r\n${HOST}X-Request-ID: n${i}\r\n\r\n`,
    `POST /marketplace/analytics HTTP/1.1\r\n${HOST}X-Request-ID: n${i}\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n${BODY}`,
    `POST /marketplace/analytics HTTP/1.1\r\n${HOST}X-Request-ID: n${i}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n${BODY}\r\n0\r\n\r\n`,
    `HEAD /nothing HTTP/1.1\r\n${HOST}X-Request-ID: n${i}\r\n\r\n`,
  ][i % 4]);
  const { text } = await exchange(gateway.port, bytes(requests.join('') + CANARY));
  const answers = answersIn(text, (i) => i % 4 === 3 && i < count);
  assert.equal(answers.length, count + 1);
  const expected = ['200', '400 UNKNOWN_FIELD', '400 UNKNOWN_FIELD', '404'];
  answers.slice(0, count).forEach((answer, i) => {
    assert.equal(answer.headers['x-request-id'], `n${i}`);
    assert.equal(wordOf(answer), expected[i % 4]);
  });
});

test('slow headers and slow bodies are told 408 in time, however they trickle', async () => {
  const count = everything ? 500 : 50;
  const heads = ['', 'G', 'GET /config.json HTTP/1.1\r\n', `GET /config.json HTTP/1.1\r\n${HOST}X: `];
  const body = `POST /marketplace/analytics HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
  const bodies = [`${body}Content-Length: 1000\r\n\r\n`, `${body}Transfer-Encoding: chunked\r\n\r\n`,
    `${body}Transfer-Encoding: chunked\r\n\r\n1000\r\n`, `${body}Transfer-Encoding: chunked\r\n\r\n0\r\nA: `];
  const starts = [...heads.slice(1), ...bodies];
  const started = process.hrtime.bigint();
  const answers = await Promise.all(Array.from({ length: count }, (_, i) => trickle(starts[i % starts.length])));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  for (const text of answers) assert.deepEqual(answersIn(text).map(wordOf), ['408 REQUEST_TIMEOUT']);
  assert.ok(seconds < 12, `${seconds} s`);
  await canary('slow clients', impatient);
  console.log(`counted: slow clients: ${count}, all told within ${seconds.toFixed(1)} s`);
});

/** Sends the beginning, then a byte each 50 ms: never enough. */
function trickle(start) {
  return new Promise((resolve) => {
    const parts = [];
    const socket = net.connect(impatient.port, '127.0.0.1', () => socket.write(start));
    const timer = setInterval(() => socket.write('1'), 50);
    const done = () => { clearInterval(timer); socket.destroy(); resolve(Buffer.concat(parts).toString('latin1')); };
    socket.on('data', (part) => parts.push(part));
    socket.on('end', done);
    socket.on('error', done);
    socket.setTimeout(15_000, done);
  });
}

test('idle connections cost little and disturb nobody', async () => {
  const count = everything ? 10_000 : 500;
  const before = gateway.rss();
  const sockets = [];
  for (let i = 0; i < count; i += 250) {
    sockets.push(...await Promise.all(Array.from({ length: Math.min(250, count - i) }, () => connect())));
  }
  const during = gateway.rss();
  const started = process.hrtime.bigint();
  for (let i = 0; i < 20; i += 1) await canary(`${count} idle connections`);
  const each = Number(process.hrtime.bigint() - started) / 2e7;
  // One of them speaks after all.
  const late = await new Promise((resolve) => {
    sockets[count / 2].once('data', (part) => resolve(part.toString('latin1')));
    sockets[count / 2].write(CANARY);
  });
  assert.match(late, /^HTTP\/1\.1 200 /);
  sockets.forEach((socket) => socket.destroy());
  await eventually('they are gone', async () => (await canary('closing')) === undefined);
  assert.ok(during - before < 20 + count * 0.02, `${before} MiB, then ${during} MiB`);
  console.log(`counted: idle connections: ${count}; gateway ${before} MiB before, ${during} MiB with them, `
    + `${gateway.rss()} MiB after; a request among them ${each.toFixed(1)} ms`);
});

test('unfinished requests hold only what they sent, and large bodies no more than their common limit', async () => {
  const patient = await startGateway({ MAX_CONNECTIONS: '12000' });
  try {
    const start = `POST /marketplace/analytics HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
    const large = Buffer.concat([bytes(`${start}Content-Length: 1000000\r\n\r\n`), Buffer.alloc(900_000, 'x')]);
    const rows = [['heads', everything ? 8000 : 1500, bytes('GET /'), 10 + (everything ? 8000 : 1500) * 0.006]];
    // 600 × 900 KB, of which 256 MiB find room.
    if (everything) rows.push(['bodies', 600, large, 300]);
    for (const [what, count, sent, allowed] of rows) {
      const sockets = [];
      const before = patient.rss();
      for (let i = 0; i < count; i += 250) {
        sockets.push(...await Promise.all(Array.from({ length: Math.min(250, count - i) }, () => connect(patient.port, sent))));
      }
      // The last of them has arrived when a later one is answered.
      for (let i = 0; i < 5; i += 1) {
        const { text } = await exchange(patient.port, bytes(CANARY));
        assert.deepEqual(answersIn(text).map(wordOf), ['200'], what);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const grown = patient.rss() - before;
      sockets.forEach((socket) => socket.destroy());
      console.log(`counted: unfinished ${what}: ${count} cost ${grown} MiB`);
      assert.ok(grown < allowed, `${count} unfinished ${what} cost ${grown} MiB`);
    }
  } finally {
    await patient.stop();
  }
});

function connect(port = gateway.port, sent = undefined) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => (sent ? socket.write(sent, () => resolve(socket)) : resolve(socket)));
    socket.on('error', sent ? () => resolve(socket) : reject);
    if (sent) socket.resume();
  });
}

test('a client that closes its sending side gets its answers, and one that disconnects disturbs nobody', async () => {
  const twice = `GET /config.json HTTP/1.1\r\n${HOST}\r\n`.repeat(2);
  const { text, how } = await exchange(gateway.port, bytes(twice), { halfClose: true });
  assert.deepEqual(answersIn(text).map(wordOf), ['200', '200']);
  assert.equal(how, 'closed');
  const halves = ['G', 'GET /config.json HTTP/1.1\r\n', `POST /marketplace/analytics HTTP/1.1\r\n${HOST}Content-Length: 16\r\n\r\n{`,
    `POST /marketplace/analytics HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n10\r\n{`];
  for (const half of halves) {
    // No answer to half a request: nobody can say what it was.
    assert.equal((await exchange(gateway.port, bytes(half), { halfClose: true })).text, '', half);
    const socket = await connect(gateway.port, half);
    socket.resetAndDestroy();
    await canary(half);
  }
});

test('memory does not grow with what was refused', async () => {
  const all = () => Promise.all(CASES.map(([, , sent]) => exchange(gateway.port, bytes(sent))));
  await all();
  const first = gateway.rss();
  const rounds = everything ? 40 : 5;
  for (let i = 0; i < rounds; i += 1) await all();
  const last = gateway.rss();
  assert.ok(last - first <= 16, `${first} MiB, then ${last} MiB`);
  await canary('everything again');
  console.log(`counted: memory: ${first} MiB after one round of all cases, ${last} MiB after ${rounds} more`);
});
