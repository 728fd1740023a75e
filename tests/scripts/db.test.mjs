// scripts/db.sh on a copy of itself with migrations of our own: applied once, in rank order, each whole or
// not at all, and never changed afterwards.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {fileURLToPath} from 'node:url';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

const KEYS_TABLE = `CREATE TABLE marketplace_keys (id uuid PRIMARY KEY, owner uuid);
ALTER TABLE marketplace_keys ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON marketplace_keys TO keys_catalog;
CREATE POLICY catalog_all ON marketplace_keys TO keys_catalog USING (true) WITH CHECK (true);
GRANT SELECT ON marketplace_keys TO authenticated;
CREATE POLICY own ON marketplace_keys FOR SELECT TO authenticated USING (owner = auth.uid());
`;

class Repository {
  constructor() {
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-db-'));
    fs.chmodSync(this.root, 0o755);
    for (const folder of ['scripts', 'deploy/postgres']) {
      fs.cpSync(path.join(ROOT, folder), path.join(this.root, folder), {recursive: true});
    }
    this.write('catalog', '0001_create_keys.sql', KEYS_TABLE);
  }

  write(service, name, text) {
    const folder = path.join(this.root, 'services', service, 'migrations');
    fs.mkdirSync(folder, {recursive: true});
    fs.writeFileSync(path.join(folder, name), text);
  }

  db(...args) {
    const {status, stdout, stderr} = spawnSync(path.join(this.root, 'scripts/db.sh'), args, {encoding: 'utf8'});
    return {status, stdout, output: stdout + stderr};
  }

  // One statement as the role of a service.
  query(url, sql) {
    return spawnSync('psql', [url, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', sql], {encoding: 'utf8'});
  }

  environment(lines) {
    return Object.fromEntries([...lines.matchAll(/^export ([A-Z_]+)='(.*)'$/gm)].map((match) => match.slice(1)));
  }
}

function dbTest(sentence, body) {
  test(sentence, () => {
    const repository = new Repository();
    try {
      body(repository);
    } finally {
      repository.db('reset');
      repository.db('reset', '--data', path.join(repository.root, 'build/test-pg'));
      fs.rmSync(repository.root, {recursive: true, force: true});
    }
  });
}

dbTest('migrations are applied once, in rank order, as keys_owner', (repository) => {
  repository.write('billing', '0001_create_orders.sql', 'CREATE TABLE marketplace_orders (key uuid REFERENCES marketplace_keys);');
  repository.write('analytics', '0001_create_events.sql', 'CREATE TABLE events (a int);');
  const first = repository.db('migrate');
  assert.equal(first.status, 0, first.output);
  assert.deepEqual(first.output.match(/applied .*/g),
                   ['applied analytics/0001_create_events.sql', 'applied catalog/0001_create_keys.sql', 'applied billing/0001_create_orders.sql']);
  assert.deepEqual(repository.db('migrate'), {status: 0, stdout: '', output: ''});
  const {DATABASE_URL} = repository.environment(repository.db('env').stdout);
  assert.equal(repository.query(DATABASE_URL, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").stdout, 'keys_owner\n');
});

dbTest('a failing migration leaves nothing of itself and is named', (repository) => {
  repository.write('catalog', '0002_add_tags.sql', 'ALTER TABLE marketplace_keys ADD tags text; SELECT 1 / 0;');
  const {status, output} = repository.db('migrate');
  assert.equal(status, 1);
  assert.match(output, /services\/catalog\/migrations\/0002_add_tags\.sql failed; nothing of it was applied/);
  repository.write('catalog', '0002_add_tags.sql', 'ALTER TABLE marketplace_keys ADD tags text;');
  assert.equal(repository.db('migrate').status, 0);
});

dbTest('an applied migration may be neither changed nor taken away, and names have a form', (repository) => {
  repository.db('migrate');
  repository.write('catalog', '0001_create_keys.sql', KEYS_TABLE + '-- more\n');
  assert.match(repository.db('migrate').output, /0001_create_keys\.sql was changed after it had been applied/);
  fs.rmSync(path.join(repository.root, 'services/catalog/migrations/0001_create_keys.sql'));
  assert.match(repository.db('migrate').output, /the tree does not know \(catalog\/0001_create_keys\.sql\)/);
  repository.write('catalog', 'keys.sql', '');
  assert.match(repository.db('migrate').output, /a migration is called NNNN_verb_noun\.sql/);
});

dbTest('each service logs in as itself and may touch only what was granted; users see by their claims', (repository) => {
  repository.db('migrate');
  const urls = repository.environment(repository.db('env').stdout);
  const owner = '33333333-3333-4333-8333-333333333333';
  const insert = repository.query(urls.DATABASE_URL_CATALOG, `INSERT INTO marketplace_keys VALUES (gen_random_uuid(), '${owner}')`);
  assert.equal(insert.status, 0, insert.stderr);
  assert.match(repository.query(urls.DATABASE_URL_BILLING, 'SELECT * FROM marketplace_keys').stderr, /permission denied/);
  assert.match(repository.query(urls.DATABASE_URL_CATALOG, 'CREATE TABLE mine (a int)').stderr, /permission denied/);
  assert.match(repository.query(urls.DATABASE_URL_CATALOG.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1').stderr, /password authentication failed/);
});

dbTest('the test template is cloned by keys_test, which may become everybody, and is made again when migrations change', (repository) => {
  const {KEYS_TEST_DATABASE_URL: url, KEYS_TEST_ROLE_PASSWORD: password} = repository.environment(repository.db('template').stdout);
  const clone = () => repository.query(url, 'DROP DATABASE IF EXISTS a_clone WITH (FORCE)').status +
      repository.query(url, 'CREATE DATABASE a_clone TEMPLATE keys_template STRATEGY file_copy').status;
  assert.equal(clone(), 0);
  const of = (role) => url.replace(/\/\/[^@]+@/, `//${role}:${password}@`).replace(/\/postgres$/, '/a_clone');
  assert.equal(repository.query(of('keys_catalog'), "INSERT INTO marketplace_keys VALUES (gen_random_uuid(), '33333333-3333-4333-8333-333333333333')").status, 0);
  const visible = (sub) => repository.query(of('keys_test'), `SET ROLE authenticated; SET request.jwt.claims = '{"sub":"${sub}"}'; SELECT count(*) FROM marketplace_keys`).stdout;
  assert.equal(visible('33333333-3333-4333-8333-333333333333'), '1\n');
  assert.equal(visible('44444444-4444-4444-8444-444444444444'), '0\n');
  assert.doesNotMatch(repository.db('template').output, /making the test template/);
  repository.write('catalog', '0002_add_tags.sql', 'ALTER TABLE marketplace_keys ADD tags text;');
  assert.match(repository.db('template').output, /making the test template/);
  assert.equal(clone(), 0);
  assert.equal(repository.query(of('keys_catalog'), 'SELECT tags FROM marketplace_keys').status, 0);
});
