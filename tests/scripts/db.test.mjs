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
    return this.dbWith({}, ...args);
  }

  // Runs with these variables beside those of this process, and with none that name a database.
  dbWith(variables, ...args) {
    const ours = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DATABASE_URL')));
    const {status, stdout, stderr} = spawnSync(path.join(this.root, 'scripts/db.sh'), args, {encoding: 'utf8', env: {...ours, ...variables}});
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

// Two hosts, or staging beside production, on a server that neither owns.
dbTest('a second host on somebody else\'s server takes no login from the first', (repository) => {
  const folder = (name) => path.join(repository.root, name);
  assert.equal(repository.db('start').status, 0);
  const saved = fs.readFileSync(folder('.run/db.env'), 'utf8');
  const [password, port] = ['PG_PASSWORD_ADMIN', 'PG_PORT'].map((name) => new RegExp(`^${name}=(.*)$`, 'm').exec(saved)[1]);
  const server = (database) => `postgresql://keys_admin:${password}@127.0.0.1:${port}/${database}`;
  for (const name of ['shop', 'staging']) repository.query(server('postgres'), `CREATE DATABASE ${name}`);
  const migrate = (host, database, logins = {}) =>
    repository.dbWith({DATABASE_URL: server(database), ...logins}, 'migrate', '--external', '--data', folder(host));
  const works = (url) => repository.query(url, 'SELECT current_user').stdout.trim();
  const stored = () => repository.query(server('shop'), "SELECT string_agg(rolname || rolpassword, ',' ORDER BY rolname) FROM pg_authid WHERE rolname LIKE 'keys\\_%'").stdout;

  const first = migrate('one', 'shop');
  assert.equal(first.status, 0, first.output);
  const {DATABASE_URL: migrator, ...logins} = repository.environment(repository.db('env', '--data', folder('one')).stdout);
  assert.equal(migrator, server('shop'));
  const passwords = stored();
  assert.equal(works(logins.DATABASE_URL_CATALOG), 'keys_catalog');

  // Without the logins it stops and says what to do, with them it works, and nothing changes in either case.
  for (const database of ['shop', 'staging']) {
    const refused = migrate('two', database);
    assert.equal(refused.status, 1);
    assert.match(refused.output, /Give DATABASE_URL_ANALYTICS and its siblings.*db\.sh roles --external/s);
    const given = Object.fromEntries(Object.entries(logins).map(([name, url]) => [name, url.replace(/shop$/, database)]));
    const second = migrate('two', database, given);
    assert.equal(second.status, 0, second.output);
    assert.equal(works(given.DATABASE_URL_BILLING), 'keys_billing');
    assert.equal(stored(), passwords);
  }
  // A host that made the logins goes on by itself.
  assert.equal(migrate('one', 'shop').status, 0);
  assert.equal(stored(), passwords);

  // New passwords are set only when they are asked for.
  const renewed = repository.dbWith({DATABASE_URL: server('shop')}, 'roles', '--external', '--data', folder('two'));
  assert.equal(renewed.status, 0, renewed.output);
  assert.notEqual(stored(), passwords);
  assert.equal(works(logins.DATABASE_URL_CATALOG), '');
  assert.equal(works(repository.environment(renewed.stdout).DATABASE_URL_CATALOG), 'keys_catalog');
  assert.equal(repository.dbWith({}, 'roles', '--data', folder('two')).status, 2);
});
