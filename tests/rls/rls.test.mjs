// Tries what each role may do with each relation, instead of reading the grants. End users' roles cannot log in and are
// taken as PostgREST takes them, by SET ROLE with claims; services log in as themselves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';

import { cloneDatabase, psql } from './database.mjs';
import { definerFunctions, expectations, people } from './expectations.mjs';

const services = ['analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery'];
const operations = { S: 'select', I: 'insert', U: 'update', D: 'delete' };

let database;
let relations;
before(() => {
  database = cloneDatabase('rls');
  database.sql(readFileSync(new URL('people.sql', import.meta.url), 'utf8'), 'keys_owner');
  // A column that an UPDATE may set to itself: neither made by Postgres nor counted by it.
  relations = database.sql(`SELECT c.relname, c.relkind, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = '' ORDER BY a.attnum LIMIT 1)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND NOT c.relispartition ORDER BY 1`).split('\n').map((line) => line.split('|'));
});
after(() => database.drop());

/** Everybody who may come: {name, url, enter}. */
function visitors() {
  const asRole = (name, role, claims) => ({
    name, url: database.url,
    enter: `SET request.jwt.claims = '${claims ? JSON.stringify(claims) : ''}';\nSET ROLE ${role};\n`,
  });
  return [
    asRole('anon', 'anon', { role: 'anon' }),
    asRole('service_role', 'service_role', { role: 'service_role' }),
    ...Object.entries(people).map(([name, claims]) => asRole(name, 'authenticated', claims)),
    ...services.map((name) => ({ name: `keys_${name}`, url: database.urlOf(`keys_${name}`), enter: '' })),
  ];
}

const probes = ([relation, , column]) => ({
  S: `SELECT 1 FROM ${relation} \\g /dev/null`,
  I: `INSERT INTO ${relation} DEFAULT VALUES;`,
  U: `UPDATE ${relation} SET ${column} = ${column};`,
  D: `DELETE FROM ${relation};`,
});

/** Tries everything, each in a transaction that is taken back: Map of "relation operation" → number, allowed or denied. */
function attempt({ name, url, enter }) {
  let script = enter;
  for (const relation of relations) {
    for (const [operation, probe] of Object.entries(probes(relation))) {
      script += `BEGIN;\n${probe}\n\\echo ${relation[0]} ${operation} :SQLSTATE :ROW_COUNT\nROLLBACK;\n`;
    }
  }
  const answers = new Map();
  for (const line of psql(url, script).stdout.trim().split('\n')) {
    const [relation, operation, state, rows] = line.split(' ');
    let answer;
    if (state === '00000') answer = operation === 'I' ? 'allowed' : Number(rows);
    else if (state === '42501' || state === '55000') answer = 'denied';  // 55000: a view nobody can write to
    else if (state.startsWith('23')) answer = 'allowed';  // let through, then stopped by a constraint
    else answer = `error ${state}`;
    answers.set(`${relation} ${operation}`, answer);
  }
  assert.equal(answers.size, relations.length * 4, `${name}: not everything was tried`);
  return answers;
}

function expected(visitor, relation, operation) {
  const entry = expectations[relation];
  if (entry.service && visitor === `keys_${entry.service.name}`) {
    if (!entry.service.operations.includes(operation)) return 'denied';
    return operation === 'I' ? 'allowed' : entry.rows;
  }
  if (operation === 'S') return entry.roles[visitor] ?? 'denied';
  if (operation === 'D') return entry.deletes?.[visitor] ?? 'denied';
  return 'denied';
}

test('every relation has an expectation, and every expectation a relation', () => {
  const found = relations.map(([name]) => name);
  assert.deepEqual(found.filter((name) => !(name in expectations)), [],
    'say in tests/rls/expectations.mjs who may do what with these, and give each a row in people.sql');
  assert.deepEqual(Object.keys(expectations).filter((name) => !found.includes(name)), []);
});

