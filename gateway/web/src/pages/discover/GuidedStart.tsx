import {ArrowRight, RotateCcw} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import {useState} from 'preact/hooks';

import {api, type Choice, type Failure, type Situation} from '../../api';
import {Button, LinkButton} from '../../components/Button';
import {FailureNotice, Skeleton} from '../../components/States';
import {emptyState, listAddress, type ListState} from '../../lib/list_state';
import {preload, useResource} from '../../state/resource';
import {isSignedIn, signInHref} from '../../state/session';
import {discover} from '../../text/discover';
import {useRecommendations} from './Recommendations';

export const useSituations = () => useResource('situations', api.situations);
export const preloadSituations = () => preload('situations', api.situations);

const address = (situation: Situation, choice?: Choice, filters = {}): string =>
  listAddress({...emptyState(), situation: situation.id, choice: choice?.id ?? '', ...filters});

// For a visitor who is signed out, the choice becomes filters in the address.
function filtersOf(situation: Situation, choice: Choice): Partial<ListState> {
  const {search, ...facets} = {...situation.filters, ...choice.filters};
  return {facets, ...(search ? {search} : {})};
}

function SituationGrid({situations}: {situations: Situation[] | undefined}) {
  return (
    <ul class="situations" aria-label={discover.situations}>
      {situations?.map((situation) => (
        <li key={situation.id}>
          <a class="situation" href={address(situation)}>
            <span class="situation-title">{situation.title}</span>
            <span class="situation-text">{situation.sentence}</span>
            <ArrowRight aria-hidden="true" />
          </a>
        </li>
      ))}
      {!situations && Array.from({length: 8}, (_, i) => <li key={i}><Skeleton kind="block" class="situation-skeleton" /></li>)}
    </ul>
  );
}

function ChoiceList({situation}: {situation: Situation}) {
  const {route} = useLocation();
  const recommendations = useRecommendations();
  const [busy, setBusy] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const choose = async (choice: Choice) => {
    if (!isSignedIn.value) return route(address(situation, choice, filtersOf(situation, choice)));
    setBusy(choice.id);
    setFailure(undefined);
    try {
      // The newest signal of each type counts, so those of the choice are sent last.
      for (const signal of [...situation.signals, ...choice.signals]) await api.signal(signal);
      await recommendations.reload();
      route(address(situation, choice));
    } catch (error) {
      setFailure(error as Failure);
    } finally {
      setBusy('');
    }
  };
  return (
    <div class="choices">
      <div>
        <p class="eyebrow">{discover.yourSituation}</p>
        <h2>{situation.title}</h2>
        <p class="soft">{situation.sentence}</p>
      </div>
      <fieldset>
        <legend class="choices-legend">{discover.whichOne}</legend>
        <div class="choices-list">
          {situation.choices.map((choice) => (
            <Button key={choice.id} size="large" class="choice" isBusy={busy === choice.id} onClick={() => void choose(choice)}>
              <span>{choice.title}</span><ArrowRight aria-hidden="true" />
            </Button>
          ))}
        </div>
      </fieldset>
      {failure && <FailureNotice failure={failure} />}
      <StartOver />
    </div>
  );
}

const StartOver = () => (
  <LinkButton kind="plain" size="small" class="start-over" href="/marketplace"><RotateCcw aria-hidden="true" />{discover.startOver}</LinkButton>
);

function Chosen({situation, choice, total}: {situation: Situation; choice: Choice; total: number | undefined}) {
  const {url} = useLocation();
  return (
    <div class="chosen">
      <div>
        <p class="eyebrow">{discover.yourSituation}</p>
        <h2>{situation.title}</h2>
        <p>{choice.title}</p>
      </div>
      <p class="soft">
        {isSignedIn.value ? discover.signalsSent : total === 0 ? discover.nothingFits : total !== undefined && discover.fits(total)}
        {!isSignedIn.value && <> <a href={signInHref(url)}>{discover.signInForMore}</a></>}
      </p>
      <StartOver />
    </div>
  );
}

// Leads from a situation to KEYS in two clicks. Without situations only the heading is shown.
export function GuidedStart({state, total}: {state: ListState; total: number | undefined}) {
  const {data: situations, failure} = useSituations();
  const situation = situations?.find(({id}) => id === state.situation);
  const choice = situation?.choices.find(({id}) => id === state.choice);
  return (
    <section class="hero" aria-labelledby="hero">
      <h1 id="hero" class="hero-title" tabIndex={-1}>{discover.heading}</h1>
      <p class="hero-lead">{discover.lead}</p>
      {situation && choice && <Chosen situation={situation} choice={choice} total={total} />}
      {situation && !choice && <ChoiceList situation={situation} />}
      {!situation && !(failure && !situations) && <SituationGrid situations={situations} />}
    </section>
  );
}
