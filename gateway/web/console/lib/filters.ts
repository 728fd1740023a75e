// The filters of a list, kept in the address, so that a list can be linked to and the browser's back works.
import {useLocation} from 'preact-iso';

export type Filters = Record<string, string | undefined>;

export function useFilters(names: readonly string[]) {
  const {path, query, route} = useLocation();
  const values: Filters = {};
  for (const name of names) values[name] = query[name] || undefined;
  const set = (changes: Filters) => {
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries({...values, ...changes})) if (value) next.set(name, value);
    const text = next.toString();
    route(text ? `${path}?${text}` : path, true);
  };
  const isFiltered = names.some((name) => values[name]);
  return {values, set, isFiltered, clear: () => route(path, true), key: JSON.stringify(values)};
}
