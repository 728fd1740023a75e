// Tests the client against a server that fails in every way in which a network and a busy shop fail.
import assert from 'node:assert/strict';
import test from 'node:test';

import { ConnectionError, createClient, KeysError } from '../dist/index.js';
import { breaks, problem, serve } from './server.mjs';

/** Runs `use` with a client of a server that gives these answers. */
async function against(answers, use, options = {}) {
  const server = await serve(...answers);
  try {
    return await use(createClient({ baseUrl: server.url, ...options }), server);
  } finally {
    await server.close();
  }
}

const refused = (keys, code) => (error) => error instanceof KeysError && error.code === code;
const checkout = { path: { slug: 'a' }, body: { successUrl: 'https://x/s', cancelUrl: 'https://x/c' } };
const post = (keys, more) => keys.post('/marketplace/keys/{slug}/checkout', { ...checkout, ...more });
const list = (keys, more) => keys.get('/marketplace/keys', more);

test('path, query and body are sent as the API reads them', () =>
  against([[200, { key: {} }]], async (keys, { asked }) => {
    await keys.get('/marketplace/keys/{slug}', { path: { slug: 'a b/ü' } });
    await list(keys, { query: { search: 'a&b', owned: true, tool: undefined } });
    await post(keys);
    assert.deepEqual(asked.map(({ method, url: at }) => `${method} ${at}`), [
      'GET /marketplace/keys/a%20b%2F%C3%BC', 'GET /marketplace/keys?search=a%26b&owned=true', 'POST /marketplace/keys/a/checkout',
    ]);
    assert.deepEqual(JSON.parse(asked[2].body), checkout.body);
    assert.equal(asked[2].headers['content-type'], 'application/json');
    await assert.rejects(keys.get('/marketplace/keys/{slug}', { path: { slug: '' } }), TypeError);
  }));

test('a problem is a typed error with all that the server said', () =>
  against([[403, problem(403, 'NOT_ENTITLED', { errors: [{ pointer: '/a', code: 'REQUIRED', detail: 'x' }], actions: ['Buy it.'] })]],
    async (keys) => {
      const error = await post(keys, { idempotencyKey: 'k-1' }).catch((one) => one);
      assert.ok(error instanceof KeysError && error instanceof Error);
      assert.deepEqual(
        [error.name, error.code, error.status, error.title, error.message, error.requestId, error.actions, error.errors[0].pointer, error.idempotencyKey],
        ['KeysError', 'NOT_ENTITLED', 403, 'NOT_ENTITLED', 'It is NOT_ENTITLED.', 'r-1', ['Buy it.'], '/a', 'k-1']);
    }));

test('an error page of a proxy is an error too', () =>
  against([(request, response) => { response.writeHead(502, { 'content-type': 'text/html' }); response.end('<h1>Bad gateway'); }],
    (keys) => assert.rejects(list(keys), (error) => error.status === 502 && error.code === 'UNKNOWN'), { retries: 0 }));

test('a POST keeps its idempotency key over every retry, and the next call has another', () =>
  against([breaks, [503, problem(503, 'UNAVAILABLE')], [409, problem(409, 'IN_PROGRESS')], [200, { order_id: '1' }]],
    async (keys, { asked }) => {
      assert.equal((await post(keys)).order_id, '1');
      await post(keys);
      const names = asked.map(({ headers }) => headers['idempotency-key']);
      assert.equal(asked.length, 5);
      assert.equal(new Set(names.slice(0, 4)).size, 1);
      assert.notEqual(names[4], names[0]);
      assert.match(names[0], /^[\x21-\x7e]{20,255}$/);
    }));

test('a POST without a key is not sent twice when nobody knows what became of it', () =>
  against([breaks], async (keys, { asked }) => {
    const event = () => keys.post('/marketplace/analytics', { body: { event_type: 'view' } });
    await assert.rejects(event(), (error) => error instanceof ConnectionError && error.cause instanceof Error);
    assert.equal(asked.length, 1);
    assert.equal(asked[0].headers['idempotency-key'], undefined);
  }));

test('429 is retried after the time it names, for every request', () =>
  against([[429, problem(429, 'RATE_LIMITED'), { 'retry-after': '1' }], [200, { success: true }]], async (keys, { asked }) => {
    const began = performance.now();
    await keys.post('/marketplace/analytics', { body: { event_type: 'view' } });
    assert.equal(asked.length, 2);
    assert.ok(performance.now() - began >= 990);
  }));

test('a wait that is too long is an error at once, with the time to wait', () =>
  against([[503, problem(503, 'UNAVAILABLE'), { 'retry-after': '3600' }]], async (keys, { asked }) => {
    const error = await list(keys).catch((one) => one);
    assert.equal(error.retryAfterMs, 3_600_000);
    assert.equal(asked.length, 1);
  }));

test('retries are bounded', () =>
  against([breaks], async (keys, { asked }) => {
    await assert.rejects(list(keys), ConnectionError);
    assert.equal(asked.length, 3);
  }, { retries: 2 }));

test('what the caller did wrong is not retried', () =>
  against([[400, problem(400, 'INVALID_ARGUMENT')]], async (keys, { asked }) => {
    await assert.rejects(list(keys), refused(keys, 'INVALID_ARGUMENT'));
    assert.equal(asked.length, 1);
  }));

