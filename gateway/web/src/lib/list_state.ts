// The state of the list as the address has it: every filter, the search, the order. Unknown parameters (utm_source,
// fbclid, …) are ignored.
import type {FacetName} from '../api';

export const FACETS: FacetName[] = ['tool', 'key_type', 'outcome', 'maturity', 'severity_level', 'difficulty', 'category', 'license', 'tag'];
export const SORTS = ['newest', 'title', 'price', 'relevance'] as const;
export type Sort = (typeof SORTS)[number];
export const PRICES = ['free', 'paid'] as const;
export type PriceRange = (typeof PRICES)[number];

export interface ListState {
  search: string;
  facets: Partial<Record<FacetName, string>>;
  sort: Sort | undefined;
  price: PriceRange | undefined;
  owned: boolean;
  // The situation and choice of the guided start that led here.
  situation: string;
  choice: string;
}

export const LONGEST_SEARCH = 200;

const oneOf = <T extends string>(words: readonly T[], value: string | null): T | undefined => words.find((word) => word === value);

export function parseListState(search: string): ListState {
  const parameters = new URLSearchParams(search);
  const facets: ListState['facets'] = {};
  for (const name of FACETS) {
    const value = parameters.get(name)?.trim();
    if (value) facets[name] = value.slice(0, LONGEST_SEARCH);
  }
  return {
    search: (parameters.get('search') ?? '').slice(0, LONGEST_SEARCH),
    facets,
    sort: oneOf(SORTS, parameters.get('sort')),
    price: oneOf(PRICES, parameters.get('price')),
    owned: parameters.get('owned') === 'true',
    situation: parameters.get('situation') ?? '',
    choice: parameters.get('choice') ?? '',
  };
}

// The same state always has the same address.
export function listAddress(state: ListState, path = '/marketplace'): string {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | undefined) => value && parameters.set(name, value);
  set('search', state.search.trim());
  for (const name of FACETS) set(name, state.facets[name]);
  set('price', state.price);
  if (state.owned) set('owned', 'true');
  set('sort', state.sort);
  set('situation', state.situation);
  set('choice', state.choice);
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

export const emptyState = (): ListState => parseListState('');

// Returns the parameters for the API. `available` pages first through KEYS that can be had, then through those that
// cannot.
export function listQuery(state: ListState): Record<string, string | number | boolean | undefined> {
  const search = state.search.trim() || undefined;
  // Without a search there is no order by relevance.
  const sort = state.sort === 'relevance' ? undefined : state.sort;
  return {
    search,
    ...state.facets,
    ...(state.price === 'free' ? {price_max: 0} : {}),
    ...(state.price === 'paid' ? {price_min: 1} : {}),
    ...(state.owned ? {owned: true} : {}),
    sort: sort ?? (search && 'relevance'),
  };
}

export const countFilters = (state: ListState): number =>
  Object.keys(state.facets).length + (state.price ? 1 : 0) + (state.owned ? 1 : 0);

export const isNarrowed = (state: ListState): boolean => countFilters(state) > 0 || state.search.trim() !== '';
