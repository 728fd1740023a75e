// /openapi.json says what the shop does: real answers, good and bad, are held against it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';

import { buy, call, gateway, get, newUser, ok, returnUrls, root, token } from './lib/shop.mjs';

const require = createRequire(path.join(root, 'tests/node/package.json'));
const Ajv = require('ajv/dist/2020').default;

const api = ok(await get('/openapi.json'));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ ...api, $id: 'api' });

const response = (one) => (one?.$ref ? api.components.responses[one.$ref.split('/').pop()] : one);

/** References are into the document; a schema that stands in it alone has none of its own. */
const validators = new Map();
function validator(schema) {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"api#');
  if (!validators.has(text)) validators.set(text, ajv.compile(JSON.parse(text)));
  return validators.get(text);
}

const resolve = (schema) => (schema?.$ref ? api.components.schemas[schema.$ref.split('/').pop()] : schema);

/** Members of an answer that its schema does not name, as paths without array positions. */
function unnamed(value, schema, at = '') {
  const [first] = schema?.anyOf?.filter((one) => one.$ref) ?? schema?.allOf ?? [schema];
  schema = resolve(first);
  if (Array.isArray(value)) return value.flatMap((item) => unnamed(item, schema?.items, at));
  if (value === null || typeof value !== 'object' || !schema?.properties) return [];
  return Object.keys(value).flatMap((name) => {
    if (schema.properties[name]) return unnamed(value[name], schema.properties[name], `${at}/${name}`);
    return schema.additionalProperties ? [] : [`${at}/${name}`];
  });
}

/** Calls `route` ("GET /a/{b}") with the values given, and holds the answer against its description. */
async function described(route, values = {}, { query = '', ...options } = {}) {
  const [verb, template] = route.split(' ');
  const operation = api.paths[template]?.[verb.toLowerCase()];
  assert.ok(operation, `${route} is not described`);
  const target = template.replace(/\{(\w+)\}/g, (_, name) => values[name]) + query;
  const answer = await call(verb, target, options);
  const what = `${verb} ${target}: ${answer.status} ${answer.text.slice(0, 200)}`;
  const expected = response(operation.responses[answer.status] ?? operation.responses.default);
  assert.ok(answer.status >= 400 || operation.responses[answer.status], `not described: ${what}`);
  if (answer.text === '') return answer;
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  assert.ok(expected.content?.[type], `${type} is not described: ${what}`);
  const { schema } = expected.content[type];
  assert.ok(schema, `${type} has no schema: ${what}`);
  if (!type.endsWith('json')) return answer;
  const validate = validator(schema);
  assert.ok(validate(answer.body), `${ajv.errorsText(validate.errors)}: ${what}`);
  assert.deepEqual(unnamed(answer.body, schema), [], what);
  return answer;
}

const operations = Object.entries(api.paths).flatMap(([template, item]) =>
  Object.entries(item).map(([verb, operation]) => [`${verb.toUpperCase()} ${template}`, operation]));

test('the example of a body is taken by its operation', async () => {
  const as = token(newUser(), '--admin');
  const refused = [];
  for (const [route, operation] of operations) {
    const example = operation.requestBody?.content['application/json']?.example;
    if (!example || !route.includes('/marketplace/')) continue;
    const [verb, template] = route.split(' ');
    // The name does not exist, so that nothing happens; whatever is created is deleted again.
    const target = template.replace(/\{(\w+)\}/g, (_, name) => (name === 'slug' ? 'nothing-of-that-name' : newUser()));
    if (target === template) continue;
    const { status, body } = await call(verb, target, { as, body: example });
    if (verb === 'PUT' && target.includes('/bundles/') && status === 200) ok(await call('DELETE', target, { as }));
    if (status === 400 && body.code !== 'URL_NOT_ALLOWED' || status === 415 || status === 422) refused.push(`${route}: ${JSON.stringify(body)}`);
  }
  assert.deepEqual(refused, []);
});

