// The codes that the stack's gateway has answered with in all suites before this one, against those that /openapi.json
// lists for the operation. Its log names route, method and code of every request.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { data, get, ok } from './lib/shop.mjs';

const api = ok(await get('/openapi.json'));

/** The codes an operation lists. */
function listed(operation) {
  const responses = Object.entries(operation.responses).filter(([status]) => status !== 'default').map(([, one]) => one);
  return new Set(responses.flatMap((response) => {
    const found = response.$ref ? api.components.responses[response.$ref.split('/').pop()] : response;
    return found.content?.['application/problem+json']?.schema.allOf[1].properties.code.enum ?? [];
  }));
}

/** "GET /a/{b}" → the codes it was answered with. The log is cut at its bound, then the older half is beside it. */
function seen() {
  const found = new Map();
  const logs = ['gateway.log.1', 'gateway.log'].map((name) => path.join(data, 'logs', name)).filter(existsSync);
  for (const line of logs.flatMap((file) => readFileSync(file, 'utf8').split('\n'))) {
    if (!line.includes('"http.request"')) continue;
    let entry;
    try { entry = JSON.parse(line); } catch { continue; }
    if (!entry.code) continue;
    const route = `${entry.method === 'HEAD' ? 'GET' : entry.method} ${entry.route}`;
    found.set(route, (found.get(route) ?? new Set()).add(entry.code));
  }
  return found;
}

test('no operation answers with a code that it does not list', async () => {
  // One at least, also when this suite runs alone.
  ok(await get('/marketplace/keys/nothing-here'), 404);
  const unlisted = [];
  let pairs = 0;
  for (const [route, codes] of seen()) {
    const [verb, template] = route.split(' ');
    const operation = api.paths[template]?.[verb.toLowerCase()];
    if (!operation) continue;
    const known = listed(operation);
    pairs += codes.size;
    unlisted.push(...[...codes].filter((code) => !known.has(code)).map((code) => `${route}: ${code}`));
  }
  assert.deepEqual(unlisted.sort(), []);
  assert.ok(pairs > 0);
  console.log(`counted: operations and codes seen together: ${pairs}, all listed`);
});
