// The proxies of deploy/proxy before real gateways: HTTP/2 and TLS, addresses of clients, and a gateway that stops.
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { startGateway } from '../e2e/lib/own_gateway.mjs';
import { have } from './lib/have.mjs';
import { kinds, startProxy } from './lib/proxies.mjs';

const LIMIT = 20;
const ENOUGH = LIMIT + 5;
const LIMITED = '/config.json';
const statuses = (count, ask) => Array.from({ length: count }, ask).map(({ status }) => status);

async function behind(kind, settings, run) {
  const gateways = [await startGateway(settings), await startGateway(settings)];
  let proxy;
  try {
    proxy = await startProxy(kind, gateways.map(({ port }) => port));
    await run(proxy, gateways);
  } finally {
    await proxy?.stop();
    for (const gateway of gateways) await gateway.stop();
  }
}

for (const kind of kinds) {
  const skip = have(kind, 'curl') ? false : `${kind} is not installed (scripts/setup.sh --all)`;

  test(`${kind}: HTTP/2 over TLS, and plain HTTP is sent there`, { skip, timeout: 120_000 }, () => behind(kind, { TRUSTED_PROXIES: '127.0.0.1' }, (proxy) => {
    const answer = proxy.ask('/config.json');
    assert.equal(answer.status, 200, answer.body);
    assert.equal(answer.version, '2');
    assert.equal(proxy.ask('/config.json', { args: ['--http1.1'] }).version, '1.1');
    const plain = proxy.ask('/config.json?a=1', { secure: false });
    assert.equal(plain.status, 308);
    assert.match(plain.redirect, /^https:\/\/shop\.example(:\d+)?\/config\.json\?a=1$/);
    assert.equal(proxy.ask('/there/is/no/such/path').status, 404);
  }));

  test(`${kind}: rate limits count the client's address, which no header of the client's changes`, { skip, timeout: 120_000 }, () =>
    behind(kind, { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_PER_MINUTE: String(LIMIT) }, (proxy) => {
      const forged = (i) => ({ from: '127.0.0.2', headers: [`X-Forwarded-For: 203.0.113.${i}`] });
      let i = 0;
      // Two gateways have a count each.
      const mine = statuses(2 * ENOUGH, () => proxy.ask(LIMITED, forged(i += 1)));
      assert.ok(mine.includes(200) && mine.includes(429), `${mine}`);
      assert.deepEqual(statuses(3, () => proxy.ask(LIMITED, { from: '127.0.0.3' })), [200, 200, 200], 'another client has a limit of its own');
    }));

  test(`${kind}: a gateway that does not trust the proxy counts the proxy`, { skip, timeout: 120_000 }, () =>
    behind(kind, { RATE_LIMIT_PER_MINUTE: String(LIMIT) }, (proxy) => {
      statuses(2 * ENOUGH, () => proxy.ask(LIMITED, { from: '127.0.0.2' }));
      assert.equal(proxy.ask(LIMITED, { from: '127.0.0.3' }).status, 429);
    }));

  test(`${kind}: a gateway that stops costs no reader anything`, { skip, timeout: 180_000 }, () =>
    behind(kind, { TRUSTED_PROXIES: '127.0.0.1' }, async (proxy, gateways) => {
      const ca = readFileSync(proxy.ca);
      const connect = () => {
        const made = http2.connect(`https://${proxy.name}:${proxy.https}`,
          { ca, lookup: (_, options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
        made.once('goaway', () => made.close());
        return made;
      };
      let session = connect();
      const failed = [];
      const get = () => new Promise((resolve) => {
        // A proxy ends a connection after so many requests; browsers open the next one.
        if (session.closed || session.destroyed) session = connect();
        const request = session.request({ ':path': LIMITED });
        request.on('response', (headers) => {
          if (headers[':status'] !== 200) failed.push(headers[':status']);
        });
        // A stream that was refused has reached nobody (RFC 9113 §8.7); browsers send it again on the next connection.
        const refused = () => request.rstCode === http2.constants.NGHTTP2_REFUSED_STREAM;
        request.on('error', (error) => refused() || failed.push(error.code));
        request.on('close', () => resolve(refused() ? get() : undefined));
        request.resume();
      });
      const REQUESTS = 2000;
      const AT_A_TIME = 8;
      let sent = 0;
      const stopped = () => (sent === REQUESTS / 2 ? gateways[0].stop() : undefined);
      let stopping;
      await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
        while (sent < REQUESTS) {
          sent += 1;
          stopping ??= stopped();
          await get();
        }
      }));
      await stopping;
      session.close();
      assert.ok(stopping !== undefined && !gateways[0].alive);
      assert.deepEqual(failed, []);
      console.log(`counted: ${kind}, ${sent} requests while one of two gateways stopped, ${failed.length} failed`);
    }));
}
