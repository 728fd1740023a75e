// The console's pure functions: amounts, sums of bundles, reports.
import {describe, expect, it} from 'vitest';

import type {AuditEntry, CohortReport, Order, RevenueReport} from '../console/api';
import {compare, estimate, type Part} from '../console/lib/bundle_sums';
import {keptOf, momentsOf} from '../console/lib/orders';
import {byCurrency, shade, triangle} from '../console/lib/reports';
import {warningsOf} from '../console/lib/warnings';
import {readAmount, writeAmount} from '../console/lib/words';

const part = (slug: string, price: number | null, currency = 'usd'): Part => ({slug, title: slug.toUpperCase(), price_cents: price, currency});

describe('amounts', () => {
  it.each([['49', 2, 4900], ['49.5', 2, 4950], ['49,05', 2, 4905], ['0', 2, 0], [' 7.00 ', 2, 700], ['500', 0, 500]])('"%s" with %i decimals is %i', (text, minorUnits, amount) => {
    expect(readAmount(text, minorUnits)).toBe(amount);
  });
  it.each([['', 2], ['-1', 2], ['49.005', 2], ['1.5', 0], ['1e3', 2], ['12345678901', 2], ['4 9', 2], ['.5', 2]])('"%s" with %i decimals is no amount', (text, minorUnits) => {
    expect(readAmount(text, minorUnits)).toBeUndefined();
  });
  it('reads every amount as it writes it', () => {
    for (const minorUnits of [0, 2, 3]) for (const amount of [0, 1, 9, 99, 100, 4900, 123456789]) expect(readAmount(writeAmount(amount, minorUnits), minorUnits)).toBe(amount);
  });
});

describe('a bundle beside its parts', () => {
  const parts = [part('a', 7900), part('b', 6900)];
  it('is cheaper, dearer or equal', () => {
    expect(compare(9900, 'usd', parts)).toEqual({kind: 'cheaper', by: 4900, percent: 33, parts: 14800});
    expect(compare(15200, 'usd', parts)).toEqual({kind: 'dearer', by: 400});
    expect(compare(14800, 'usd', parts)).toEqual({kind: 'equal'});
  });
  it('is not compared with parts that cannot be bought singly in its currency', () => {
    expect(compare(9900, 'usd', [...parts, part('c', null)])).toEqual({kind: 'incomparable', titles: ['C']});
    expect(compare(9900, 'usd', [part('a', 7900, 'eur')])).toEqual({kind: 'incomparable', titles: ['A']});
    expect(compare(9900, 'usd', [])).toEqual({kind: 'empty'});
  });
  it('costs an owner what the contract\'s example says', () => {
    const owned = new Set(['a', 'b']);
    const all = [part('a', 7900), part('b', 9900), part('c', 40000), part('d', 40000)];
    expect(estimate(49900, 'usd', all, owned)).toBe(32100);
  });
  it('never costs an owner more than the KEYS that are missing, nor less than nothing', () => {
    expect(estimate(9900, 'usd', parts, new Set(['a']))).toBe(2000);
    expect(estimate(14000, 'usd', [part('a', 100), part('b', 6900), part('c', 7500)], new Set(['a', 'b']))).toBe(7000);
    expect(estimate(9900, 'usd', parts, new Set(['a', 'b']))).toBe(0);
    expect(estimate(5000, 'usd', parts, new Set(['a']))).toBe(0);
    expect(estimate(9900, 'usd', [part('a', 100), part('b', 200)], new Set(['a']))).toBe(200);
    expect(estimate(9900, 'usd', [part('a', 100), part('b', null)], new Set(['a']))).toBe(9800);
  });
});

describe('a KEY', () => {
  const well = {status: 'published', available: true, price_cents: 4900, incomplete: false, bundles: []};
  const inBundle = [{id: 'b', slug: 'b', title: 'B', bundle_type: 'pro', price_cents: 1, currency: 'usd', key_count: 1}];
  it('has the warnings that say what keeps it from being bought', () => {
    expect(warningsOf(well, [{yanked: false}])).toEqual([]);
    expect(warningsOf({...well, available: false, incomplete: true}, [{yanked: false}])).toEqual(['NOT_AVAILABLE', 'INCOMPLETE']);
    expect(warningsOf({...well, price_cents: null}, [])).toEqual(['NOT_FOR_SALE']);
    expect(warningsOf({...well, price_cents: null, bundles: inBundle}, [])).toEqual([]);
    expect(warningsOf({...well, available: false}, [{yanked: true}, {yanked: true}])).toEqual(['NOT_AVAILABLE', 'WITHDRAWN']);
    expect(warningsOf({...well, status: 'draft', available: false, price_cents: null}, [{yanked: false}])).toEqual([]);
  });
});

describe('an order', () => {
  it('keeps its amount, shortfall payments included, less what was refunded', () => {
    expect(keptOf({amount_cents: 5000, refunded_cents: 900})).toBe(4100);
  });
  it('tells what happened in order of time, with the reasons of administrators', () => {
    const order = {created_at: '2026-12-01T10:00:00.000Z', currency: 'usd', receipt: {paid_at: '2026-12-01T10:01:00.000Z', finalPrice: 4900}} as Order;
    const entry = (at: string, action: string, details: unknown) => ({at, action, actor: 'me', details}) as AuditEntry;
    const entries = [entry('2026-12-03T00:00:00.000Z', 'order.note', null), entry('2026-12-02T00:00:00.000Z', 'order.refund', {reason: 'late'})];
    expect(momentsOf(order, entries, (amount) => String(amount)).map(({text, reason}) => [text, reason])).toEqual([
      ['The order was made.', undefined], ['Paid 4900.', undefined], ['Refunded by an administrator', 'late'], ['order.note', undefined],
    ]);
  });
});

describe('reports', () => {
  it('keeps currencies apart', () => {
    const row = (day: string, currency: string, net: number) => ({day, currency, net_cents: net}) as RevenueReport['rows'][number];
    const report = {rows: [row('2026-12-01', 'eur', 1), row('2026-12-01', 'usd', 2), row('2026-12-02', 'usd', 3)], totals: [row('total', 'eur', 1), row('total', 'usd', 5)]} as RevenueReport;
    expect(byCurrency(report).map(({currency, rows, total}) => [currency, rows.length, total?.net_cents])).toEqual([['eur', 1, 1], ['usd', 2, 5]]);
  });
  it('makes a triangle of cohorts with persons', () => {
    const row = (cohort: string, offset: number, persons: number, active: number) => ({cohort, offset, persons, active}) as CohortReport['rows'][number];
    const rows = [row('w1', 0, 4, 4), row('w1', 1, 4, 1), row('w2', 0, 0, 0), row('w3', 0, 2, 2)];
    expect(triangle({rows} as CohortReport)).toEqual([{cohort: 'w1', persons: 4, shares: [1, 0.25]}, {cohort: 'w3', persons: 2, shares: [1]}]);
    expect([0, 0.01, 0.2, 0.5, 1].map(shade)).toEqual([0, 1, 1, 3, 5]);
  });
});
