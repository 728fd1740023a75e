// Downloads by programs that people download with, over lines that break: each goes on where it was cut, has the
// right bytes in the end, and all of them together are the one download that was asked for. curl and Node's own
// clients are always tried; wget, aria2c, axel and lftp where the machine has them.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { data, gateway, newUser, ok, post, root, token } from './lib/shop.mjs';

const slug = 'leased-job-queue';
const user = newUser();
const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-clients-'));
const at = (name) => path.join(folder, name);
let link;
let line;
let url;

before(async () => {
  const admin = token(newUser(), '--admin');
  ok(await post('/marketplace/admin/entitlements', { as: admin, body: { user_id: user, key: slug, source: 'gift', reason: 'test' } }));
  link = ok(await post(`/marketplace/keys/${slug}/download`, { as: token(user), body: {} }));
  line = await badLine();
  url = link.downloadUrl.replace(new URL(link.downloadUrl).host, `127.0.0.1:${line.port}`);
});
after(() => {
  line?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A line to the gateway that breaks after 8 to 12 KiB of each answer, now with an end and now with a reset. */
function badLine() {
  const { hostname, port } = new URL(gateway);
  const sockets = new Set();
  let connections = 0;
  let cuts = 0;
  const server = net.createServer((client) => {
    const number = connections;
    connections += 1;
    const shop = net.connect(Number(port), hostname);
    for (const socket of [client, shop]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => { sockets.delete(socket); client.destroy(); shop.destroy(); });
    }
    let left = 8192 + (number % 5) * 1024;
    client.on('data', (part) => shop.write(part));
    shop.on('data', (part) => {
      if (left <= 0) return;
      client.write(part.subarray(0, left));
      left -= part.length;
      if (left > 0) return;
      cuts += 1;
      if (number % 2 === 0) client.end(); else setTimeout(() => client.resetAndDestroy(), 20);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({
      port: server.address().port,
      get cuts() { return cuts; },
      close: () => { server.close(); for (const socket of sockets) socket.destroy(); },
    }));
  });
}

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const has = (program) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
/** The exit code. */
const run = (program, args) => new Promise((resolve) => {
  execFile(program, args, { cwd: folder, timeout: 120_000 }, (error) => resolve(error === null ? 0 : error.code ?? -1));
});

/** Again and again until it says that it is done; every other end must be one of a broken line. */
async function untilDone(name, broken, ...command) {
  for (let tries = 1; tries <= 60; tries += 1) {
    const code = await run(...command);
    if (code === 0) return tries;
    assert.ok(broken.includes(code), `${name}: exit code ${code}`);
  }
  throw new Error(`${name} has not come to an end`);
}

/** Reads from `from` to `to` in as many requests as it takes. */
async function fetchAll(ask, from, to) {
  let bytes = Buffer.alloc(0);
  for (let tries = 0; tries < 60 && bytes.length < to - from; tries += 1) {
    try {
      for await (const part of await ask(`bytes=${from + bytes.length}-${to - 1}`)) bytes = Buffer.concat([bytes, part]);
    } catch {
      // Cut: what has come is kept.
    }
  }
  return bytes;
}

test('an interrupted client resumes, gets the right bytes, and it counts as one download', { timeout: 300_000 }, async () => {
  const tag = `"${link.sha256}"`;
  const size = link.size_bytes;
  const tried = [];
  const right = (name, bytes) => {
    assert.equal(digest(bytes), link.sha256, name);
    tried.push(name);
  };

  // 18: fewer bytes than announced. 52, 56: the line broke before or within the answer.
  const tries = await untilDone('curl', [18, 52, 56], 'curl', ['-sS', '-C', '-', '-o', at('curl'), url]);
  assert.ok(tries > 1, 'the line was to break');
  right('curl -C -', readFileSync(at('curl')));

  const byFetch = async (range) => (await fetch(url, { headers: { range, 'if-range': tag } })).body;
  right('fetch', await fetchAll(byFetch, 0, size));

  const agent = new http.Agent({ keepAlive: true });
  const byAgent = (range) => new Promise((resolve, reject) => {
    http.get(url, { agent, headers: { range } }, (answer) => {
      if (answer.statusCode === 206) resolve(answer); else reject(new Error(String(answer.statusCode)));
    }).on('error', reject);
  });
  const edges = Array.from({ length: 17 }, (_, i) => Math.floor((size * i) / 16));
  const segments = await Promise.all(edges.slice(1).map((to, i) => fetchAll(byAgent, edges[i], to)));
  agent.destroy();
  right('sixteen segments at once', Buffer.concat(segments));

  const others = {
    wget: ['-q', '-c', '-t', '60', '--waitretry=0', '-O', at('wget'), url],
    aria2c: ['-q', '-x16', '-s16', '-k1M', '-m', '60', '--retry-wait=1', '-d', folder, '-o', 'aria2c', url],
    axel: ['-q', '-n', '4', '-o', at('axel'), url],
    lftp: ['-c', `set net:max-retries 60; set net:reconnect-interval-base 1; set net:reconnect-interval-max 1; get -c ${url} -o ${at('lftp')}`],
  };
  for (const [program, args] of Object.entries(others).filter(([name]) => has(name))) {
    assert.equal(await run(program, args), 0, program);
    right(program, readFileSync(at(program)));
  }

  const count = execFileSync(path.join(root, 'scripts/db.sh'), ['psql', '--data', data, '--', '-qAt', '-c',
    `SELECT count(*) FROM marketplace_download_events WHERE user_id = '${user}'`], { encoding: 'utf8' });
  assert.equal(Number(count), 1);
  console.log(`counted: clients over a bad line: ${tried.length} (${tried.join(', ')}), ${line.cuts} cuts, 1 download`);
});

test('a client that has the whole file is told so, and keeps it', async () => {
  const whole = link.downloadUrl;
  assert.equal(await run('curl', ['-sS', '-o', at('kept'), '--etag-save', at('tag'), whole]), 0);
  assert.equal(await run('curl', ['-sS', '-C', '-', '-o', at('kept'), whole]), 0, 'going on at the end');
  assert.equal(await run('curl', ['-sSf', '-o', at('again'), '--etag-compare', at('tag'), whole]), 0);
  // A date is no reason to keep anything: we give none.
  assert.equal(await run('curl', ['-sSf', '-z', 'Tue, 01 Jan 2999 00:00:00 GMT', '-o', at('dated'), whole]), 0);
  for (const [name, flag] of [['plain', '--compressed'], ['old', '-0'], ['newer', '--http2']]) {
    assert.equal(await run('curl', ['-sSf', flag, '-o', at(name), whole]), 0, flag);
  }
  for (const name of ['kept', 'dated', 'plain', 'old', 'newer']) assert.equal(digest(readFileSync(at(name))), link.sha256, name);
  assert.throws(() => readFileSync(at('again')), 'a 304 writes nothing');
});
