import {X} from 'lucide-preact';

import type {FacetCount, FacetName} from '../../api';
import {familyWords} from '../../components/Badge';
import {Disclosure} from '../../components/Disclosure';
import {words} from '../../lib/format';
import {countFilters, emptyState, FACETS, listAddress, type ListState, PRICES, type PriceRange} from '../../lib/list_state';
import {isSignedIn} from '../../state/session';
import {discover} from '../../text/discover';
import type {CountedFacets} from './use_key_list';

const AT_ONCE = 6;
const ALWAYS_OPEN: FacetName[] = ['tool', 'outcome', 'maturity'];
const AS_WRITTEN: FacetName[] = ['license', 'tag'];

export function valueInWords(name: FacetName, value: string): string {
  if (name === 'tool' || name === 'key_type') return familyWords(value);
  if (AS_WRITTEN.includes(name)) return value;
  return name === 'severity_level' ? value.toUpperCase() : words(value);
}

interface OptionProps {
  href: string;
  label: string;
  count?: number;
  isSet: boolean;
}

// A filter is a link: it can be opened in a tab of its own, and Back takes it away.
function Option({href, label, count, isSet}: OptionProps) {
  return (
    <li>
      <a class="facet-option" href={href} aria-current={isSet ? 'true' : undefined} rel="nofollow">
        <span>{label}</span>
        {isSet ? <X aria-hidden="true" /> : count !== undefined && <span class="facet-count numbers">{count}</span>}
      </a>
    </li>
  );
}

function Facet({name, counts, state}: {name: FacetName; counts: FacetCount[]; state: ListState}) {
  const chosen = state.facets[name];
  const option = ({value, count}: FacetCount) => {
    const isSet = chosen === value;
    const {[name]: _, ...rest} = state.facets;
    const href = listAddress({...state, facets: isSet ? rest : {...rest, [name]: value}});
    return <Option key={value} href={href} label={valueInWords(name, value)} count={count} isSet={isSet} />;
  };
  // The value that is set stands first, even when no KEY has it.
  const sorted = [...counts.filter(({value}) => value === chosen), ...counts.filter(({value}) => value !== chosen)];
  if (chosen !== undefined && sorted[0]?.value !== chosen) sorted.unshift({value: chosen, count: 0});
  return (
    <Disclosure class="facet" summary={discover.facets[name]} isOpen={ALWAYS_OPEN.includes(name) || chosen !== undefined}>
      <ul class="facet-options">{sorted.slice(0, AT_ONCE).map(option)}</ul>
      {sorted.length > AT_ONCE && (
        <Disclosure class="facet-more" summary={<span class="small soft">{discover.moreFacets}</span>}>
          <ul class="facet-options">{sorted.slice(AT_ONCE).map(option)}</ul>
        </Disclosure>
      )}
    </Disclosure>
  );
}

export function Filters({state, facets}: {state: ListState; facets: CountedFacets | undefined}) {
  const priceOption = (range: PriceRange) => {
    const isSet = state.price === range;
    const href = listAddress({...state, price: isSet ? undefined : range});
    return <Option key={range} href={href} label={discover.prices[range] ?? range} isSet={isSet} />;
  };
  return (
    <nav class="facets" aria-label={discover.filters}>
      {FACETS.map((name) => {
        const counts = facets?.[name] ?? [];
        return (counts.length > 1 || state.facets[name]) && <Facet key={name} name={name} counts={counts} state={state} />;
      })}
      <Disclosure class="facet" summary={discover.price} isOpen>
        <ul class="facet-options">
          {PRICES.map(priceOption)}
          {isSignedIn.value && <Option href={listAddress({...state, owned: !state.owned})} label={discover.owned} isSet={state.owned} />}
        </ul>
      </Disclosure>
    </nav>
  );
}

// Lists the filters that are set, each with a link that removes it.
export function ActiveFilters({state}: {state: ListState}) {
  if (countFilters(state) === 0) return null;
  const chip = (label: string, href: string) => (
    <li key={label}><a class="chip" href={href} aria-label={discover.removeFilter(label)}>{label}<X aria-hidden="true" /></a></li>
  );
  const {search, sort} = state;
  return (
    <ul class="chips">
      {(Object.entries(state.facets) as [FacetName, string][]).map(([name, value]) => {
        const {[name]: _, ...rest} = state.facets;
        return chip(`${discover.facets[name]}: ${valueInWords(name, value)}`, listAddress({...state, facets: rest}));
      })}
      {state.price && chip(`${discover.price}: ${discover.prices[state.price]}`, listAddress({...state, price: undefined}))}
      {state.owned && chip(discover.owned, listAddress({...state, owned: false}))}
      <li><a class="chip chip-clear" href={listAddress({...emptyState(), search, sort})}>{discover.clearAll}</a></li>
    </ul>
  );
}
