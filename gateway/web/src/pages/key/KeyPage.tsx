import {useLocation, useRoute} from 'preact-iso';
import {useEffect} from 'preact/hooks';

import {api, isMissing, type KeyDetail, type Situation, type VersionFacts} from '../../api';
import {Badge, Family, familyName} from '../../components/Badge';
import {Crumbs} from '../../components/Crumbs';
import {ItemRow} from '../../components/ItemRow';
import {KeyMark} from '../../components/KeyMark';
import {Price} from '../../components/Price';
import {ErrorState, Skeleton} from '../../components/States';
import {keyHref} from '../../components/KeyCard';
import {sentence, words} from '../../lib/format';
import {listAddress, emptyState} from '../../lib/list_state';
import {preloadBuyers} from '../../purchase/BuyerPicker';
import {preloadQuote} from '../../purchase/quotes';
import {preload, useResource} from '../../state/resource';
import {usePage, useScrollPosition} from '../../state/navigation';
import {dataOfPage, pageIsMissing} from '../../state/page_data';
import {common} from '../../text/common';
import {discover} from '../../text/discover';
import {keyText} from '../../text/key';
import NotFoundPage from '../NotFoundPage';
import {preloadSituations, useSituations} from '../discover/GuidedStart';
import {BundleOffers} from './BundleOffers';
import {BuyBox} from './BuyBox';
import {Inside} from './Inside';
import {KeyFacts} from './KeyFacts';
import {Requirements} from './Requirements';
import {Screenshots} from './Screenshots';
import {preloadVersion, useVersion} from './use_version';

// Finds the situations whose choices lead to this KEY: the guided start read backwards.
function situationsOf(offer: KeyDetail, situations: Situation[] | undefined): {situation: Situation; choice: string}[] {
  return (situations ?? []).flatMap((situation) => situation.choices.filter((choice) => {
    const {search, tag, ...rest} = {...situation.filters, ...choice.filters};
    const fits = Object.entries(rest).every(([name, value]) => name === 'key_type' ?
      offer.key_type === value || offer.key_types.includes(value ?? '') : offer[name as 'tool' | 'outcome' | 'maturity'] === value);
    return !search && fits && (!tag || offer.tags.includes(tag));
  }).map((choice) => ({situation, choice: choice.title})));
}