test('a server that does not answer is given up, and tried again', () =>
  against([() => undefined, [200, { keys: [] }]], async (keys, { asked }) => {
    assert.deepEqual(await list(keys), { keys: [] });
    assert.equal(asked.length, 2);
  }, { timeoutMs: 300 }));

test('an expired token is refreshed once, for all requests that wait for it', async () => {
  let token = 'old';
  let refreshes = 0;
  const options = {
    accessToken: () => token,
    refresh: async () => { refreshes += 1; await new Promise((resolve) => setTimeout(resolve, 50)); token = 'new'; return token; },
  };
  const check = (request, response) => {
    const good = request.headers.authorization === 'Bearer new';
    response.writeHead(good ? 200 : 401, { 'content-type': good ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(good ? { keys: [] } : problem(401, 'UNAUTHENTICATED')));
  };
  await against([check], async (keys) => {
    await Promise.all([list(keys), post(keys), list(keys, { query: { limit: 1 } })]);
    assert.equal(refreshes, 1);
  }, options);
});

test('a session that is over is 401 after one refresh, a signed-out caller refreshes nothing', async () => {
  let refreshes = 0;
  const refresh = async () => { refreshes += 1; return refreshes > 1 ? null : 'still bad'; };
  const answers = [[401, problem(401, 'UNAUTHENTICATED')]];
  await against(answers, async (keys, { asked }) => {
    await assert.rejects(list(keys), refused(keys, 'UNAUTHENTICATED'));
    assert.deepEqual([asked.length, refreshes], [2, 1]);
    await assert.rejects(list(keys), refused(keys, 'UNAUTHENTICATED'));
    assert.deepEqual([asked.length, refreshes], [3, 2]);
  }, { accessToken: () => 'bad', refresh });
  await against(answers, async (keys, { asked }) => {
    await assert.rejects(list(keys), refused(keys, 'UNAUTHENTICATED'));
    assert.equal(asked.length, 1);
  }, { accessToken: () => null, refresh });
});

test('an answer with an entity tag is asked for with If-None-Match and kept', () => {
  const answer = (request, response) => {
    const known = request.headers['if-none-match'] === '"1"';
    response.writeHead(known ? 304 : 200, { etag: '"1"', ...(known ? {} : { 'content-type': 'application/json' }) });
    response.end(known ? '' : '{"keys":[{"slug":"a"}]}');
  };
  return against([answer], async (keys, { asked }) => {
    const first = await list(keys);
    first.keys.pop();
    const second = await keys.call('get', '/marketplace/keys');
    assert.deepEqual([second.status, second.data], [304, { keys: [{ slug: 'a' }] }]);
    await list(keys, { query: { limit: 1 } });
    await list(keys);
    assert.deepEqual(asked.map(({ headers }) => headers['if-none-match']), [undefined, '"1"', undefined, undefined]);
  }, { cacheEntries: 1 });
});

test('cursors are followed to the end', () =>
  against([[200, { keys: [{ slug: 'a' }, { slug: 'b' }], next_cursor: 'c 1' }], [200, { keys: [{ slug: 'c' }] }]], async (keys, { asked }) => {
    const slugs = [];
    for await (const key of keys.items('/marketplace/keys', { query: { sort: 'title' } })) slugs.push(key.slug);
    assert.deepEqual(slugs, ['a', 'b', 'c']);
    assert.deepEqual(asked.map(({ url }) => url), ['/marketplace/keys?sort=title', '/marketplace/keys?sort=title&cursor=c+1']);
  }));

test('a loop that is left asks for no further page', () =>
  against([[200, { keys: [{ slug: 'a' }], next_cursor: 'c' }]], async (keys, { asked }) => {
    for await (const key of keys.items('/marketplace/keys')) { assert.equal(key.slug, 'a'); break; }
    assert.equal(asked.length, 1);
  }));

test('an abort ends a request, a wait and a transfer', async () => {
  const gone = (signal) => (error) => error === signal.reason;
  const waits = [[503, problem(503, 'UNAVAILABLE'), { 'retry-after': '5' }]];
  for (const answers of [[() => undefined], waits]) {
    const signal = AbortSignal.timeout(200);
    await against(answers, (keys) => assert.rejects(list(keys, { signal }), gone(signal)));
  }
  const stop = new AbortController();
  await against([(request, response) => { response.writeHead(200); response.write('x'); }], async (keys, { url }) => {
    const response = await keys.download(`${url}/marketplace/downloads/t`, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await assert.rejects(response.arrayBuffer());
  });
  const already = AbortSignal.abort(new Error('before'));
  await against([[200, {}]], async (keys, { asked }) => {
    await assert.rejects(list(keys, { signal: already }), gone(already));
    assert.equal(asked.length, 0);
  });
});

test('a download sends no token and leaves the body to be read', () =>
  against([(request, response) => { response.writeHead(200); response.end('bytes'); }], async (keys, { url, asked }) => {
    const response = await keys.download(`${url}/marketplace/downloads/t`, { headers: { range: 'bytes=0-9' } });
    assert.equal(await response.text(), 'bytes');
    assert.equal(asked[0].headers.authorization, undefined);
    assert.equal(asked[0].headers.range, 'bytes=0-9');
  }, { accessToken: () => 'secret' }));