test('what anyone may read answers as described', async () => {
  const { keys } = ok(await described('GET /marketplace/keys', {}, { query: '?limit=100&facets=true' }));
  await described('GET /marketplace/keys', {}, { query: '?limit=0' });
  for (const { slug, version } of keys) {
    ok(await described('GET /marketplace/keys/{slug}', { slug }));
    ok(await described('GET /marketplace/keys/{slug}/versions', { slug }));
    ok(await described('GET /marketplace/keys/{slug}/versions/{version}', { slug, version }));
    ok(await described('GET /marketplace/keys/{slug}/versions/{version}/files', { slug, version }));
  }
  ok(await described('GET /marketplace/keys/{slug}', { slug: 'nothing-here' }), 404);
  ok(await described('GET /marketplace/keys/{slug}', { slug: 'x' }, { query: '?colour=red' }), 400);
  const { bundles } = ok(await described('GET /marketplace/bundles'));
  ok(await described('GET /marketplace/bundles/{slug}', { slug: bundles[0].slug }));
  // A 503 of /readyz has the body of its 200 and is no problem document.
  assert.ok(api.paths['/readyz'].get.responses[503].content['application/json']);
  for (const page of ['/healthz', '/readyz', '/openapi.json', '/config.json', '/docs']) {
    const tag = (await described(`GET ${page}`)).headers.get('etag');
    if (tag) ok(await described(`GET ${page}`, {}, { headers: { 'if-none-match': tag } }), 304);
  }
});

test('what a buyer asks for answers as described', async () => {
  const as = token(newUser());
  const slug = 'pull-request-gate';
  await buy('keys', slug, as);
  const body = returnUrls;
  ok(await described('POST /marketplace/keys/{slug}/checkout', { slug }, { as, body }), 409);
  ok(await described('POST /marketplace/keys/{slug}/checkout', { slug }, { body }), 401);
  ok(await described('POST /marketplace/bundles/{slug}/checkout', { slug: 'production-pro' }, { as, body }));
  ok(await described('GET /marketplace/bundles/{slug}/discount', { slug: 'production-pro' }, { as }));
  const { orders } = ok(await described('GET /marketplace/orders', {}, { as }));
  ok(await described('GET /marketplace/orders/{id}', { id: orders[0].id }, { as }));
  ok(await described('GET /marketplace/entitlements', {}, { as }));
  ok(await described('GET /marketplace/entitlements/{key}/explain', { key: slug }, { as }));
  ok(await described('GET /billing/portal', {}, { as, query: `?returnUrl=${gateway}/` }));

  const free = { as, body: {} };
  ok(await described('POST /marketplace/keys/{slug}/download', { slug: 'dunning-state-machine' }, free), 403);
  const link = ok(await described('POST /marketplace/keys/{slug}/download', { slug }, free)).downloadUrl;
  const at = { token: link.split('/').pop() };
  const bytes = 'GET /marketplace/downloads/{token}';
  const { headers } = await described(bytes, at);
  ok(await described(bytes, at, { headers: { range: 'bytes=0-9' } }), 206);
  ok(await described(bytes, at, { headers: { 'if-none-match': headers.get('etag') } }), 304);
  ok(await described(bytes, at, { headers: { range: 'bytes=999999999-' } }), 416);
  ok(await described(bytes, { token: `${at.token}x` }), 403);
});

