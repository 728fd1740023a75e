// The catalog over HTTP beyond lists and details: ranges, differences, previews, bundles that grow, and what
// administrators change under a precondition. With KEYS of its own.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { startWorkshop } from './lib/assets.mjs';
import { get, newUser, ok, token } from './lib/shop.mjs';

const shop = await startWorkshop();
const queue = 'node-next-keys/leased-job-queue';
const study = 'jupyter-keys/retention-cohorts';
const read = (target) => shop.send('GET', target);
const assertProblem = (answer, status, code) => {
  assert.equal(answer.status, status, answer.text.slice(0, 400));
  assert.equal(answer.body.code, code, answer.text.slice(0, 400));
  return answer.body;
};

test('versions by npm range, newest first; an invalid range is named', async () => {
  for (const version of ['1.0.0', '1.2.0', '1.3.0-rc.1']) shop.add(queue, 'try-range', { version, older: true });
  shop.add(queue, 'try-range', { version: '2.0.0' });
  assert.equal((await shop.ingest()).errors.length, 0);
  const inRange = async (range) =>
    ok(await read(`/marketplace/keys/try-range/versions?range=${encodeURIComponent(range)}`)).versions
      .map((found) => found.version);
  assert.deepEqual(await inRange('*'), ['2.0.0', '1.2.0', '1.0.0']);
  assert.deepEqual(await inRange('^1.0.0'), ['1.2.0', '1.0.0']);
  assert.deepEqual(await inRange('~1.2.0 || >=2'), ['2.0.0', '1.2.0']);
  assert.deepEqual(await inRange('1.0.0 - 1.2.0'), ['1.2.0', '1.0.0']);
  assert.deepEqual(await inRange('>=1.3.0-rc.0 <1.3.0'), ['1.3.0-rc.1']);
  assert.deepEqual(await inRange('>9'), []);
  const problem = assertProblem(await read('/marketplace/keys/try-range/versions?range=latest'), 400, 'INVALID_ARGUMENT');
  assert.equal(problem.errors[0].pointer, '?range');
  assertProblem(await read('/marketplace/keys/no-such-key/versions?range=*'), 404, 'NOT_FOUND');
});

test('the difference of two versions: files, manifest, severity', async () => {
  shop.add(queue, 'try-diff', { version: '1.0.0', older: true });
  shop.add(queue, 'try-diff', {
    version: '1.1.0',
    older: true,
    files: { 'EXTRA.md': '# more', 'README.md': '# Another text\n' },
  });
  shop.add(queue, 'try-diff', {
    version: '1.1.1',
    change: (manifest) => {
      manifest.required_env = [...manifest.required_env, 'SECOND_URL'];
      manifest.compatibility = { node: '>=20' };
    },
  });
  assert.equal((await shop.ingest()).errors.length, 0);
  const diff = async (query) => ok(await read(`/marketplace/keys/try-diff/diff?${query}`)).diff;
  const files = await diff('from=1.0.0&to=1.1.0');
  assert.deepEqual(files.files.added, ['EXTRA.md']);
  assert.deepEqual(files.files.removed, []);
  assert.ok(files.files.changed.includes('README.md'), files.files.changed.join());
  const back = await diff('from=1.1.0&to=1.0.0');
  assert.deepEqual(back.files.removed, ['EXTRA.md']);
  // Without `to` the latest version is compared.
  const env = await diff('from=1.0.0');
  const entry = env.manifest.find((found) => found.pointer.startsWith('/required_env'));
  assert.equal(entry.breaking, true, JSON.stringify(env.manifest));
  assert.ok(env.manifest.some((found) => found.pointer.startsWith('/compatibility')), JSON.stringify(env.manifest));
  assert.notEqual(env.severity, files.severity);
  const none = await diff('from=1.1.0&to=1.1.0');
  assert.deepEqual(none.manifest, []);
  assert.deepEqual(none.files, { added: [], removed: [], changed: [] });
  assertProblem(await read('/marketplace/keys/try-diff/diff'), 400, 'INVALID_ARGUMENT');
  assertProblem(await read('/marketplace/keys/try-diff/diff?from=9.9.9'), 404, 'VERSION_UNKNOWN');
  assertProblem(await read('/marketplace/keys/try-diff/diff?from=1.0.0&to=9.9.9'), 404, 'VERSION_UNKNOWN');
});

