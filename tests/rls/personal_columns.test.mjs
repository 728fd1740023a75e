// No column is forgotten by an export or an erasure: each that could hold a person is decided about, and each that
// does is planted with somebody, exported by the service's own statements and erased by its own function.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

import { cloneDatabase } from './database.mjs';
import { everywhere, nobody, personal } from './personal_columns.mjs';

const services = ['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'];
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const person = 'f1a2b3c4-d5e6-4f70-8a9b-0c1d2e3f4a5b';
const standIn = 'e9999999-9999-4999-8999-999999999999';

let database;
let columns;
before(() => {
  database = cloneDatabase('columns');
  database.sql(readFileSync(new URL('people.sql', import.meta.url), 'utf8'), 'keys_owner');
  database.sql(`GRANT UPDATE ON marketplace_entitlement_facts TO keys_owner;
    UPDATE marketplace_orders SET status = 'fulfilled'; UPDATE stripe_customers SET gone_at = '2026-11-01Z';`, 'keys_owner');
  columns = database.sql(`SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      AND t.typname NOT IN ('bool', 'int2', 'int4', 'int8', 'float8', 'numeric', 'date', 'timestamptz', 'tsvector') ORDER BY 1, 2`, 'keys_owner')
    .split('\n').map((line) => line.split('|'));
});
after(() => database.drop());

const present = () => personal.filter(({ table, column }) => columns.some(([t, c]) => t === table && c === column));

test('every column that could hold a person is decided about', () => {
  const decided = new Set(personal.map(({ table, column }) => `${table}.${column}`));
  const isNobody = ([table, column]) => everywhere.has(column) || (nobody[table]?.[0].split(/\s+/).includes(column) ?? false);
  const open = columns.filter(([table, column]) => !decided.has(`${table}.${column}`) && !isNobody([table, column])).map((names) => names.join('.'));
  assert.deepEqual(open, [], 'say in tests/rls/personal_columns.mjs whether these hold a person, and who exports and erases them');
  for (const entry of personal) assert.ok(entry.section || entry.unexported, `${entry.table}.${entry.column}: exported where, or why not?`);
  console.log(`counted: ${columns.length} columns of ${new Set(columns.map(([table]) => table)).size} tables, ${present().length} of them hold people`);
});

const quote = (text) => `'${text.replaceAll("'", "''")}'`;
const shape = {
  id: () => quote(person),
  words: (spelled) => quote(`planted ${spelled}.`),
  json: (spelled) => `'{"who": {"deep": ["planted ${spelled}"]}}'`,
  bytes: (spelled) => `convert_to('planted ${spelled}', 'UTF8')`,
  form: (spelled) => quote(`description=planted&metadata[tenantId]=${spelled}`),
  url: (spelled) => quote(`https://shop.test/planted?u=${spelled}`),
  event: (spelled) => `'{"object": "event", "data": {"object": {"metadata": {"userId": "${person}"}, "planted": "${spelled}", "of": {"nick": "${spelled}"}}}}'`,
};
/** SQL that puts the person into one row of the table. */
function plant({ table, column, form, ours, with: beside, beside: also, where = 'true' }, spelled) {
  const sets = [`${column} = ${shape[form](ours ? person : spelled)}`];
  if (beside) sets.push(`${beside} = ${quote(beside === 'aggregate' ? `of ${person}` : person)}`);
  if (also) sets.push(also);
  return `UPDATE ${table} SET ${sets.join(', ')} WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM ${table} WHERE ${where} ORDER BY tableoid, ctid LIMIT 1);\n`;
}

