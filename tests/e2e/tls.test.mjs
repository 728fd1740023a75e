// A stack whose services speak gRPC by mutual TLS: the shop sells as without it, nobody without a certificate of the
// stack's authority is served, and certificates are renewed while people buy.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';

import { freePort } from './lib/free_port.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-tls-'));
process.env.KEYS_DATA = path.join(place, 'stack');
const certificates = path.join(process.env.KEYS_DATA, 'certificates');
const script = (name, ...args) => execFileSync(path.join(root, 'scripts', name), args, { stdio: ['ignore', 'pipe', 2], encoding: 'utf8' });
const SERVICES = ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery'];
let shop;

before(async () => {
  script('run.sh', '--detach', '--tls', '--data', process.env.KEYS_DATA, '--port', freePort());
  shop = await import('./lib/shop.mjs');
});
after(() => {
  script('run.sh', '--stop', '--reset', '--data', process.env.KEYS_DATA);
  fs.rmSync(place, { recursive: true, force: true });
});

const file = (program, name) => fs.readFileSync(path.join(certificates, program, name));

/** Shakes hands with a service. Resolves with its certificate once it has sent bytes of HTTP/2, or with why it did not. */
function handshake(address, options) {
  return new Promise((resolve) => {
    const [host, port] = address.split(':');
    const socket = connect({ host, port: Number(port), ALPNProtocols: ['h2'], ...options });
    const certificate = () => socket.getPeerX509Certificate?.() ?? socket.getPeerCertificate();
    socket.once('data', () => { resolve({ served: true, certificate: certificate() }); socket.destroy(); });
    socket.once('error', ({ code, message }) => resolve({ served: false, why: code ?? message }));
    socket.once('close', () => resolve({ served: false, why: 'closed' }));
    // The preface of HTTP/2 and empty settings: a server that takes the connection answers with its own.
    socket.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]));
  });
}

async function figure(process, name) {
  const text = await (await fetch(`${shop.endpoints().metrics[process].replace(/\/metrics$/, '')}/metrics`)).text();
  return Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
}

test('a KEY is bought and downloaded while every call between processes is encrypted', async () => {
  const as = shop.token(shop.newUser());
  await shop.buy('keys', 'signed-webhook-intake', as);
  const link = shop.ok(await shop.post('/marketplace/keys/signed-webhook-intake/download', { as, body: {} }));
  assert.equal((await shop.get(link.downloadUrl)).bytes.length, link.size_bytes);
});

test('every service refuses who has no certificate, one of another authority, or no TLS', async () => {
  const others = path.join(place, 'others');
  script('certificates.sh', 'make', '--out', others, 'gateway');
  const ca = file('gateway', 'ca.pem');
  const ours = { ca, cert: file('gateway', 'cert.pem'), key: file('gateway', 'key.pem') };
  const theirs = { ca, cert: fs.readFileSync(path.join(others, 'gateway/cert.pem')), key: fs.readFileSync(path.join(others, 'gateway/key.pem')) };
  for (const service of SERVICES) {
    const address = shop.endpoints().grpc[service];
    assert.ok((await handshake(address, ours)).served, service);
    assert.equal((await handshake(address, { ca })).served, false, `${service} without a certificate`);
    assert.equal((await handshake(address, theirs)).served, false, `${service} with a certificate of another authority`);
    const plain = spawnSync('curl', ['-s', '--http2-prior-knowledge', '-m', '5', `http://${address}/`], { encoding: 'utf8' });
    assert.notEqual(plain.status, 0, `${service} in plain text`);
  }
});

test('certificates are renewed while people read and buy, and nothing fails', async () => {
  const name = 'keys_certificate_expires_timestamp_seconds{certificate="own"}';
  const before = await figure('catalog', name);
  const now = Date.now() / 1000;
  assert.ok(before > now + 80 * 86400 && before < now + 91 * 86400, `${before}`);
  assert.ok(await figure('gateway', name) > now);
  assert.ok(await figure('gateway', 'keys_certificate_expires_timestamp_seconds{certificate="authority"}') > now + 3000 * 86400);

  const ours = { ca: file('gateway', 'ca.pem'), cert: file('gateway', 'cert.pem'), key: file('gateway', 'key.pem') };
  const serialOf = async (service) => (await handshake(shop.endpoints().grpc[service], ours)).certificate?.serialNumber;
  const was = Object.fromEntries(await Promise.all(SERVICES.map(async (service) => [service, await serialOf(service)])));
  const pids = shop.endpoints().pids;
  let enough = false;
  let asked = 0;
  const asking = (async () => {
    const as = shop.token(shop.newUser());
    for (; !enough; asked += 1) {
      const answer = await shop.get(asked % 2 ? '/marketplace/entitlements' : '/marketplace/orders', { as });
      assert.equal(answer.status, 200, answer.text);
    }
  })();
  script('certificates.sh', 'renew', '--out', certificates, '--days', '30');
  await shop.eventually('every service shows its new certificate', async () => {
    for (const service of SERVICES) if ((await serialOf(service)) === was[service]) return false;
    return true;
  });
  enough = true;
  await asking;
  assert.ok(asked > 20, `${asked}`);
  assert.deepEqual(shop.endpoints().pids, pids, 'nothing was restarted');
  assert.ok(await figure('catalog', name) < before - 40 * 86400);

  // A service that starts again connects anew in both directions.
  process.kill(pids.catalog, 'SIGTERM');
  await shop.eventually('catalog runs again', async () => shop.endpoints().pids.catalog !== pids.catalog
    && (await shop.get('/readyz')).status === 200);
  const as = shop.token(shop.newUser());
  await shop.buy('keys', 'signed-webhook-intake', as);
  console.log(`counted: ${asked} requests answered while certificates were renewed, 0 failed`);
});

test('half a configuration and files that do not fit are refused by --print-config', () => {
  const bin = process.env.KEYS_BIN_DIR ?? path.join(root, 'build/release/bin');
  const print = (more) => spawnSync('bash', ['-c', '. "$1"; shift; exec env "$@"', '-', path.join(process.env.KEYS_DATA, 'stack.env'),
    'ADMIN_LISTEN=127.0.0.1:0', 'GRPC_LISTEN=127.0.0.1:0', ...more, path.join(bin, 'keys-analytics'), '--print-config'], { encoding: 'utf8' });
  assert.equal(print([]).status, 0, print([]).stderr);
  for (const missing of ['CA', 'CERT', 'KEY']) {
    const half = print([`GRPC_TLS_${missing}_FILE=`]);
    assert.equal(half.status, 2, half.stdout);
    assert.match(half.stderr, /belong together: set all of them, or none/);
  }
  const strange = print([`GRPC_TLS_KEY_FILE=${path.join(certificates, 'catalog/key.pem')}`]);
  assert.equal(strange.status, 2);
  assert.match(strange.stderr, /is not the key of the certificate/);
  assert.equal(print(['GRPC_TLS_CA_FILE=', 'GRPC_TLS_CERT_FILE=', 'GRPC_TLS_KEY_FILE=']).status, 0, 'none');
});
