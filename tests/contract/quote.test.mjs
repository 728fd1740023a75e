// The shop's quote against an independent one, on random bundles with partly refunded payments, gifts,
// missing prices and KEYS that cannot be bought. KEYS_TEST_SEED repeats a run, KEYS_TEST_SCALE=all asks
// for a million cases.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { quote } from './quote.mjs';

const program = path.join(process.env.KEYS_BIN_DIR ?? 'build/release/bin', 'keys-quote-cases');
const seed = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const cases = process.env.KEYS_TEST_SCALE === 'all' ? 1_000_000 : 20_000;
const perRun = 20_000;

function random(start) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), chance: (p) => next() < p };
}

function makeCase({ below, chance }) {
  const keys = Array.from({ length: 1 + below(12) }, (_, i) => {
    const list = chance(0.15) ? null : [0, 1, 49, 50, 900, 7900, below(30_000)][below(7)];
    const owned = chance(0.4);
    const paid = owned ? Array.from({ length: below(3) }, () => below(2 * (list ?? 5_000) + 1)) : [];
    return { slug: `k${String(i).padStart(2, '0')}`, list, singly: list !== null && chance(0.8), owned, paid };
  });
  const parts = keys.reduce((all, key) => all + (key.list ?? 0), 0);
  const price = chance(0.1) ? below(60) : below(Math.max(2, Math.floor(parts * 1.2)));
  return { price, minimum: 50, keys };
}

const big = (value) => (value === null ? null : BigInt(value));
const exact = ({ price, minimum, keys }) => ({
  price: BigInt(price),
  minimum: BigInt(minimum),
  keys: keys.map((key) => ({ ...key, list: big(key.list), paid: key.paid.map(BigInt) })),
});

function check(given, answer) {
  const expected = quote(exact(given));
  const told = (kind) => answer.lines.filter((line) => line[0] === kind).reduce((all, line) => all + BigInt(line[2]), 0n);
  assert.equal(BigInt(answer.final), expected.final);
  assert.equal(answer.owned, expected.owned);
  assert.equal(told('credit'), -expected.creditUsed);
  assert.equal(told('cap'), -expected.cap);
  assert.equal(told('minimum'), -expected.given);
  for (const [kind, slug, amount] of answer.lines) {
    if (kind === 'key') assert.equal(BigInt(amount), expected.keyLines[slug], slug);
  }
  for (const [slug, amount] of Object.entries(answer.charged)) {
    assert.equal(BigInt(amount), expected.charged[slug], slug);
  }
  assert.equal(Object.keys(answer.charged).length, given.keys.length);
}

test(`the shop and the contract agree on ${cases} random quotes (KEYS_TEST_SEED=${seed})`, () => {
  const source = random(seed);
  for (let done = 0; done < cases; done += perRun) {
    const asked = Array.from({ length: perRun }, () => makeCase(source));
    const run = spawnSync(program, { input: asked.map((one) => JSON.stringify(one)).join('\n'), maxBuffer: 2 ** 30 });
    assert.equal(run.status, 0, String(run.stderr ?? run.error));
    const answers = String(run.stdout).trimEnd().split('\n');
    assert.equal(answers.length, asked.length);
    answers.forEach((answer, i) => {
      try {
        check(asked[i], JSON.parse(answer));
      } catch (error) {
        error.message += `\ncase ${JSON.stringify(asked[i])}\nanswer ${answer}`;
        throw error;
      }
    });
  }
});