function When({offer}: {offer: KeyDetail}) {
  const {data} = useSituations();
  const reasons = [
    ...situationsOf(offer, data).map(({situation, choice}) => sentence(`${situation.title}: ${choice}`)),
    ...(offer.severity_level ? [keyText.severity(offer.severity_level)] : []),
    ...(offer.maturity && keyText.maturity[offer.maturity] ? [keyText.maturity[offer.maturity]] : []),
    ...(offer.outcome ? [keyText.outcome(words(offer.outcome).toLowerCase())] : []),
  ];
  if (reasons.length === 0) return null;
  return (
    <section class="section" aria-labelledby="when">
      <h2 id="when">{keyText.whenTitle}</h2>
      <ul class="when">{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
    </section>
  );
}

function Related({offer}: {offer: KeyDetail}) {
  if (offer.relatedKeys.length === 0) return null;
  return (
    <section class="section" aria-labelledby="related">
      <h2 id="related">{keyText.relatedTitle}</h2>
      <ul class="rows card">
        {offer.relatedKeys.map((related) => (
          <li key={related.id}>
            <ItemRow slug={related.slug} tool={related.tool ?? ''} href={keyHref(related.slug)} title={related.title} text={related.reason}>
              {related.currency && <Price offer={related} />}
            </ItemRow>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Loading() {
  return (
    <div class="page" aria-busy="true" aria-label={common.loading}>
      <div class="crumbs"><Skeleton /></div>
      <div class="detail">
        <div class="stack"><Skeleton kind="block" /><Skeleton kind="title" /><Skeleton /><Skeleton /><Skeleton /></div>
        <div class="stack"><Skeleton kind="block" /><Skeleton kind="block" /></div>
      </div>
    </div>
  );
}

const NeedsLoading = () => <div aria-busy="true" aria-label={common.loading}><Skeleton /><Skeleton /><Skeleton /></div>;

// The author's pictures stand below the title, because they say little without it.
function Pictures({facts}: {facts: VersionFacts | undefined}) {
  if (!facts) return <div class="shots shot-waiting" aria-busy="true" aria-label={common.loading}><Skeleton kind="block" /></div>;
  return facts.screenshots.length > 0 ? <Screenshots pictures={facts.screenshots} /> : null;
}

function Detail({offer, reload}: {offer: KeyDetail; reload: () => void}) {
  const shown = useVersion(offer);
  const {facts} = shown;
  // If the newest version has pictures, their place is kept while another version is being read.
  const hasPictures = (facts ?? offer).screenshots.length > 0;
  const family = {...emptyState(), facets: {tool: offer.tool}};
  return (
    <div class="page">
      <Crumbs steps={[{href: '/marketplace', label: common.browse}, {href: listAddress(family), label: familyName(offer.tool)}]} here={offer.title} />
      <div class="detail">
        <div class="detail-head">
          <header class={`key-head family-${offer.tool}`}>
            {!hasPictures && <div class="key-head-cover"><KeyMark slug={offer.slug} /></div>}
            <div class="row">
              <Family tool={offer.tool} />
              {offer.key_types.filter((type) => type !== offer.tool).map((type) => <Badge key={type}>{words(type)}</Badge>)}
              {offer.maturity && <Badge>{discover.maturity[offer.maturity] ?? offer.maturity}</Badge>}
            </div>
            <h1 tabIndex={-1}>{offer.title}</h1>
            <p class="key-lead">{offer.description}</p>
            {hasPictures && <Pictures facts={facts} />}
          </header>
        </div>
        <aside class="detail-aside stack">
          <BuyBox offer={offer} version={shown.version} onFulfilled={reload} />
          <BundleOffers offer={offer} />
          <KeyFacts offer={offer} shown={shown} />
        </aside>
        <div class="detail-body">
          <When offer={offer} />
          <section class="section" aria-labelledby="needs">
            <h2 id="needs">{keyText.needsTitle}</h2>
            {facts ? <Requirements manifest={facts} /> : shown.failure ? <ErrorState failure={shown.failure} onRetry={shown.reload} /> : <NeedsLoading />}
          </section>
          <section class="section" aria-labelledby="inside">
            <h2 id="inside">{keyText.insideTitle}</h2>
            {(facts || !shown.failure) && <Inside offer={offer} shown={shown} />}
          </section>
          <Related offer={offer} />
        </div>
      </div>
    </div>
  );
}

const keyOf = (slug: string, path: string) => [`key:${slug}`, () => api.key(slug), dataOfPage<{key: KeyDetail}>(path)?.key] as const;

export async function load({slug = ''}: Record<string, string>): Promise<unknown> {
  const more = preload(...keyOf(slug, location.pathname)).then((offer) => offer && Promise.all([
    preloadVersion(offer), ...(offer.hasAccess ? [] : offer.bundles ?? []).map((bundle) => preloadQuote(bundle.slug)),
  ]));
  return Promise.all([preloadSituations(), preloadBuyers(), more]);
}

export default function KeyPage() {
  const {params} = useRoute();
  const {path, url} = useLocation();
  const slug = params.slug ?? '';
  const {data, failure, reload} = useResource(...keyOf(slug, path));
  usePage(data?.title);
  useScrollPosition(data !== undefined, url, [`/marketplace/${slug}`, `/marketplace/keys/${slug}`]);
  useEffect(() => {
    if (data) void api.event({event_type: 'view', key_id: data.id}).catch(() => undefined);
  }, [data?.id]);
  if (isMissing(failure) || (!data && pageIsMissing(path))) return <NotFoundPage />;
  if (failure && !data) return <div class="page page-state"><ErrorState failure={failure} onRetry={() => void reload()} /></div>;
  return data ? <Detail key={slug} offer={data} reload={() => void reload()} /> : <Loading />;
}
