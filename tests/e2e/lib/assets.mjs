// KEYS of a test's own: an assets folder, an ingestion that reads it and a gateway that asks that ingestion.
// What was ingested is archived at the end, so that other test files find the shop as it was.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

import { startProcess } from './processes.mjs';
import { call, newUser, ok, root, token } from './shop.mjs';

const samples = path.join(root, 'deploy/sample-keys');

export async function startWorkshop(overrides = {}) {
  const assets = mkdtempSync(path.join(os.tmpdir(), 'keys-assets-'));
  const slugs = new Set();
  const send = (method, target, options = {}) => call(method, gateway.url + target, options);
  // This hook comes before those that end the processes, because hooks run in the order in which they were given.
  after(async () => {
    for (const slug of slugs) {
      await send('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { status: 'archived' } });
    }
    rmSync(assets, { recursive: true, force: true });
  });
  const ingestion = await startProcess('ingestion', { KEYS_ASSETS_ROOT: assets });
  const gateway = await startProcess('gateway', { INGESTION_ADDRESS: ingestion.grpc, ...overrides });
  const admin = token(newUser(), '--admin');

  /** A folder below the assets made from a sample's; `change` edits its manifest. */
  function add(sample, slug, { version = '1.0.0', older = false, change = () => {}, files = {} } = {}) {
    const [family] = sample.split('/');
    const folder = path.join(assets, ...(older ? ['.versions', version] : []), family, slug);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(samples, sample), folder, { recursive: true });
    const file = path.join(folder, family === 'runbook-keys' ? 'pack.json' : 'key.json');
    const manifest = { ...JSON.parse(readFileSync(file, 'utf8')), slug, version };
    change(manifest);
    writeFileSync(file, JSON.stringify(manifest, null, 2));
    for (const [name, text] of Object.entries(files)) {
      if (text === null) rmSync(path.join(folder, name));
      else writeFileSync(path.join(folder, name), text);
    }
    slugs.add(slug);
  }
  const ingest = async (body = {}) =>
    ok(await send('POST', '/marketplace/admin/ingest', { as: admin, body }));

  return { assets, ingestion, gateway, admin, add, ingest, send };
}
