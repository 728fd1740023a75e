import {describe, expect, test} from 'vitest';

import {emptyState, isNarrowed, listAddress, listQuery, parseListState} from '../src/lib/list_state';

describe('the state of the list', () => {
  test('survives its address', () => {
    const address = '/marketplace?search=web+hook&tool=stripe&tag=a%26b&price=paid&owned=true&sort=price&situation=x&choice=y';
    expect(listAddress(parseListState(address.slice('/marketplace'.length)))).toBe(address);
  });
  test('has one address, whatever the order of the parameters', () => {
    expect(listAddress(parseListState('?tag=x&search=a&tool=b'))).toBe(listAddress(parseListState('?tool=b&tag=x&search=a')));
  });
  test('passes over parameters that others put there, empty ones and unknown words', () => {
    const state = parseListState('?utm_source=mail&fbclid=1&tool=&search=&sort=random&price=cheap&owned=1');
    expect(state).toEqual(emptyState());
    expect(isNarrowed(state)).toBe(false);
    expect(listAddress(state)).toBe('/marketplace');
  });
  test('takes no more of a search than the API does', () => {
    expect(parseListState(`?search=${'x'.repeat(5000)}`).search).toHaveLength(200);
  });
  test('asks the API for what it shows', () => {
    expect(listQuery(parseListState('?search=%20hook%20&tool=next&price=free'))).toEqual(
      {search: 'hook', tool: 'next', price_max: 0, sort: 'relevance'});
    expect(listQuery(parseListState('?price=paid&sort=title&owned=true'))).toEqual(
      {search: undefined, price_min: 1, owned: true, sort: 'title'});
    expect(listQuery(parseListState('?sort=relevance')).sort).toBeUndefined();
    expect(listQuery(parseListState('?search=a&sort=relevance')).sort).toBe('relevance');
  });
});
