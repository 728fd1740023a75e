import {describe, expect, test} from 'vitest';

import {sentence} from '../src/lib/format';
import {keyText} from '../src/text/key';
import {signInText} from '../src/text/sign_in';

describe('a sentence', () => {
  test('gets a full stop where the text has no end of its own', () => {
    expect(sentence('A release should be uneventful: Check every pull request')).toBe('A release should be uneventful: Check every pull request.');
    expect(sentence('What is (really) new')).toBe('What is (really) new.');
  });
  test('keeps the end that its author wrote', () => {
    for (const text of ['Why are some requests slow?', 'Ship it!', 'ACME Inc.', 'And then…', 'It asks "why?"', 'なぜ遅い？', '\u2068למה?\u2069']) {
      expect(sentence(text)).toBe(text);
    }
  });
  test('has one end in the pages too', () => {
    expect(keyText.outcome('fewer incidents')).toBe('You want: fewer incidents.');
    expect(keyText.outcome('customers that come back?')).toBe('You want: customers that come back?');
    expect(signInText.already('Ada')).toBe('You are signed in as Ada.');
    expect(signInText.already('Ada King Jr.')).toBe('You are signed in as Ada King Jr.');
  });
});
