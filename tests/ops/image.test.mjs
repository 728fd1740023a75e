// The image: built twice it is the same, it holds all that its programs ask for and says what that is, and the services of
// deploy/compose.yaml run from it and sell a KEY.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { programs } from '../../deploy/packaging/programs.mjs';
import { have } from './lib/have.mjs';
import { buildImage, Container, inspect, Project, removeImage, UID } from './lib/image.mjs';
import { root } from './lib/rules.mjs';

const TAG = 'localhost/keys-marketplace:test';
const EVERYBODY_MAY_WRITE = 0o1777;
const work = path.resolve(root, 'build/image');
const folder = mkdtempSync(path.join(tmpdir(), 'keys-image-'));
chmodSync(folder, 0o755);
const able = have('buildah', 'mmdebstrap') && process.getuid() === 0;
const lacks = able ? false : 'needs root, buildah and mmdebstrap (scripts/setup.sh --all)';
const owned = ['/var/lib/keys', '/var/lib/keys/storage'];

test.after(() => rmSync(folder, { recursive: true, force: true }));

test('two builds have one digest, and the image is small and not root\'s', { skip: lacks, timeout: 1_800_000 }, () => {
  const first = buildImage(TAG, work);
  const second = buildImage(`${TAG}-again`, work);
  assert.match(first, /^(sha256:)?[0-9a-f]{64}$/);
  assert.equal(second, first);
  removeImage(`${TAG}-again`);
  const image = inspect(TAG);
  const { config } = image.Docker;
  assert.equal(config.User, '10001:10001');
  assert.deepEqual(config.Healthcheck.Test, ['CMD', '/usr/lib/keys/bin/healthcheck']);
  assert.equal(config.Labels['org.opencontainers.image.licenses'], 'Apache-2.0');
  const megabytes = Number(execFileSync('bash', ['-c', 'buildah images --json "$1" | jq -r ".[0].size" | sed "s/ MB//"', 'bash', TAG], { encoding: 'utf8' }));
  assert.ok(megabytes < 400, `${megabytes} MB`);
  console.log(`counted: two builds, id ${first.slice(0, 19)}, ${megabytes} MB`);
});

test('every library that a program asks for is there, and nothing is the programs\' own to write', { skip: lacks }, () => {
  const container = new Container(TAG);
  try {
    const linked = container.run('sh', '-c', 'for p in /usr/lib/keys/bin/keys-* /usr/bin/psql /usr/bin/curl; do ldd $p; done');
    assert.doesNotMatch(linked, /not found/);
    assert.equal(container.run('id', '-u'), UID);
    assert.deepEqual(container.written(), owned);
    assert.match(container.run('/usr/bin/psql', '--version'), /psql \(PostgreSQL\) 15/);
  } finally {
    container.remove();
  }
});

test('the list of contents names every package and every program by its digest', { skip: lacks }, () => {
  const container = new Container(TAG);
  try {
    const sbom = JSON.parse(readFileSync(path.join(container.mount, 'usr/share/keys/sbom.spdx.json'), 'utf8'));
    assert.equal(sbom.spdxVersion, 'SPDX-2.3');
    const ids = new Set([...sbom.packages, ...sbom.files].map(({ SPDXID }) => SPDXID));
    assert.equal(ids.size, sbom.packages.length + sbom.files.length, 'an id stands once');
    for (const { relatedSpdxElement } of sbom.relationships) assert.ok(ids.has(relatedSpdxElement), relatedSpdxElement);
    const listed = new Set(sbom.packages.map(({ name, versionInfo }) => `${name} ${versionInfo}`));
    const installed = container.run('dpkg-query', '-W', '-f', '${db:Status-Status}/${Package} ${Version}\\n').split('\n')
      .filter((line) => line.startsWith('installed/')).map((line) => line.slice('installed/'.length));
    assert.ok(installed.length > 50);
    for (const line of installed) assert.ok(listed.has(line), line);
    assert.ok([...listed].some((line) => line.startsWith('postgresql-client-15 ')), 'the package of which only psql was taken');
    assert.ok([...listed].some((line) => line.startsWith('preact ')), 'what the storefront is built from');
    for (const file of sbom.files) {
      const digest = execFileSync('sha256sum', [path.join(container.mount, file.fileName)], { encoding: 'utf8' }).split(' ')[0];
      assert.equal(file.checksums.find(({ algorithm }) => algorithm === 'SHA256').checksumValue, digest);
    }
    assert.equal(sbom.files.filter(({ fileName }) => fileName.includes('/keys-')).length, programs.length + 1);
  } finally {
    container.remove();
  }
});

