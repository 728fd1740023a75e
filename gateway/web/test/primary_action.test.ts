import {describe, expect, test} from 'vitest';

import type {BundleOfKey} from '../src/api';
import {primaryAction} from '../src/lib/primary_action';
import {percentSaved, singly} from '../src/pages/bundles/sums';

const offer = {hasAccess: false, available: true, price_cents: 5900 as number | null, currency: 'usd', bundles: [] as BundleOfKey[]};
const bundle = (slug: string, price_cents: number): BundleOfKey => ({id: slug, slug, title: slug, bundle_type: 'pro', price_cents, currency: 'usd', key_count: 3});

describe('the one thing to do on the page of a KEY', () => {
  test('is to download the version shown, for whoever has access', () => {
    expect(primaryAction({...offer, hasAccess: true}, '1.1.0')).toEqual({kind: 'download', version: '1.1.0'});
  });
  test('is to buy, to take for free, or the cheapest bundle', () => {
    expect(primaryAction(offer, '1.0.0')).toEqual({kind: 'buy', amount: 5900, currency: 'usd'});
    expect(primaryAction({...offer, price_cents: 0}, '1.0.0')).toEqual({kind: 'claim'});
    const cheap = bundle('cheap', 100);
    expect(primaryAction({...offer, price_cents: null, bundles: [bundle('dear', 200), cheap]}, '1.0.0')).toEqual({kind: 'bundle', bundle: cheap});
  });
  test('is nothing where there is nothing to have', () => {
    expect(primaryAction({...offer, available: false}, '1.0.0')).toEqual({kind: 'unavailable'});
    expect(primaryAction({...offer, available: false, hasAccess: true}, '1.0.0')).toEqual({kind: 'unavailable'});
    expect(primaryAction({...offer, price_cents: null}, '1.0.0')).toEqual({kind: 'not-for-sale'});
  });
});

describe('what a bundle saves', () => {
  const key = (price_cents: number | null) => ({id: '', slug: '', title: '', key_type: '', tool: '', price_cents});
  test('is against the sum of what is sold singly', () => {
    expect(singly({keys: [key(100), key(250), key(0)]})).toEqual({sum: 350, count: 3, isWhole: true});
    expect(singly({keys: [key(100), key(null)]})).toEqual({sum: 100, count: 2, isWhole: false});
    expect(singly({keys: [{...key(100), slug: 'mine'}, key(250)]}, ['mine'])).toEqual({sum: 250, count: 1, isWhole: true});
  });
  test('is never made larger by rounding', () => {
    expect(percentSaved(27400, 19900)).toBe(27);
    expect(percentSaved(300, 200)).toBe(33);
    expect(percentSaved(1000, 999)).toBe(0);
    expect(percentSaved(0, 0)).toBe(0);
  });
});
