import {useLocation} from 'preact-iso';
import {useEffect} from 'preact/hooks';

import type {KeyList} from '../../api';
import {Button, LinkButton} from '../../components/Button';
import {Disclosure} from '../../components/Disclosure';
import {Select} from '../../components/Field';
import {KeyCard} from '../../components/KeyCard';
import {EmptyState, ErrorState, FailureNotice, Skeleton} from '../../components/States';
import {countFilters, isNarrowed, listAddress, type ListState, parseListState, type Sort, SORTS} from '../../lib/list_state';
import {announce, usePage, useScrollPosition} from '../../state/navigation';
import {dataOfPage} from '../../state/page_data';
import {isSignedIn} from '../../state/session';
import {discover} from '../../text/discover';
import {ActiveFilters, Filters} from './Filters';
import {GuidedStart, preloadSituations} from './GuidedStart';
import {preloadRecommendations, Recommendations} from './Recommendations';
import {PAGE_SIZE, preloadList, totalOf, useFacets, useKeyList} from './use_key_list';

function SortSelect({state}: {state: ListState}) {
  const {route} = useLocation();
  const hasSearch = state.search.trim() !== '';
  const options = SORTS.filter((sort) => sort !== 'relevance' || hasSearch).map((sort) => ({value: sort, label: discover.sorts[sort] ?? sort}));
  const value = state.sort ?? (hasSearch ? 'relevance' : 'newest');
  return <Select label={discover.sort} isLabelHidden value={value} options={options} onChange={(sort) => route(listAddress({...state, sort: sort as Sort}))} />;
}

function Nothing({state}: {state: ListState}) {
  if (!isNarrowed(state)) return <EmptyState title={discover.catalogEmpty}><p>{discover.catalogEmptyText}</p></EmptyState>;
  return (
    <EmptyState title={discover.nothingFound}>
      <p>{discover.nothingFoundText}</p>
      <LinkButton href="/marketplace">{discover.clearAll}</LinkButton>
    </EmptyState>
  );
}

function Results({state, list}: {state: ListState; list: ReturnType<typeof useKeyList>}) {
  const {data, failure, reload, more, showMore} = list;
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (data && data.keys.length === 0) return <Nothing state={state} />;
  const show = async () => {
    const shown = await showMore();
    if (shown !== undefined) announce(discover.moreShown(shown));
  };
  return (
    <>
      <ul class="cards" aria-busy={list.isLoading ? 'true' : undefined}>
        {data?.keys.map((key) => <li key={key.id}><KeyCard offer={key} /></li>)}
        {!data && Array.from({length: 6}, (_, i) => <li key={i}><Skeleton kind="block" class="skeleton-card" /></li>)}
      </ul>
      {more.failure && <FailureNotice failure={more.failure} />}
      {data?.next && (data.keys.length >= PAGE_SIZE || more.failure) && (
        <div class="show-more"><Button size="large" isBusy={more.isLoading} onClick={() => void show()}>{discover.showMore}</Button></div>
      )}
    </>
  );
}

function List({state, list, facets, total}: {
  state: ListState; list: ReturnType<typeof useKeyList>; facets: ReturnType<typeof useFacets>; total: number | undefined;
}) {
  const search = state.search.trim();
  const count = total === undefined ? '' : discover.resultCount(total);
  const said = search ? `${count} ${discover.resultsFor(search)}` : count;
  useEffect(() => {
    if (isNarrowed(state) && total !== undefined) announce(said);
  }, [said]);
  return (
    <section class="list" aria-labelledby="results">
      <div class="list-head">
        <div class="list-title">
          <h2 id="results">{isNarrowed(state) ? discover.results : discover.allKeys}</h2>
          <span class="soft numbers">{said}</span>
        </div>
        <SortSelect state={state} />
      </div>
      <aside class="list-filters"><Filters state={state} facets={facets.data} /></aside>
      <div class="list-filters-small">
        <Disclosure class="card filters-fold" summary={discover.filtersCount(countFilters(state))}><Filters state={state} facets={facets.data} /></Disclosure>
      </div>
      <div class="list-results">
        <ActiveFilters state={state} />
        <Results state={state} list={list} />
      </div>
    </section>
  );
}

// The server puts only the list without filters into the page.
const embeddedList = (state: ListState, path: string) => (isNarrowed(state) || state.sort ? undefined : dataOfPage<KeyList>(path));

export function load(): Promise<unknown> {
  const state = parseListState(location.search);
  return Promise.all([preloadList(state, embeddedList(state, location.pathname)), preloadSituations(), preloadRecommendations()]);
}

export default function DiscoverPage() {
  const {url, path} = useLocation();
  const state = parseListState(new URL(url, location.origin).search);
  const list = useKeyList(state, embeddedList(state, path));
  const facets = useFacets(state);
  const total = totalOf(facets.data);
  usePage(discover.pageTitle);
  useScrollPosition(list.data !== undefined, url, ['/', '/marketplace', '/marketplace/keys']);
  // A visitor who filters or searches needs no guided start.
  const isBrowsing = isNarrowed(state) && !state.situation;
  return (
    <div class="page">
      {isBrowsing ? <h1 class="visually-hidden" tabIndex={-1}>{discover.pageTitle}</h1> : <GuidedStart state={state} total={total} />}
      {isSignedIn.value && !isBrowsing && <Recommendations />}
      <List state={state} list={list} facets={facets} total={total} />
    </div>
  );
}
