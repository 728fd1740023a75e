// common/semver against npm's own semver: random ranges as they stand in `compatibility`, ugly ones too, each on
// random versions around its numbers. What is a range, what is in it and precedence must agree.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { makeRandom } from './manifest_maker.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, '../node/package.json'));
const semver = require('semver');

const COUNT = process.env.KEYS_TEST_SCALE === 'all' ? 100_000 : 6_000;
const SEED = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const VERSIONS = 8;

function makers(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const chance = (share) => random() < share;
  const number = () => pick(['0', '0', '1', '1', '2', '3', '9', '10', '14', '18', '20', '21', '22', '99']);
  const identifier = () => pick(['0', '1', '10', 'alpha', 'beta', 'rc', 'a', 'A', '-', 'x-y', '0a', '00', '01']);
  const identifiers = () => Array.from({ length: 1 + Math.floor(random() * 3) }, identifier).join('.');
  const suffix = () => `${chance(0.3) ? `-${identifiers()}` : ''}${chance(0.08) ? `+${identifiers()}` : ''}`;
  const partial = () => {
    const part = () => (chance(0.12) ? pick(['x', 'X', '*']) : number());
    const parts = Array.from({ length: pick([1, 2, 3, 3, 3]) }, part).join('.');
    return `${chance(0.05) ? pick(['v', '=', 'V', '==', 'v ']) : ''}${parts}${chance(0.3) ? suffix() : ''}`;
  };
  const space = () => pick(['', '', '', ' ', '  ']);
  const simple = () => `${pick(['', '', '^', '~', '~>', '>', '>=', '<', '<=', '=', '^', '~'])}${space()}${partial()}`;
  const alternative = () => {
    if (chance(0.15)) return `${partial()} ${pick(['-', '-', '- ', ' -'])} ${partial()}`;
    if (chance(0.04)) return pick(['', '*', 'x', 'latest', '>', '<0.0.0', '1.2.3.4', '>=18 <', '^^1', '-1', '1 -', '.1', '1.', '>=1.2.3 - 2']);
    return Array.from({ length: pick([1, 1, 2, 2, 3]) }, simple).join(pick([' ', ' ', '  ']));
  };
  const range = () => Array.from({ length: pick([1, 1, 1, 2, 3]) }, alternative).join(pick(['||', ' || ', ' ||']));
  const version = () => `${number()}.${number()}.${number()}${chance(0.4) ? `-${identifiers()}` : ''}${chance(0.1) ? `+${identifiers()}` : ''}`;
  // Beside the range's own numbers, where it decides.
  const near = (text) => {
    const named = text.match(/\d+(\.\d+)?(\.\d+)?(-[0-9A-Za-z.-]+)?/g);
    if (!named) return version();
    const [core, pre] = pick(named).split(/-(.*)/s);
    const parts = core.split('.').map(Number);
    while (parts.length < 3) parts.push(pick([0, 0, 1, 9]));
    parts[Math.floor(random() * 3)] += pick([-1, 0, 0, 1]);
    return `${parts.map((part) => Math.max(0, part)).join('.')}${pre && chance(0.5) ? `-${pre}` : chance(0.3) ? `-${identifiers()}` : ''}`;
  };
  return { range, version: (text) => (chance(0.7) ? near(text) : version()) };
}

function ask(lines) {
  const { status, stdout } = spawnSync(path.join(process.env.KEYS_BIN_DIR, 'keys-semver-cases'), { input: `${lines.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0);
  return stdout.replace(/\n$/, '').split('\n');
}

test(`npm's semver agrees on ${COUNT} random ranges, seed ${SEED}`, () => {
  const make = makers(makeRandom(SEED).next);
  const cases = Array.from({ length: COUNT }, () => {
    const range = make.range();
    return { range, versions: Array.from({ length: VERSIONS }, () => make.version(range)) };
  });
  const answers = ask(cases.map(({ range, versions }) => [range, ...versions].join('\t')));
  const wrong = [];
  let valid = 0;
  let members = 0;
  cases.forEach(({ range, versions }, n) => {
    const parts = answers[n].split('\t');
    let npm = null;
    try {
      npm = new semver.Range(range);
      ++valid;
    } catch { /* invalid */ }
    const fits = versions.map((version) => (semver.valid(version) === null || !/^\d/.test(version) ? '?' : npm !== null && npm.test(version) ? '1' : '0'));
    members += fits.filter((one) => one === '1').length;
    const order = fits.map((one, i) => (one === '?' ? -1 : i)).filter((i) => i >= 0).sort((a, b) => semver.compare(versions[a], versions[b]) || a - b);
    const wanted = [npm === null ? 'invalid' : 'valid', ...fits, order.map((i) => `${i} `).join('')];
    const said = [parts[0] === 'invalid' ? 'invalid' : 'valid', ...parts.slice(1)];
    if (wanted.join('\t') !== said.join('\t')) wrong.push({ range, versions, npm: wanted, ours: said });
  });
  console.log(`counted: ${COUNT} ranges (${valid} valid), ${COUNT * VERSIONS} questions, ${members} answered yes; semver ${require('semver/package.json').version}, seed ${SEED}`);
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.ok(valid > COUNT / 2 && members > COUNT / 2, 'the cases say something');
});
