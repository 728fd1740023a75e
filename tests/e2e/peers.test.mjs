// Tests which process may call which RPC of another: every RPC with every process's own token, over gRPC. The table
// says what is intended; keys/peers.json is made from the calls in the code (scripts/lib/peer_calls.sh), and the
// services refuse all others.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { startProcess } from './lib/processes.mjs';
import { data, endpoints, eventually, get, root } from './lib/shop.mjs';

const require = createRequire(path.join(root, 'tests/node/package.json'));
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const services = ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery'];
const peers = ['gateway', ...services];
const clock = path.join(data, 'clock.offset');

// Internal RPCs, and public ones that somebody besides the gateway calls. Who is not named may not.
const callers = {
  'keys.analytics.v1.AnalyticsGateway/RecordClientEvents': ['gateway'],
  'keys.analytics.v1.AnalyticsInternal/RecordEvents': ['billing', 'entitlement'],
  'keys.analytics.v1.AnalyticsInternal/GetPopularity': ['discovery'],
  'keys.analytics.v1.AnalyticsCounts/CountKeys': ['discovery'],
  'keys.billing.v1.BillingWebhook/HandleEvent': ['gateway'],
  'keys.catalog.v1.Catalog/ListBundles': ['billing', 'entitlement', 'gateway'],
  'keys.catalog.v1.CatalogIngest/PublishVersion': ['ingestion'],
  'keys.catalog.v1.CatalogIngest/GetPublished': ['ingestion'],
  'keys.catalog.v1.CatalogIngest/ApplyPricing': ['ingestion'],
  'keys.catalog.v1.CatalogInternal/BatchGetKeys': ['billing', 'discovery', 'entitlement', 'gateway'],
  'keys.catalog.v1.CatalogInternal/GetBundleForSale': ['billing', 'gateway'],
  'keys.catalog.v1.CatalogInternal/ResolveVersion': ['entitlement'],
  'keys.catalog.v1.CatalogChanges/ListChangedKeys': ['discovery'],
  'keys.catalog.v1.CatalogInternal/ListCandidates': ['billing'],
  'keys.catalog.v1.CatalogWatch/WatchRevision': ['discovery', 'entitlement', 'gateway'],
  'keys.entitlement.v1.EntitlementGateway/GetAccessSet': ['gateway'],
  'keys.entitlement.v1.EntitlementGateway/AuthorizeLink': ['gateway'],
  'keys.entitlement.v1.EntitlementGateway/NotePerson': ['gateway'],
  'keys.entitlement.v1.EntitlementHoldings/CheckHoldings': ['gateway'],
  'keys.entitlement.v1.EntitlementInternal/ApplyOrderAccess': ['billing'],
  'keys.entitlement.v1.EntitlementInternal/ListStandingGrants': ['billing'],
  'keys.entitlement.v1.EntitlementInternal/ListTenants': ['billing'],
  'keys.entitlement.v1.EntitlementInternal/GetUserAccess': [],
  'keys.entitlement.v1.EntitlementSources/ListOrderGrants': ['billing'],
  'keys.entitlement.v1.EntitlementWatch/WatchAccess': ['gateway'],
  'keys.ingestion.v1.IngestionWatch/WatchIngestion': [],
  'keys.person.v1.PersonalData/ExportPerson': ['gateway'],
  'keys.person.v1.PersonalData/ErasePerson': ['gateway'],
  'keys.person.v1.PersonalData/NextErasure': ['gateway'],
  'keys.person.v1.PersonalData/RecordErasure': ['gateway'],
  'keys.person.v1.PersonalData/GetErasure': ['gateway'],
  'keys.person.v1.PersonalData/ListErased': ['gateway'],
  'keys.person.v1.PersonalData/RecordExport': ['gateway'],
};

/** Every RPC of our contract: {name: "package.Service/Rpc", definition, at: names of the processes that serve it}. */
function everyRpc() {
  const folder = path.join(root, 'protos/keys');
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.proto'));
  const loaded = protoLoader.loadSync(files.map((file) => path.join('keys', file)), { includeDirs: [path.join(root, 'protos')] });
  return Object.entries(loaded).flatMap(([service, rpcs]) => {
    if ('type' in rpcs || 'format' in rpcs) return [];
    const owner = service.split('.')[1];
    const at = service === 'keys.person.v1.PersonalData' ? services : services.filter((name) => name === owner);
    return Object.entries(rpcs).map(([rpc, definition]) => ({ name: `${service}/${rpc}`, definition, at }));
  });
}

const isPublic = (name) => {
  const [, owner] = name.split('.');
  const service = name.split('/')[0].split('.').at(-1);
  return readdirSync(path.join(root, `protos/keys/${owner}/v1`)).some((file) => {
    const text = readFileSync(path.join(root, `protos/keys/${owner}/v1`, file), 'utf8');
    return new RegExp(`service ${service} \\{\\s*option \\(keys.http.v1.public\\) = true`).test(text);
  });
};