const named = (text) => `position('${person.replaceAll('-', '')}' IN replace(lower(${text}), '-', '')) > 0 OR position(encode('${person}', 'hex') IN ${text}) > 0`;
/** Tables in which the person stands in any spelling. */
const traces = () => `SELECT 'trace ' || name FROM (${[...new Set(columns.map(([table]) => table))]
  .map((table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT 1 FROM ${table} AS t WHERE ${named('t::text')})`).join(' UNION ALL ')}) AS found;\n`;

/** Erases as each service does: steps until none is left, then the rest. */
const erase = services.map((service) => `SET LOCAL ROLE keys_${service};
  DO $$ BEGIN WHILE ${service}_erase_step('${person}', '${standIn}', '2026-11-02Z', 100) > 0 LOOP END LOOP; END $$;
  SELECT 'erased ' || (${service}_erase_person('${person}', '${standIn}', '2026-11-02Z') IS NOT NULL);
  SET LOCAL ROLE keys_owner;\n`).join('');

for (const [spelling, spelled] of Object.entries({ plain: person, capitals: person.toUpperCase(), 'no hyphens': person.replaceAll('-', ''),
  'half of them': `${person.slice(0, 8)}${person.slice(9)}`, Mixed: person.replace(/[a-f]/g, (c, at) => (at % 2 ? c.toUpperCase() : c)) })) {
  test(`planted in every column and erased, nothing is left of the person: ${spelling}`, () => {
    const all = present().filter(({ finish }) => !finish);
    const planted = all.map((entry) => plant(entry, spelled)).join('');
    const answer = database.sql(`BEGIN;\n${planted}SELECT 'before';\n${traces()}${erase}SELECT 'after';\n${traces()}ROLLBACK;`, 'keys_owner').split('\n');
    const [before, afterwards] = [answer.slice(1, answer.indexOf('after')), answer.slice(answer.indexOf('after') + 1)];
    assert.deepEqual(before.filter((line) => line.startsWith('erased')), services.map(() => 'erased true'));
    const tables = [...new Set(all.map(({ table }) => `trace ${table}`))].sort();
    assert.deepEqual(before.filter((line) => line.startsWith('trace')).sort(), tables, 'planted everywhere');
    assert.deepEqual(afterwards, [], 'nothing is left');
  });
}

/** The statements of each service's export, read from its sources. */
const sections = Object.fromEntries(services.map((service) => {
  const text = readFileSync(path.join(root, 'services', service, 'personal_data.h'), 'utf8');
  return [service, Object.fromEntries([...text.matchAll(/\{"(\w+)", \{"[\w.]+", R"\((.*?)\)"\}(?:, \w+)?\}/gs)].map((match) => [match[1], match[2]]))];
}));

test('planted in each column, the person finds it in the export, and what stands there', () => {
  let tried = 0;
  for (const entry of present().filter(({ section }) => section)) {
    const { service, table, column, section, form } = entry;
    const statement = sections[service][section];
    assert.ok(statement, `${service} exports no ${section}`);
    const bound = statement.replaceAll('$1', quote(person)).replaceAll('$2', "''").replaceAll('$3', '1000');
    const rows = database.sql(`BEGIN;\n${plant(entry.exact ? { ...entry, form: 'id' } : entry, person)}SET LOCAL ROLE keys_${service};\n${bound};\nROLLBACK;`, 'keys_owner');
    assert.notEqual(rows, '', `${table}.${column} is not in ${section}`);
    // The export shows time and action of audit entries, but no other person.
    if (form !== 'id' && section !== 'audit' && !entry.unshown) assert.match(rows, /planted/, `${section} does not show ${table}.${column}`);
    ++tried;
  }
  console.log(`counted: ${tried} columns in ${Object.values(sections).flatMap(Object.keys).length} sections`);
});

test('the export of an unknown person is empty', () => {
  for (const service of services) {
    for (const [name, statement] of Object.entries(sections[service])) {
      const bound = statement.replaceAll('$1', quote(person)).replaceAll('$2', "''").replaceAll('$3', '1000');
      assert.equal(database.sql(`SET ROLE keys_${service};\n${bound};`, 'keys_owner'), '', `${service} ${name}`);
    }
  }
});