test('a public preview is a page in which nothing runs; a private one is not there', async () => {
  shop.add(study, 'try-preview');
  shop.add(study, 'try-private', { change: (manifest) => { manifest.preview_public = false; } });
  assert.equal((await shop.ingest()).errors.length, 0);
  const shown = await read('/marketplace/keys/try-preview/preview');
  assert.equal(shown.status, 200, shown.text.slice(0, 300));
  assert.match(shown.headers.get('content-type'), /^text\/html/);
  const policy = shown.headers.get('content-security-policy');
  for (const rule of ["default-src 'none'", "base-uri 'none'", "form-action 'none'", 'sandbox']) {
    assert.ok(policy.includes(rule), policy);
  }
  assert.ok(!/script-src|allow-scripts|'unsafe-eval'/.test(policy), policy);
  assert.equal(shown.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(!/<script|<iframe|<object|\son\w+\s*=|javascript:/i.test(shown.text));
  assert.ok(shown.headers.get('etag'));
  assertProblem(await read('/marketplace/keys/try-private/preview'), 404, 'NOT_FOUND');
  assertProblem(await read('/marketplace/keys/try-preview/preview?version=9.9.9'), 404, 'VERSION_UNKNOWN');
  assertProblem(await shop.send('GET', '/marketplace/keys/try-private/preview', { as: token(newUser()) }), 404, 'NOT_FOUND');
});

test('a version tells its files, README and changelog; a detail names its preview and its bundles', async () => {
  shop.add(queue, 'try-files', { version: '1.0.0', older: true, files: { 'README.md': '# The first\n' } });
  shop.add(queue, 'try-files', { version: '1.1.0', files: { 'README.md': '# The second\n' } });
  assert.equal((await shop.ingest()).errors.length, 0);
  const first = ok(await read('/marketplace/keys/try-files/versions/1.0.0')).version;
  assert.match(first.readme_html, /The first/);
  assert.equal(typeof first.changelog_html, 'string');
  const listed = ok(await read('/marketplace/keys/try-files/versions/1.0.0/files'));
  assert.equal(listed.count, listed.files.length);
  assert.equal(listed.files.find((file) => file.path === 'README.md').size_bytes, '# The first\n'.length);
  assert.equal(listed.total_bytes, listed.files.reduce((sum, file) => sum + file.size_bytes, 0));
  assert.ok(listed.total_bytes < first.size_bytes);
  assertProblem(await read('/marketplace/keys/try-files/versions/9.9.9/files'), 404, 'VERSION_UNKNOWN');

  const { key } = ok(await read('/marketplace/keys/try-preview'));
  assert.equal((await read(key.preview_html_path)).status, 200);
  assert.equal(ok(await read('/marketplace/keys/try-private')).key.preview_html_path, null);
  const { bundles } = ok(await read('/marketplace/bundles'));
  const [bundle] = bundles;
  const inside = ok(await read(`/marketplace/keys/${bundle.keys[0].slug}`)).key.bundles;
  const named = inside.find((one) => one.slug === bundle.slug);
  assert.deepEqual([named.price_cents, named.currency, named.key_count], [bundle.price_cents, bundle.currency, bundle.keys.length]);
});

test('an empty filter is ignored, and available KEYS can be listed apart from the others', async () => {
  const slugs = async (query) => ok(await read(`/marketplace/keys?${query}`)).keys.map((one) => one.slug);
  const all = await slugs('');
  assert.ok(all.length > 20, `${all.length} without a limit`);
  assert.deepEqual(await slugs('key_type=&tool=&search=&sort=&limit=&available=&tag='), all);
  const [now, later] = [await slugs('available=true'), await slugs('available=false')];
  assert.ok(now.length > 0 && later.length > 0);
  assert.deepEqual([...now, ...later].sort(), [...all].sort());
  assert.equal(ok(await read('/marketplace/bundles?bundle_type=')).bundles.length, ok(await read('/marketplace/bundles')).bundles.length);
});

test('a bundle with a rule grows as KEYS come, with an audit row for each time', async () => {
  const kit = '/marketplace/admin/bundles/try-kit';
  const set = { title: 'Kit', description: 'x', bundle_type: 'starter', price_cents: 700, key_slugs: ['try-range'] };
  const answer = await shop.send('PUT', kit, { as: shop.admin, body: { ...set, rule: { tool: 'node', maturity: 'enterprise' } } });
  const made = ok(answer).bundle;
  assert.deepEqual(made.keys.map((key) => key.slug), ['try-range']);
  const keysNow = async () => ok(await read('/marketplace/bundles/try-kit')).bundle.keys.map((key) => key.slug);
  const etag = (await read('/marketplace/bundles/try-kit')).headers.get('etag');
  for (const slug of ['try-grow-a', 'try-grow-b']) {
    shop.add(queue, slug, { change: (manifest) => { manifest.maturity = 'enterprise'; } });
    assert.equal((await shop.ingest()).errors.length, 0);
    assert.ok((await keysNow()).includes(slug));
  }
  // The KEY does not fit the rule, or is a draft until it is published.
  shop.add(queue, 'try-grow-c', { change: (manifest) => { manifest.maturity = 'starter'; } });
  await shop.ingest();
  assert.deepEqual((await keysNow()).sort(), ['try-grow-a', 'try-grow-b', 'try-range']);
  const { entries } = ok(await shop.send('GET', '/marketplace/admin/audit?limit=100', { as: shop.admin }));
  const grown = entries.filter((entry) => entry.action === 'bundle.grow' && entry.subject === made.id);
  assert.equal(grown.length, 2, JSON.stringify(entries.slice(0, 3)));
  // The answer from before the bundle grew is out of date.
  assertProblem(await shop.send('PUT', kit, { as: shop.admin, body: set, headers: { 'if-match': etag } }), 412, 'PRECONDITION_FAILED');
  ok(await shop.send('DELETE', kit, { as: shop.admin }));
});

test('If-Match guards every change: 412 with an old tag, done with the present one', async () => {
  shop.add(queue, 'try-match', { version: '1.0.0', older: true });
  shop.add(queue, 'try-match', { version: '1.1.0' });
  assert.equal((await shop.ingest()).errors.length, 0);
  const bundle = { title: 'M', description: 'x', bundle_type: 'starter', price_cents: 900, key_slugs: ['try-match', 'try-range'] };
  ok(await shop.send('PUT', '/marketplace/admin/bundles/try-match-kit', { as: shop.admin, body: bundle }));
  // Each coding of an answer has a tag of its own: changes are told by that of the plain one, and take that of any.
  const tagOf = async (target, coding = 'identity') => (await shop.send('GET', target, { headers: { 'accept-encoding': coding } })).headers.get('etag');
  const key = '/marketplace/keys/try-match';
  const kit = '/marketplace/bundles/try-match-kit';
  let cents = 500;
  const changes = [
    ['PATCH', '/marketplace/admin/keys/try-match', key, () => ({ price_cents: ++cents })],
    ['PUT', '/marketplace/admin/bundles/try-match-kit', kit, () => ({ ...bundle, price_cents: ++cents })],
    ['POST', '/marketplace/admin/keys/try-match/versions/1.0.0/yank', key, () => ({ reason: 'a try' })],
    ['DELETE', '/marketplace/admin/bundles/try-match-kit', kit, () => undefined],
  ];
  for (const [method, target, shown, body] of changes) {
    const old = '"k0.somethingelse"';
    const before = await tagOf(shown);
    const refused = await shop.send(method, target, { as: shop.admin, body: body(), headers: { 'if-match': old } });
    assertProblem(refused, 412, 'PRECONDITION_FAILED');
    assert.equal(await tagOf(shown), before, `${method} changed something`);
    // A short answer is not compressed, and then this is the plain one's tag.
    const packed = await tagOf(shown, 'br');
    const done = await shop.send(method, target, { as: shop.admin, body: body(), headers: { 'if-match': packed } });
    assert.equal(done.status, 200, `${method} ${done.text.slice(0, 300)}`);
    if (method === 'DELETE') continue;
    assertProblem(await shop.send(method, target, { as: shop.admin, body: body(), headers: { 'if-match': before } }), 412, 'PRECONDITION_FAILED');
  }
});

test('a word that is not known is refused by the same code everywhere', async () => {
  const as = token(newUser());
  const asks = [
    ...['tool', 'key_type', 'difficulty', 'maturity', 'severity_level', 'sort'].map((name) => [`/marketplace/keys?${name}=bogus`, name]),
    ['/marketplace/bundles?bundle_type=bogus', 'bundle_type'],
    ['/marketplace/discover?key_type=bogus', 'key_type'],
    ['/marketplace/entitlements?status=bogus', 'status'],
  ];
  for (const [target, name] of asks) {
    const problem = assertProblem(await get(target, { as }), 400, 'INVALID_ARGUMENT');
    assert.deepEqual(problem.errors.map((found) => [found.pointer, found.code]), [[`?${name}`, 'UNKNOWN_WORD']], target);
  }
  const all = assertProblem(await get('/marketplace/keys?tool=x&maturity=y&sort=z'), 400, 'INVALID_ARGUMENT');
  assert.equal(all.errors.length, 3, 'all at once');
});

test('a dry run prices what it would publish, and names what would still be unknown', async () => {
  shop.add(queue, 'try-dry');
  writeFileSync(path.join(shop.assets, 'marketplace.json'), JSON.stringify({
    currency: 'usd',
    keys: { 'try-dry': { price_cents: 1900 }, 'never-there': { price_cents: 1900 } },
    bundles: [{ slug: 'try-dry-kit', title: 'Dry', description: 'x', bundle_type: 'starter', price_cents: 900, key_slugs: ['try-dry', 'try-range'] }],
  }));
  const dry = await shop.ingest({ dry_run: true });
  assert.deepEqual(dry.errors.map((found) => [found.slug, found.code]), [['never-there', 'UNKNOWN_KEY']]);
  assert.equal((await read('/marketplace/keys/try-dry')).status, 404);
  const wet = await shop.ingest();
  assert.deepEqual(wet.errors.map((found) => [found.slug, found.code]), [['never-there', 'UNKNOWN_KEY']]);
  assert.equal(ok(await read('/marketplace/keys/try-dry')).key.price_cents, 1900);
  ok(await shop.send('DELETE', '/marketplace/admin/bundles/try-dry-kit', { as: shop.admin }));
});
