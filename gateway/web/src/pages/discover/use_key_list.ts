// Pages through the list: first every KEY that can be had, then those that cannot be had yet.
import {useState} from 'preact/hooks';

import {api, type Failure, type Facets, type FacetName, type Key, type KeyList} from '../../api';
import {type ListState, listQuery} from '../../lib/list_state';
import {preload, useResource} from '../../state/resource';

export const PAGE_SIZE = 24;

interface Loaded {
  keys: Key[];
  // The next page to load; undefined when all pages are loaded.
  next: {available: boolean; cursor?: string} | undefined;
}
// Remembers how many entries of a list were shown, so that coming back shows as many, even after the browser has loaded
// another page meanwhile.
const SHOWN = 'keys.shown';
const MOST_LISTS = 50;
const wanted = new Map<string, number>(readShown());

function readShown(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(SHOWN) ?? '[]') as [string, number][];
  } catch {
    return [];
  }
}

function remember(key: string, shown: number): void {
  wanted.delete(key);
  wanted.set(key, shown);
  for (const oldest of [...wanted.keys()].slice(0, -MOST_LISTS)) wanted.delete(oldest);
  try {
    sessionStorage.setItem(SHOWN, JSON.stringify([...wanted]));
  } catch {
    // Without storage the number is known until the page is loaded again.
  }
}

const BEGIN: Loaded = {keys: [], next: {available: true}};

async function loadMore(query: ReturnType<typeof listQuery>, from: Loaded, until: number): Promise<Loaded> {
  let {keys, next} = from;
  while (next && keys.length < until) {
    const page: KeyList = await api.keys({...query, limit: PAGE_SIZE, available: next.available, cursor: next.cursor});
    // A KEY that changes its place in the order between two pages would be shown twice.
    const known = new Set(keys.map(({id}) => id));
    keys = [...keys, ...page.keys.filter(({id}) => !known.has(id))];
    if (page.next_cursor) next = {available: next.available, cursor: page.next_cursor};
    else next = next.available ? {available: false} : undefined;
  }
  return {keys, next};
}

// The list that came with the page, in its order. It is of use only when it is complete, because pages of the list are
// split by whether a KEY can be had.
function firstPage(list: KeyList | undefined): Loaded | undefined {
  if (!list || list.next_cursor) return undefined;
  return {keys: [...list.keys.filter((key) => key.available), ...list.keys.filter((key) => !key.available)], next: undefined};
}

function listOf(state: ListState) {
  const query = listQuery(state);
  const key = `keys:${JSON.stringify(query)}`;
  return {query, key, read: () => loadMore(query, BEGIN, wanted.get(key) ?? PAGE_SIZE)};
}

export function useKeyList(state: ListState, embedded: KeyList | undefined) {
  const {query, key, read} = listOf(state);
  const list = useResource<Loaded>(key, read, firstPage(embedded));
  const [more, setMore] = useState<{isLoading: boolean; failure?: Failure}>({isLoading: false});

  async function showMore(): Promise<number | undefined> {
    if (!list.data) return undefined;
    setMore({isLoading: true});
    try {
      const loaded = await loadMore(query, list.data, list.data.keys.length + PAGE_SIZE);
      remember(key, loaded.keys.length);
      list.set(loaded);
      setMore({isLoading: false});
      return loaded.keys.length;
    } catch (failure) {
      setMore({isLoading: false, failure: failure as Failure});
      return undefined;
    }
  }
  return {...list, more, showMore};
}

// Reads the counts for every filter. Those of a filter that is set are counted as if it were not, so that it can be
// changed.
async function readFacets(state: ListState): Promise<Facets> {
  const count = (from: ListState) => api.keys({...listQuery({...from, sort: undefined}), limit: 1, facets: true}).then(({facets}) => facets ?? {});
  const set = Object.keys(state.facets) as FacetName[];
  const [all, ...others] = await Promise.all([count(state), ...set.map((name) => {
    const {[name]: _, ...rest} = state.facets;
    return count({...state, facets: rest});
  })]);
  const merged: Facets = {...all};
  set.forEach((name, i) => {
    merged[name] = others[i]?.[name] ?? [];
  });
  // A KEY has one family, so the counts of families under all filters add up to the number of results.
  return {...merged, counted: all?.tool ?? []} as Facets;
}

export interface CountedFacets extends Facets {
  counted?: {value: string; count: number}[];
}

function facetsOf(state: ListState): [string, () => Promise<CountedFacets>] {
  const {sort: _, ...query} = listQuery(state);
  return [`facets:${JSON.stringify(query)}`, () => readFacets(state)];
}

export const useFacets = (state: ListState) => useResource<CountedFacets>(...facetsOf(state));

export function preloadList(state: ListState, embedded: KeyList | undefined): Promise<unknown> {
  const {key, read} = listOf(state);
  return Promise.all([preload(key, read, firstPage(embedded)), preload(...facetsOf(state))]);
}

export const totalOf = (facets: CountedFacets | undefined): number | undefined =>
  facets?.counted?.reduce((sum, {count}) => sum + count, 0);
