// Makes src/generated from the API's description, so that types and tables say what the server does.
//   npm run generate -- FILE|URL       writes them (`-- FILE --check` only compares)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import openapiTS, { astToString } from 'openapi-typescript';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../src/generated');
const [source, flag] = process.argv.slice(2);
if (!source || (flag && flag !== '--check')) {
  console.error('usage: generate.mjs FILE|URL [--check]');
  process.exit(2);
}

const api = JSON.parse(/^https?:/.test(source) ? await (await fetch(source)).text() : readFileSync(source, 'utf8'));
// The server's address is not part of the contract.
delete api.servers;

const head = '// Made by tools/generate.mjs from /openapi.json. Do not edit: run scripts/client_types.sh.\n';

/** [path template, operation] of each `verb`. */
const operations = (verb) => Object.entries(api.paths).filter(([, item]) => item[verb]).map(([at, item]) => [at, item[verb]]);
const has = (operation, place, name) => operation.parameters?.some((one) => one.in === place && one.name === name);
const resolve = (schema) => (schema?.$ref ? api.components.schemas[schema.$ref.split('/').pop()] : schema);

function listMember(operation) {
  const { properties } = resolve(operation.responses['200'].content['application/json'].schema);
  const arrays = Object.keys(properties).filter((name) => properties[name].type === 'array');
  if (arrays.length !== 1) throw new Error(`${operation.operationId} has ${arrays.length} lists`);
  return arrays[0];
}

function tables() {
  const keyed = operations('post').filter(([, one]) => has(one, 'header', 'Idempotency-Key')).map(([at]) => at);
  const paged = operations('get').filter(([, one]) => has(one, 'query', 'cursor')).map(([at, one]) => [at, listMember(one)]);
  return `${head}
/** The POST operations that take an Idempotency-Key. */
export const idempotent: ReadonlySet<string> = new Set(${JSON.stringify(keyed, null, 2)});

/** The lists that come in pages, with the member that has the entries. */
export const lists = ${JSON.stringify(Object.fromEntries(paged), null, 2)} as const;
`;
}

const made = {
  'schema.ts': head + astToString(await openapiTS(api, { alphabetize: true })),
  'operations.ts': tables(),
};

if (flag === '--check') {
  const stale = Object.keys(made).filter((name) => readFileSync(path.join(folder, name), 'utf8') !== made[name]);
  if (stale.length > 0) {
    console.error(`src/generated/${stale.join(' and ')}: not what ${source} says. Run scripts/client_types.sh and commit the result.`);
    process.exit(1);
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(made)) writeFileSync(path.join(folder, name), text);
}
