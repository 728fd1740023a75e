// Tests every process with an independent gRPC client, as an operator, and with promtool.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';

import { call, data, endpoints, eventually, get, newUser, ok, root, token } from './lib/shop.mjs';

const require = createRequire(path.join(root, 'tests/node/package.json'));
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const services = ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery'];
const protos = path.join(root, 'tests/e2e/protos');
const load = (file) => grpc.loadPackageDefinition(protoLoader.loadSync(file, { enums: String, includeDirs: [protos, path.join(root, 'protos')] }));
const insecure = grpc.credentials.createInsecure();

const unary = (client, method, request, metadata = new grpc.Metadata()) =>
  new Promise((resolve, reject) => {
    client[method](request, metadata, { deadline: Date.now() + 30_000 },
      (error, response) => (error ? reject(error) : resolve(response)));
  });

const operatorToken = () =>
  execFileSync(path.join(root, 'scripts/token.sh'), ['--data', data, '--service', 'operator'], { encoding: 'utf8' }).trim();

/** The full service names a process lists by reflection (v1alpha, as gRPC 1.51 speaks it). */
function listServices(address) {
  const { ServerReflection } = load('reflection_v1alpha.proto').grpc.reflection.v1alpha;
  const client = new ServerReflection(address, insecure);
  return new Promise((resolve, reject) => {
    const stream = client.ServerReflectionInfo({ deadline: Date.now() + 30_000 });
    stream.on('data', (answer) => {
      resolve(answer.listServicesResponse.service.map((service) => service.name));
      stream.end();
    });
    stream.on('error', reject);
    stream.write({ listServices: '' });
  });
}

for (const name of services) {
  test(`${name}: reflection lists its services, health says SERVING`, async () => {
    const address = endpoints().grpc[name];
    const listed = await listServices(address);
    assert.ok(listed.some((service) => service.startsWith(`keys.${name}.v1.`)), listed.join());
    const { Health } = load('health_v1.proto').grpc.health.v1;
    const { status } = await unary(new Health(address, insecure), 'Check', { service: '' });
    assert.equal(status, 'SERVING');
  });
}

test('every process gives metrics that promtool accepts', async () => {
  const { metrics } = endpoints();
  const ours = [...services, 'gateway'];
  for (const name of ours) assert.ok(metrics[name], `no metrics of ${name}`);
  for (const [name, url] of Object.entries(metrics)) {
    const answer = await get(url);
    assert.equal(answer.status, 200, name);
    assert.ok(answer.text.length > 0, `${name} has no metrics`);
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: answer.text, encoding: 'utf8' });
    assert.equal(checked.status, 0, `${name}: ${checked.stderr}${checked.stdout}`);
    if (!ours.includes(name)) continue;
    for (const probe of ['healthz', 'readyz']) {
      assert.equal((await get(url.replace(/metrics$/, probe))).status, 200, `${name} ${probe}`);
    }
  }
});

test('calls without a service token are refused; with the operator\'s they are served', async () => {
  const { Catalog } = load('keys/catalog/v1/catalog.proto').keys.catalog.v1;
  const client = new Catalog(endpoints().grpc.catalog, insecure);
  await assert.rejects(unary(client, 'ListKeys', {}), (error) => error.code === grpc.status.UNAUTHENTICATED);
  const metadata = new grpc.Metadata();
  metadata.set('x-keys-service-token', operatorToken());
  const { keys } = await unary(client, 'ListKeys', { limit: 3 }, metadata);
  assert.equal(keys.length, 3);
});

test('the catalog\'s revision comes as a stream: now, then each change, with heartbeats between', async () => {
  const { CatalogWatch } = load('keys/catalog/v1/watch.proto').keys.catalog.v1;
  const client = new CatalogWatch(endpoints().grpc.catalog, insecure);
  const watch = (metadata) => {
    const stream = client.WatchRevision({}, metadata, { deadline: Date.now() + 180_000 });
    const told = { revisions: [], heartbeats: 0, stream };
    stream.on('data', ({ revision }) => (revision === undefined ? told.heartbeats++ : told.revisions.push(Number(revision))));
    stream.on('error', (error) => { told.error = error; });
    return told;
  };
  const refused = watch(new grpc.Metadata());
  await eventually('the stream is refused', () => refused.error);
  assert.equal(refused.error.code, grpc.status.UNAUTHENTICATED);
  const metadata = new grpc.Metadata();
  metadata.set('x-keys-service-token', operatorToken());
  const told = watch(metadata);
  await eventually('the revision now', () => told.revisions.length === 1);
  const admin = token(newUser(), '--admin');
  const slug = 'tenant-rls-baseline';
  const patch = (price_cents) => call('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { price_cents } });
  const { price_cents: price } = ok(await get(`/marketplace/keys/${slug}`)).key;
  ok(await patch(price + 100));
  ok(await patch(price));
  await eventually('both changes', () => told.revisions.at(-1) === told.revisions[0] + 2);
  assert.deepEqual(told.revisions, [...told.revisions].sort((a, b) => a - b));
  await eventually('heartbeats', () => told.heartbeats >= 3, 30);
  told.stream.cancel();
});

test('whose access changes comes as a stream, whichever way it changes', async () => {
  const { EntitlementWatch } = load('keys/entitlement/v1/watch.proto').keys.entitlement.v1;
  const client = new EntitlementWatch(endpoints().grpc.entitlement, insecure);
  const metadata = new grpc.Metadata();
  const refused = client.WatchAccess({}, metadata, { deadline: Date.now() + 180_000 });
  const error = await new Promise((resolve) => refused.on('data', () => {}).on('error', resolve));
  assert.equal(error.code, grpc.status.UNAUTHENTICATED);
  metadata.set('x-keys-service-token', operatorToken());
  const stream = client.WatchAccess({}, metadata, { deadline: Date.now() + 180_000 });
  const told = [];
  let heartbeats = 0;
  stream.on('data', ({ changes = [] }) => {
    if (changes.length === 0) heartbeats += 1;
    for (const change of changes) told.push([change.tenant.type, change.tenant.id, change.userId].filter(Boolean).join(' '));
  });
  stream.on('error', () => {});
  await eventually('a first heartbeat', () => heartbeats > 0);
  const admin = token(newUser(), '--admin');
  const [user, org] = [newUser(), newUser()];
  const ask = (method, path, body) => call(method, `/marketplace/admin/${path}`, { as: admin, body });
  const { entitlement } = ok(await ask('POST', 'entitlements', { user_id: user, key: 'tenant-rls-baseline', source: 'gift', reason: 'test' }));
  await eventually('the gift', () => told.includes(`user ${user}`));
  told.length = 0;
  ok(await ask('POST', `entitlements/${entitlement.id}/revoke`, { reason: 'test' }));
  await eventually('its end', () => told.includes(`user ${user}`));
  ok(await ask('PUT', `orgs/${org}/members/${user}`, { role: 'member' }));
  await eventually('the member', () => told.includes(`org ${org} ${user}`));
  stream.cancel();
});
