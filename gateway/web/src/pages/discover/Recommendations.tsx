import {EyeOff} from 'lucide-preact';

import {api, type Failure, isMissing, type Recommendation} from '../../api';
import {Badge} from '../../components/Badge';
import {Button} from '../../components/Button';
import {Disclosure} from '../../components/Disclosure';
import {KeyCard} from '../../components/KeyCard';
import {ErrorState, Skeleton, wordsOf} from '../../components/States';
import {toast} from '../../components/Toasts';
import {words} from '../../lib/format';
import {preload, useResource} from '../../state/resource';
import {user} from '../../state/session';
import {discover} from '../../text/discover';

const SHOWN = 4;
const recommendationsOf = () => [user.value ? `discover:${user.value.id}` : undefined, () => api.discover(SHOWN)] as const;
export const useRecommendations = () => useResource(...recommendationsOf());
export const preloadRecommendations = () => preload(...recommendationsOf());

// "tool_intent.node" becomes "A tool you use: Node".
function ruleInWords(rule: string): string {
  const [type = '', name] = rule.split('.');
  const about = discover.rules[type] ?? words(type);
  return name ? `${about}: ${words(name)}` : about;
}

function Why({offer}: {offer: Recommendation}) {
  return (
    <Disclosure class="why" summary={discover.whyThis}>
      <table class="why-table">
        <thead><tr><th scope="col">{discover.ruleHead}</th><th scope="col">{discover.pointsHead}</th></tr></thead>
        <tbody>
          {offer.contributions.map(({rule, points}) => <tr key={rule}><td>{ruleInWords(rule)}</td><td class="numbers">+{points}</td></tr>)}
        </tbody>
        <tfoot><tr><th scope="row">{discover.total}</th><td class="numbers">{offer.score}</td></tr></tfoot>
      </table>
      {offer.counterfactuals.length > 0 && (
        <>
          <h4 class="why-head">{discover.wouldChange}</h4>
          <ul class="why-list">{offer.counterfactuals.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
        </>
      )}
    </Disclosure>
  );
}

interface CardProps {
  offer: Recommendation;
  onDismiss: () => void;
}

function RecommendationCard({offer, onDismiss}: CardProps) {
  const opened = () => void api.event({event_type: 'discovery_click', key_id: offer.id, discovery_reason: offer.reason}).catch(() => undefined);
  const tone = offer.confidence === 'high' ? 'brass' : 'plain';
  return (
    <KeyCard offer={offer} onOpen={opened} aside={<Badge tone={tone}>{discover.confidence[offer.confidence]}</Badge>}>
      <div class="key-card-why">
        <p class="small">{offer.reason}</p>
        <div class="why-row">
          <Why offer={offer} />
          <Button kind="plain" size="small" class="not-interested" onClick={onDismiss}><EyeOff aria-hidden="true" />{discover.notInterested}</Button>
        </div>
      </div>
    </KeyCard>
  );
}

export function Recommendations() {
  const {data, failure, reload, set} = useRecommendations();
  const drop = (offer: Recommendation) => {
    if (data) set({...data, recommendations: data.recommendations.filter(({id}) => id !== offer.id)});
    const undo = () => void api.takeBack(offer.slug).then(reload, (error: Failure) => toast(wordsOf(error).text));
    api.dismiss(offer.slug).then(() => {
      toast(discover.dismissed(offer.title), undo);
      void reload();
    }, (error: Failure) => {
      toast(wordsOf(error).text);
      void reload();
    });
  };
  if (failure && !data) return isMissing(failure) ? null : <ErrorState failure={failure} onRetry={() => void reload()} />;
  const offers = data?.recommendations;
  return (
    <section class="section" aria-labelledby="for-you">
      <div>
        <h2 id="for-you">{discover.forYou}</h2>
        <p class="soft">{data?.optedOut?.length ? discover.optedOut : discover.forYouLead}</p>
      </div>
      {offers?.length === 0 && <p class="soft">{discover.noRecommendations}</p>}
      <ul class="cards cards-recommended">
        {offers?.map((offer) => <li key={offer.id}><RecommendationCard offer={offer} onDismiss={() => drop(offer)} /></li>)}
        {!offers && Array.from({length: SHOWN}, (_, i) => <li key={i}><Skeleton kind="block" class="skeleton-card" /></li>)}
      </ul>
    </section>
  );
}