test('the services of compose.yaml run from the image and sell a KEY', { skip: lacks, timeout: 900_000 }, async () => {
  const data = path.join(folder, 'data');
  const db = (...args) => execFileSync(path.join(root, 'scripts/db.sh'), [...args, '--data', data], { encoding: 'utf8' });
  mkdirSync(path.join(folder, 'tmp'));
  chmodSync(path.join(folder, 'tmp'), EVERYBODY_MAY_WRITE);
  mkdirSync(path.join(folder, 'storage'));
  execFileSync('chown', [`${UID}:${UID}`, path.join(folder, 'storage')]);
  db('start');
  const secrets = path.join(folder, 'secrets');
  const { url, database } = administrator(data);
  execFileSync(path.join(root, 'scripts/secrets.sh'), ['--out', secrets, '--database', database], { stdio: 'ignore' });
  writeFileSync(path.join(secrets, 'DATABASE_URL'), url);
  execFileSync('psql', ['-q', url.replace(/\/keys$/, '/postgres'), '-c', 'CREATE DATABASE keys'], { stdio: 'inherit' });
  const project = new Project(TAG, folder, secrets, { STORAGE_URL: 'file:///var/lib/keys/storage', STRIPE_API_BASE: 'http://sandbox:12111',
    KEYS_ASSETS: path.join(root, 'deploy/sample-keys'), VOLUMES: [`${folder}/storage:/var/lib/keys/storage`] });
  try {
    assert.equal(await project.up('migrate').ended, 0, readFileSync(path.join(folder, 'migrate.log'), 'utf8'));
    for (const name of ['sandbox', ...programs.map((program) => program.name)]) project.up(name);
    await sells(project, data);
    const health = execFileSync('buildah', ['run', '--isolation', 'chroot', '--env', `ADMIN_LISTEN=127.0.0.1:${project.port(9204)}`,
      project.containers.billing.name, '--', '/usr/lib/keys/bin/healthcheck'], { encoding: 'utf8' });
    assert.equal(health.trim(), '');
    for (const [name, container] of Object.entries(project.containers)) assert.deepEqual(container.written(), owned, `${name} wrote into its image`);
  } catch (error) {
    for (const name of Object.keys(project.children)) console.log(`${name}: ${readFileSync(path.join(folder, `${name}.log`), 'utf8').slice(-1500)}`);
    throw error;
  } finally {
    await project.down();
    db('reset');
  }
});

/** The administrator of the private cluster, as somebody else's server would name one. */
function administrator(data) {
  const found = execFileSync('bash', ['-c', '. "$1/db.env"; echo "$PG_PORT $PG_PASSWORD_ADMIN"', 'bash', data], { encoding: 'utf8' }).trim().split(' ');
  return { url: `postgresql://keys_admin:${found[1]}@127.0.0.1:${found[0]}/keys`, database: `127.0.0.1:${found[0]}` };
}

/** Ingests, buys and downloads through the gateway, with what the other suites use. */
async function sells(project, data) {
  const gateway = `http://127.0.0.1:${project.port(8080)}`;
  writeFileSync(path.join(data, 'endpoints.json'), JSON.stringify({ gateway, sandbox: `http://127.0.0.1:${project.port(12111)}` }));
  writeFileSync(path.join(data, 'clock.offset'), '0\n');
  writeFileSync(path.join(data, 'stack.env'), `export SUPABASE_JWT_SECRET='${readFileSync(path.join(project.secrets, 'SUPABASE_JWT_SECRET'), 'utf8')}'\n`);
  process.env.KEYS_DATA = data;
  const shop = await import('../e2e/lib/shop.mjs');
  const began = process.hrtime.bigint();
  await shop.eventually('the gateway is ready', async () => (await shop.get('/readyz')).status === 200, 180);
  const administers = shop.token(shop.newUser(), '--admin');
  await shop.eventually('the sample KEYS are ingested', async () => {
    const { status } = await shop.post('/marketplace/admin/ingest', { as: administers, body: {}, timeout: 120_000 });
    return status === 200;
  }, 240);
  const { keys } = shop.ok(await shop.get('/marketplace/keys?limit=50'));
  const sold = keys.find((key) => key.available && key.price_cents > 0);
  const as = shop.token(shop.newUser());
  await shop.buy('keys', sold.slug, as);
  const { downloadUrl } = shop.ok(await shop.post(`/marketplace/keys/${sold.slug}/download`, { as, body: {} }));
  const archive = await shop.get(downloadUrl);
  shop.ok(archive);
  assert.equal(archive.bytes.subarray(0, 2).toString(), 'PK');
  assert.match((await shop.get('/', { headers: { accept: 'text/html' } })).text, /<html/);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(`counted: ${Object.keys(project.containers).length} containers from one image, one purchase, ${seconds.toFixed(0)} s`);
}
