import {describe, expect, test} from 'vitest';

import type {VersionDiff} from '../src/api';
import {changeInWords, diffInWords} from '../src/lib/diff_words';

const diff: VersionDiff = {
  severity: 'minor', declared: 'minor', honest: true, filesKnown: true, from: '1.0.0', to: '1.1.0',
  files: {added: ['src/a.mjs'], removed: [], changed: ['README.md', 'key.json']}, manifest: [],
};

describe('a difference between versions', () => {
  test('says what it amounts to and names the files', () => {
    expect(diffInWords(diff)).toEqual({
      summary: 'Something was added. Nothing to do before you update.', warning: undefined,
      files: ['1 file added: src/a.mjs', '2 files changed: README.md, key.json'], manifest: [],
    });
  });
  test('warns when the number promises less than what changed', () => {
    expect(diffInWords({...diff, severity: 'major', declared: 'patch', honest: false}).warning).toBe(
      'The step from 1.0.0 to 1.1.0 looks like a patch one. What changed makes it a major one.');
  });
  test('does not claim that no file changed when that is not known', () => {
    expect(diffInWords({...diff, filesKnown: false, files: {added: [], removed: [], changed: []}}).files).toEqual(
      ['Which files changed is not known for one of the two versions.']);
  });
  test('names no more files than one reads', () => {
    const many = Array.from({length: 30}, (_, i) => `f${i}`);
    expect(diffInWords({...diff, files: {added: many, removed: [], changed: []}}).files).toEqual(
      ['30 files added: f0, f1, f2, f3, f4, f5, f6, f7 and 22 more']);
  });
  test('puts first what one has to act on', () => {
    const manifest = [{pointer: '/title', from: 'a', to: 'b', breaking: false}, {pointer: '/required_env/0', from: null, to: 'X', breaking: true}];
    expect(diffInWords({...diff, manifest}).manifest.map(({isBreaking}) => isBreaking)).toEqual([true, false]);
  });
  test.each([
    [{pointer: '/description', from: 'x'.repeat(81), to: 'y'.repeat(90), breaking: false}, 'Description was rewritten'],
    [{pointer: '/required_env/1', from: null, to: 'STRIPE_KEY', breaking: true}, 'Required env: "STRIPE_KEY" was added'],
    [{pointer: '/compatibility/next', from: '>=14', to: '>=15', breaking: true}, 'Compatibility, next: ">=14" became ">=15"'],
    [{pointer: '/dependencies/0', from: {name: 'zod', version: '3'}, to: null, breaking: false}, 'Dependencies: "zod" was removed'],
    [{pointer: '/exposed_routes/0', from: null, to: {path: '/api/x'}, breaking: false}, 'Exposed routes: "/api/x" was added'],
    [{pointer: '/produces_evidence', from: false, to: true, breaking: false}, 'Produces evidence: no became yes'],
    [{pointer: '/a~1b/c~0d', from: 1, to: [2], breaking: false}, 'A/b, c~d: 1 became [2]'],
  ])('a change of the manifest in words: %j', (change, words) => {
    expect(changeInWords(change)).toBe(words);
  });
});
