import {describe, expect, test} from 'vitest';

import {writeMoney} from '../src/lib/write_money';

// The values of /config.json: minorUnits are Stripe's, not Intl's.
const table = [
  {code: 'usd', minorUnits: 2, step: 1, minimum: 50}, {code: 'eur', minorUnits: 2, step: 1, minimum: 50},
  {code: 'huf', minorUnits: 2, step: 100, minimum: 17500}, {code: 'jpy', minorUnits: 0, step: 1, minimum: 50},
  {code: 'kwd', minorUnits: 3, step: 10, minimum: 150}, {code: 'isk', minorUnits: 2, step: 100, minimum: 6500},
  {code: 'ugx', minorUnits: 2, step: 100, minimum: 200000},
];
// Intl puts a no-break space after a code.
const write = (amount: number, code: string, short = false) => writeMoney(amount, code, table, short).replace(/\u00a0/g, ' ');

describe('money', () => {
  test('is written in the unit that is charged', () => {
    expect(write(5900, 'usd')).toBe('$59.00');
    expect(write(1750000, 'huf')).toBe('HUF 17,500');
    expect(write(4900, 'jpy')).toBe('¥4,900');
    expect(write(5120, 'kwd')).toBe('KWD 5.120');
    expect(write(650000, 'isk')).toBe('ISK 6,500');
    expect(write(200000, 'ugx')).toBe('UGX 2,000');
    expect(write(-1501, 'eur')).toBe('-€15.01');
  });
  test('leaves out a fraction of nothing only where it is asked to be short', () => {
    expect(write(5900, 'usd', true)).toBe('$59');
    expect(write(5950, 'usd', true)).toBe('$59.50');
    expect(write(5000, 'kwd', true)).toBe('KWD 5');
  });
  test('shows a fraction where the table says that there is none, rather than rounding it away', () => {
    expect(write(1750050, 'huf')).toBe('HUF 17,500.50');
  });
  test('takes the code in either case and never guesses an unknown one', () => {
    expect(write(5900, 'USD')).toBe('$59.00');
    expect(write(5900, 'xyz')).toBe('5900 XYZ (smallest unit)');
  });
  test('is exact for every amount of a cent up to a thousand, and for the largest that can be charged', () => {
    const wrong = [];
    for (let amount = 0; amount <= 100_000; amount++) {
      if (Number(write(amount, 'usd').replace(/[$,.]/g, '')) !== amount) wrong.push(amount);
    }
    expect(wrong).toEqual([]);
    expect(write(99999999, 'usd')).toBe('$999,999.99');
  });
  test('keeps every digit for every currency there is', () => {
    const amounts = [0, 1, 9, 10, 50, 99, 100, 101, 999, 1000, 1001, 12345, 1750000, 99999999];
    const wrong = [];
    for (const code of Intl.supportedValuesOf('currency')) {
      for (const minorUnits of [0, 2, 3]) {
        for (const amount of amounts) {
          const text = writeMoney(amount, code, [{code: code.toLowerCase(), minorUnits, step: 1, minimum: 1}]);
          const number = Number(/[\d,]+(\.\d+)?$/.exec(text)?.[0].replaceAll(',', ''));
          if (Math.round(number * 10 ** minorUnits) !== amount) wrong.push(`${code} ${minorUnits} ${amount}: ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
  test('is written by nothing else in the pages', () => {
    const sources = import.meta.glob('../src/**/*.{ts,tsx}', {query: '?raw', import: 'default', eager: true}) as Record<string, string>;
    const writers = Object.entries(sources).filter(([, text]) => /style: ?'currency'/.test(text)).map(([path]) => path);
    expect(writers).toEqual(['../src/lib/write_money.ts']);
  });
});