const tokens = new Map(peers.map((peer) => [peer,
  execFileSync(path.join(root, 'scripts/token.sh'), ['--data', data, '--service', peer, '--expires-in', '3600'], { encoding: 'utf8' }).trim()]));

/** The code with which a process answers an empty request of `peer`. */
function codeOf(client, definition, peer) {
  const metadata = new grpc.Metadata();
  metadata.set('x-keys-service-token', tokens.get(peer));
  const options = { deadline: Date.now() + 60_000 };
  const { path: at, requestSerialize: write, responseDeserialize: read } = definition;
  return new Promise((resolve) => {
    if (!definition.responseStream) {
      client.makeUnaryRequest(at, write, read, {}, metadata, options, (error) => resolve(error?.code ?? grpc.status.OK));
      return;
    }
    const stream = client.makeServerStreamRequest(at, write, read, {}, metadata, options);
    stream.on('data', () => { resolve(grpc.status.OK); stream.cancel(); });
    stream.on('error', ({ code }) => resolve(code));
    stream.on('end', () => resolve(grpc.status.OK));
  });
}

test('the table names every internal RPC, and the peer list says the same', () => {
  const internal = everyRpc().map(({ name }) => name).filter((name) => !isPublic(name));
  assert.deepEqual(internal.filter((name) => !(name in callers)), [], 'say in the table who may call it');
  const { peers: listed } = JSON.parse(readFileSync(path.join(data, 'keys/peers.json'), 'utf8'));
  for (const [rpc, expected] of Object.entries(callers)) {
    const found = peers.filter((peer) => listed[peer].calls.includes(rpc)).sort();
    assert.deepEqual(found, expected, rpc);
  }
  for (const peer of services) {
    for (const call of listed[peer].calls) assert.ok(callers[call]?.includes(peer), `${peer} may call ${call}`);
  }
});

test('every RPC refuses the tokens of those who do not call it', async () => {
  let refused = 0;
  for (const { name, definition, at } of everyRpc()) {
    const expected = callers[name] ?? ['gateway'];
    for (const process of at) {
      const client = new grpc.Client(endpoints().grpc[process], grpc.credentials.createInsecure());
      for (const peer of peers.filter((one) => !expected.includes(one))) {
        assert.equal(await codeOf(client, definition, peer), grpc.status.PERMISSION_DENIED, `${peer} calls ${name} of ${process}`);
        refused += 1;
      }
      client.close();
    }
  }
  assert.ok(refused > 300, `${refused} calls`);
});

test('those who call it are let in', async () => {
  // RPCs that only read.
  for (const name of ['keys.analytics.v1.AnalyticsInternal/GetPopularity', 'keys.catalog.v1.CatalogInternal/BatchGetKeys',
    'keys.catalog.v1.CatalogChanges/ListChangedKeys', 'keys.catalog.v1.CatalogInternal/ListCandidates',
    'keys.catalog.v1.Catalog/ListBundles', 'keys.catalog.v1.CatalogWatch/WatchRevision',
    'keys.entitlement.v1.EntitlementHoldings/CheckHoldings']) {
    const { definition, at: [process] } = everyRpc().find((rpc) => rpc.name === name);
    const client = new grpc.Client(endpoints().grpc[process], grpc.credentials.createInsecure());
    for (const peer of callers[name]) assert.equal(await codeOf(client, definition, peer), grpc.status.OK, `${peer} calls ${name}`);
    client.close();
  }
});

test('clocks of two machines that differ too much are an outage, and the log says what to do', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keys-clock-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const stack = Number(existsSync(clock) ? readFileSync(clock, 'utf8') : 0) || 0;
  // A service's clock behind the gateway's, and one so far ahead that the gateway's tokens have expired there.
  for (const apart of [95, -600]) {
    const file = path.join(folder, `offset${apart}`);
    writeFileSync(file, `${stack + apart}\n`);
    const gateway = await startProcess('gateway', { CLOCK_OFFSET_FILE: file });
    const refused = await get(`${gateway.url}/marketplace/keys`);
    assert.equal(refused.status, 503, refused.text);
    assert.equal(refused.body.code, 'UNAVAILABLE');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.doesNotMatch(refused.text, /clock|token/);
    await eventually('the log names the clocks', () => gateway.log().some((line) => line.includes('rpc.token_refused')
      && line.includes('the clocks of the two machines may differ by 60 s at most. Set them by NTP')));
    // Put right, it goes on without a restart.
    writeFileSync(file, `${stack}\n`);
    await eventually('the catalog answers', async () => (await get(`${gateway.url}/marketplace/keys`)).status === 200);
  }
});
