// /openapi.json as a document: complete, valid, and taken without a word by the linter of the trade.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { openApiText } from './document.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(path.join(root, 'tests/node/package.json'));
const Ajv = require('ajv/dist/2020').default;

const text = await openApiText();
const api = JSON.parse(text);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ ...api, $id: 'api' });

const response = (one) => (one?.$ref ? api.components.responses[one.$ref.split('/').pop()] : one);

/** References are into the document; a schema that is taken out of it has none of its own. */
const validator = (schema) => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"api#')));

/** Every [pointer, value] in a document. */
function* walk(value, at = '') {
  if (value === null || typeof value !== 'object') return;
  yield [at, value];
  for (const [name, one] of Object.entries(value)) yield* walk(one, `${at}/${name}`);
}

const operations = Object.entries(api.paths).flatMap(([template, item]) =>
  Object.entries(item).map(([verb, operation]) => [`${verb.toUpperCase()} ${template}`, operation]));

test('everything is described: properties, parameters, headers, operations, tags', () => {
  const bare = [];
  for (const [at, value] of walk(api)) {
    if (value.properties && !at.endsWith('/allOf/1')) {
      bare.push(...Object.keys(value.properties).filter((name) => !value.properties[name].description).map((name) => `${at}/${name}`));
    }
    if (typeof value.in === 'string' && !value.description) bare.push(at);
  }
  for (const [route, operation] of operations) {
    if (!operation.description || !operation.summary || !operation.operationId) bare.push(route);
  }
  assert.deepEqual(bare, []);
  assert.equal(new Set(operations.map(([, one]) => one.operationId)).size, operations.length);
});

test('every operation lists its errors by code, and every answer its header fields', () => {
  const missing = [];
  for (const [route, operation] of operations) {
    for (const [status, one] of Object.entries(operation.responses)) {
      const found = response(one);
      const codes = found.content?.['application/problem+json']?.schema.allOf?.[1].properties.code.enum;
      if (status === 'default') continue;
      if (Number(status) >= 400 && !found.content['application/json'] && !codes?.length) missing.push(`${route} ${status}`);
      if (!found.headers?.['X-Request-ID']) missing.push(`${route} ${status}: header fields`);
    }
    for (const status of ['400', '429', '500']) if (!operation.responses[status]) missing.push(`${route} ${status}`);
  }
  assert.deepEqual(missing, []);
});

test('examples are valid: of bodies, of fields and of problems', () => {
  const invalid = [];
  for (const [at, value] of walk(api)) {
    if (value.schema && 'example' in value) {
      const validate = validator(value.schema);
      if (!validate(value.example)) invalid.push(`${at}: ${ajv.errorsText(validate.errors)}`);
    }
    if (Array.isArray(value.examples)) {
      const validate = validator(value);
      invalid.push(...value.examples.filter((one) => !validate(one)).map((one) => `${at}: ${JSON.stringify(one)}`));
    }
  }
  assert.deepEqual(invalid, []);
});

test('the recommended rules of redocly lint find nothing', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-openapi-'));
  try {
    const file = path.join(folder, 'openapi.json');
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync('node', ['tools/lint_api.mjs', file],
      { cwd: path.join(root, 'gateway/web/client'), encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the description is small enough for a page to load it', () => {
  console.log(`counted: /openapi.json: ${operations.length} operations, ${text.length} bytes`);
  assert.ok(text.length < 400_000);
});