test('every role has exactly the rights it is meant to have on every relation', () => {
  let cells = 0;
  const wrong = [];
  for (const visitor of visitors()) {
    const answers = attempt(visitor);
    for (const [relation] of relations) {
      if (!(relation in expectations)) continue;
      for (const [letter, operation] of Object.entries(operations)) {
        ++cells;
        let got = answers.get(`${relation} ${letter}`);
        const wanted = expected(visitor.name, relation, letter);
        // A foreign key stopped it, so the rows were there to be changed.
        if (got === 'allowed' && typeof wanted === 'number' && wanted > 0) got = wanted;
        if (got !== wanted) wrong.push(`${visitor.name} ${operation} ${relation}: ${got}, not ${wanted}`);
      }
    }
  }
  console.log(`counted: ${cells} cells: ${visitors().length} visitors x ${relations.length} relations x 4`);
  assert.deepEqual(wrong, []);
});

test('partitions are reached through their table only', () => {
  const partitions = database.sql(`SELECT relname FROM pg_class WHERE relispartition
    AND relnamespace = 'public'::regnamespace AND relkind = 'r'`).split('\n');
  assert.ok(partitions.includes('marketplace_analytics_default'));
  for (const visitor of visitors()) {
    for (const partition of partitions) {
      const { stderr } = psql(visitor.url, `${visitor.enter}SELECT 1 FROM ${partition};`);
      assert.match(stderr, /permission denied/, `${visitor.name} ${partition}`);
    }
  }
});

test('nobody passes by row level security, and every table has it', () => {
  const roles = "('anon', 'authenticated', 'service_role', 'keys_owner', 'keys_migrator', " +
      `${services.map((name) => `'keys_${name}'`).join(', ')})`;
  assert.equal(database.sql(`SELECT rolname FROM pg_roles WHERE (rolbypassrls OR rolsuper OR rolcreaterole) AND rolname IN ${roles}`), '');
  assert.equal(database.sql(`SELECT count(*) FROM pg_roles WHERE rolname IN ${roles}`), '11');
  assert.equal(database.sql(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relkind IN ('r', 'p') AND NOT relrowsecurity`), 'schema_migrations');
  // A service is a member of nothing, so there is nobody it could become.
  assert.equal(database.sql(`SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
    WHERE r.rolname IN ${roles} AND r.rolname <> 'keys_migrator'`), '0');
});

test('no grant but select, insert, update, delete; none on single columns; none to everybody', () => {
  assert.equal(database.sql(`SELECT c.relname, a.privilege_type, a.grantee::regrole FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
      AND (a.grantee = 0 OR a.is_grantable OR (c.relkind <> 'S' AND a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')))`), '');
  assert.equal(database.sql(`SELECT attrelid::regclass, attname FROM pg_attribute WHERE attacl IS NOT NULL
    AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)`), '');
  for (const visitor of visitors()) {
    const { stderr } = psql(visitor.url, `${visitor.enter}TRUNCATE marketplace_entitlement_facts;`);
    assert.match(stderr, /permission denied/, visitor.name);
  }
});

test('facts are changed by nobody, their owner included', () => {
  const statements = ['UPDATE marketplace_entitlement_facts SET note = note', 'DELETE FROM marketplace_entitlement_facts',
                      'TRUNCATE marketplace_entitlement_facts'];
  for (const statement of statements) {
    for (const role of ['keys_owner', 'keys_migrator']) {
      const { stderr } = psql(database.url, `SET ROLE ${role};\n${statement};`);
      assert.match(stderr, /permission denied|facts are not changed/, `${role}: ${statement}`);
    }
  }
});

test('what anyone reads of KEYS shows neither storage paths nor Stripe ids', () => {
  const columns = database.sql(`SELECT table_name || '.' || column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name LIKE '%\\_public' ORDER BY 1`).split('\n');
  assert.ok(columns.includes('marketplace_keys_public.title'));
  const secret = /storage|zip|cover|preview_html|stripe_|facts|hash|_path$/;
  assert.deepEqual(columns.filter((column) => secret.test(column)), ['marketplace_key_versions_public.changelog_md_path']);
});

test('functions that act as their owner have a fixed search path and callers by name', () => {
  const rows = database.sql(`SELECT p.proname, coalesce((SELECT setting FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%'), ''),
      array_to_string(ARRAY(SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
        FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner ORDER BY 1), ' ')
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef ORDER BY 1`).split('\n');
  const found = Object.fromEntries(rows.map((line) => {
    const [name, config, callers] = line.split('|');
    assert.equal(config, 'search_path=pg_catalog, public, pg_temp', name);
    return [name, callers.split(' ')];
  }));
  assert.deepEqual(found, definerFunctions);
});