test('signals, recommendations and events answer as described', async () => {
  const as = token(newUser());
  const body = { signal_type: 'role', signal_value: 'sre' };
  ok(await described('POST /marketplace/discover/signal', {}, { as, body }));
  ok(await described('GET /marketplace/discover', {}, { as, query: '?limit=50' }));
  ok(await described('GET /marketplace/discover/explain', {}, { as, query: '?key=nothing-here' }), 404);
  ok(await described('GET /marketplace/discover/explain', {}, { as, query: '?key=leased-job-queue' }));
  const { signals } = ok(await described('GET /marketplace/discover/signals', {}, { as }));
  ok(await described('GET /marketplace/discover/signals/{id}', { id: signals[0].id }, { as }));
  ok(await described('DELETE /marketplace/discover/signals/{id}', { id: signals[0].id }, { as }));
  const role = { signal_type: 'role' };
  ok(await described('PUT /marketplace/discover/opt-outs/{signal_type}', role, { as }));
  ok(await described('PUT /marketplace/discover/opt-outs/{signal_type}', { signal_type: 'mood' }, { as }), 404);
  ok(await described('POST /marketplace/discover/signal', {}, { as, body }), 409);
  ok(await described('GET /marketplace/discover', {}, { as }));
  ok(await described('GET /marketplace/discover/opt-outs', {}, { as }));
  const unwanted = { key: 'leased-job-queue' };
  ok(await described('PUT /marketplace/discover/dismissals/{key}', unwanted, { as }));
  ok(await described('PUT /marketplace/discover/dismissals/{key}', { key: 'nothing-here' }, { as }), 404);
  ok(await described('GET /marketplace/discover/dismissals', {}, { as }));
  ok(await described('GET /marketplace/discover/explain', {}, { as, query: '?key=leased-job-queue' }));
  ok(await described('DELETE /marketplace/discover/dismissals/{key}', unwanted, { as }));
  ok(await described('GET /marketplace/situations'));
  ok(await described('DELETE /marketplace/discover/opt-outs/{signal_type}', role, { as }));
  ok(await described('DELETE /marketplace/discover/opt-outs', {}, { as }));
  ok(await described('POST /marketplace/analytics', {}, { body: { event_type: 'purchase' } }), 403);
  ok(await described('POST /marketplace/analytics', {}, { body: { event_type: 'view' } }));
});

test('what administrators do answers as described', async () => {
  const as = token(newUser(), '--admin');
  const at = (suffix) => `/marketplace/admin/${suffix}`;
  ok(await described(`PATCH ${at('keys/{slug}')}`, { slug: 'keyset-pagination' }, { as, body: {} }));
  const bundle = { title: 'Described', bundle_type: 'pro', price_cents: 500, key_slugs: ['leased-job-queue'] };
  const slug = 'described-bundle';
  ok(await described(`PUT ${at('bundles/{slug}')}`, { slug }, { as, body: bundle }));
  ok(await described(`PUT ${at('bundles/{slug}')}`, { slug }, { as, body: bundle, headers: { 'if-match': '"x"' } }), 412);
  ok(await described(`DELETE ${at('bundles/{slug}')}`, { slug }, { as }));
  const gift = { user_id: newUser(), key: 'dunning-state-machine', source: 'gift', reason: 'thanks' };
  ok(await described(`POST ${at('entitlements')}`, {}, { as, body: { ...gift, key: 'nothing-here' } }), 404);
  const { entitlement } = ok(await described(`POST ${at('entitlements')}`, {}, { as, body: gift }));
  ok(await described(`POST ${at('entitlements/{id}/revoke')}`, entitlement, { as, body: { reason: 'mistake' } }));
  ok(await described(`GET ${at('orders')}`, {}, { as }));
  const { ingestion_id: id } = ok(await described(`POST ${at('ingest')}`, {}, { as, body: { dry_run: true } }));
  ok(await described(`GET ${at('ingestions/{id}')}`, { id }, { as }));
  ok(await described(`GET ${at('ingestions')}`, {}, { as }));
  for (const name of ['funnel', 'revenue', 'top-keys', 'cohorts']) {
    ok(await described(`GET ${at(`reports/${name}`)}`, {}, { as }));
    assert.equal((await described(`GET ${at(`reports/${name}`)}`, {}, { as, query: '?format=csv' })).status, 200);
    ok(await described(`GET ${at(`reports/${name}`)}`, {}, { as, query: '?tz=Mars/Olympus' }), 400);
  }
});
