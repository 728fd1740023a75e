// The package as somebody else gets it: generated from today's API, small, installable, typed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { openApiText } from './document.mjs';

const client = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../gateway/web/client');
const folder = mkdtempSync(path.join(tmpdir(), 'keys-client-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** JavaScript that an application loads, gzipped, in bytes. Bundlers make it smaller. */
const LARGEST = 5 * 1024;

// Wrong calls must not compile: tsc reports each @ts-expect-error line that has no error.
const SAMPLE = `
import { createClient, KeysError } from '@keys/client';
const keys = createClient({ baseUrl: 'http://127.0.0.1:1', retries: 0 });
const title: Promise<string | undefined> = keys.get('/marketplace/keys/{slug}', { path: { slug: 'a' } }).then((found) => found.key?.title);
title.catch((error) => console.log(error instanceof KeysError ? error.code : error.name));
export const wrong = [
  // @ts-expect-error: no such path
  () => keys.get('/marketplace/nothing'),
  // @ts-expect-error: the path has a variable
  () => keys.get('/marketplace/keys/{slug}'),
  // @ts-expect-error: no such member of the body
  () => keys.post('/marketplace/analytics', { body: { event: 'view' } }),
  // @ts-expect-error: no such parameter
  () => keys.get('/marketplace/keys', { query: { colour: 'red' } }),
  // @ts-expect-error: no such member of the answer
  () => keys.get('/marketplace/keys').then((found) => found.kyes),
  // @ts-expect-error: no list
  () => keys.items('/marketplace/bundles'),
];
`;

const run = (program, args, cwd) => execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('the generated types are those of the API that this build serves', async () => {
  const file = path.join(folder, 'openapi.json');
  writeFileSync(file, await openApiText());
  const { status, stderr } = spawnSync('node', ['tools/generate.mjs', file, '--check'], { cwd: client, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('what is loaded at run time is small', () => {
  const files = readdirSync(path.join(client, 'dist'), { recursive: true }).filter((name) => name.endsWith('.js'));
  const bytes = gzipSync(Buffer.concat(files.map((name) => readFileSync(path.join(client, 'dist', name))))).length;
  console.log(`counted: @keys/client: ${bytes} bytes of JavaScript, gzipped, not minified`);
  assert.ok(bytes <= LARGEST, `${bytes} bytes`);
});

test('the packed package installs without a network, depends on nothing and is typed', () => {
  const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], client));
  assert.deepEqual(files.map((one) => one.path).filter((name) => !/^(dist\/|README\.md$|package\.json$)/.test(name)), []);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], folder);
  assert.deepEqual(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['@keys']);
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: {
    strict: true, target: 'es2022', module: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'], types: [],
  } }));
  writeFileSync(path.join(folder, 'sample.ts'), SAMPLE);
  const { status, stdout } = spawnSync('node', [path.join(client, 'node_modules/typescript/bin/tsc')], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.equal(run('node', ['sample.js'], folder).trim(), 'ConnectionError');
});
