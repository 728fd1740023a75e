// Our rule tables against an independent validator (ajv) on the schemas made from them: the same verdict, and the
// same places, for random manifests. Licences and ranges are judged by npm's own packages for them.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {makeManifest, makeRandom} from './manifest_maker.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(here, '../node/package.json'));
const Ajv = require('ajv-draft-04');
const semver = require('semver');
const parseSpdx = require('spdx-expression-parse');
const licenseIds = [...require('spdx-license-ids'), ...require('spdx-license-ids/deprecated'), ...require('spdx-exceptions')];

const FAMILIES = ['node-next-keys', 'runbook-keys', 'jupyter-keys', 'stripe-keys', 'github-keys', 'supabase-keys', 'cursor-keys'];
const COUNT = process.env.KEYS_TEST_SCALE === 'all' ? 10_000 : 300;
const SEED = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

// SPDX 3 matches identifiers without regard to case, and operators in letters that are all capital or all small. The
// package matches identifiers as they are listed, and operators in any letters.
const canonical = new Map(licenseIds.map((id) => [id.toLowerCase(), id]));
function isLicense(text) {
  const operators = new Set(['and', 'or', 'with']);
  const isMixed = (word) => operators.has(word.toLowerCase()) && word !== word.toLowerCase() && word !== word.toUpperCase();
  if ((text.match(/[A-Za-z0-9.-]+/g) ?? []).some(isMixed)) return false;
  const spelled = text.replace(/[A-Za-z0-9.-]+/g,
      (word) => operators.has(word) ? word.toUpperCase() : canonical.get(word.toLowerCase()) ?? word);
  try {
    parseSpdx(spelled);
    return true;
  } catch {
    return false;
  }
}

function makeValidators() {
  const ajv = new Ajv({allErrors: true, strict: false});
  ajv.addFormat('spdx-expression', isLicense);
  ajv.addFormat('semver', (text) => semver.valid(text) !== null);
  ajv.addFormat('npm-range', (text) => semver.validRange(text) !== null);
  const folder = join(here, '../../services/ingestion/schemas');
  const schemas = FAMILIES.map((family) => [family, JSON.parse(readFileSync(join(folder, `${family}.schema.json`), 'utf8'))]);
  return new Map(schemas.map(([family, schema]) => [family, {schema, validate: ajv.compile(schema)}]));
}

function judgeByUs(requests) {
  return new Promise((resolve, reject) => {
    const child = spawn(join(process.env.KEYS_BIN_DIR, 'keys-check-manifests'), {stdio: ['pipe', 'pipe', 'inherit']});
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`keys-check-manifests ended with ${code}`));
      resolve(Buffer.concat(chunks).toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line)));
    });
    child.stdin.on('error', reject);
    child.stdin.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  });
}

const escape = (member) => member.replaceAll('~', '~0').replaceAll('/', '~1');

function pointersOf(errors) {
  return new Set(errors.filter(({keyword}) => keyword !== 'anyOf').map(
      ({keyword, instancePath, params}) => keyword === 'required' ? `${instancePath}/${escape(params.missingProperty)}` : instancePath));
}

// Items of an array that is too long are not looked at one by one.
function withoutUnseen(pointers, violations) {
  const unseen = violations.filter(({code}) => code === 'TOO_MANY').map(({pointer}) => `${pointer}/`);
  return [...pointers].filter((pointer) => !unseen.some((prefix) => pointer.startsWith(prefix))).sort();
}

test(`an independent validator agrees on ${COUNT} random manifests (seed ${SEED})`, async () => {
  const validators = makeValidators();
  const random = makeRandom(SEED);
  const cases = Array.from({length: COUNT}, (_, i) => {
    const family = FAMILIES[i % FAMILIES.length];
    return {family, manifest: makeManifest(validators.get(family).schema, random)};
  });
  const ours = await judgeByUs(cases.map(({family, manifest}) => ({family, manifest: JSON.stringify(manifest)})));
  assert.equal(ours.length, COUNT);
  let valid = 0;
  cases.forEach(({family, manifest}, i) => {
    const text = JSON.stringify(manifest);
    const {ok, violations} = ours[i];
    // U+0000 and too large a file are refused before any rule: no schema can say so.
    if (violations.some(({code}) => code.startsWith('JSON_'))) {
      assert.ok(text.includes('\\u0000') || Buffer.byteLength(text) > 256 * 1024, JSON.stringify(violations));
      return;
    }
    const {validate} = validators.get(family);
    const theirs = validate(JSON.parse(text));
    const shown = `manifest ${i}, ${family}: ${text.slice(0, 2000)}\nours: ${JSON.stringify(violations.slice(0, 5))}\n` +
        `ajv: ${JSON.stringify((validate.errors ?? []).slice(0, 5))}`;
    assert.equal(ok, theirs, shown);
    const mine = withoutUnseen(new Set(violations.map(({pointer}) => pointer)), violations);
    assert.deepEqual(mine, withoutUnseen(pointersOf(validate.errors ?? []), violations), shown);
    if (ok) ++valid;
  });
  // Neither nearly all good nor nearly all bad, or the agreement would mean little.
  assert.ok(valid > COUNT / 5 && valid < COUNT * 4 / 5, `${valid} of ${COUNT} are valid`);
});
