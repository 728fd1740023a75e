import {Layers} from 'lucide-preact';
import {useLocation} from 'preact-iso';

import {api, type Bundle} from '../../api';
import {Badge} from '../../components/Badge';
import {KeyMark} from '../../components/KeyMark';
import {EmptyState, ErrorState, Skeleton} from '../../components/States';
import {price} from '../../lib/money';
import {usePage, useScrollPosition} from '../../state/navigation';
import {dataOfPage} from '../../state/page_data';
import {preload, useResource} from '../../state/resource';
import {bundleText} from '../../text/bundle';
import {common} from '../../text/common';
import {Saving} from './Saving';
import {singly} from './sums';

const FANNED = 4;

function BundleCard({bundle}: {bundle: Bundle}) {
  const {sum, isWhole} = singly(bundle);
  return (
    <article class="card bundle-card family-bundle">
      <div class="bundle-fan">{bundle.keys.slice(0, FANNED).map(({slug}) => <KeyMark key={slug} slug={slug} />)}</div>
      <div class="bundle-card-body">
        <div class="row"><Badge tone="family">{bundleText.types[bundle.bundle_type] ?? bundle.bundle_type}</Badge><span class="small soft">{common.keyCount(bundle.keys.length)}</span></div>
        <h2 class="key-card-title"><a href={`/marketplace/bundles/${encodeURIComponent(bundle.slug)}`}>{bundle.title}</a></h2>
        <p class="soft small">{bundle.description}</p>
        <div class="bundle-price">
          <span class="price numbers">{price(bundle.price_cents, bundle.currency)}</span>
          {sum > bundle.price_cents && <s class="soft numbers">{price(sum, bundle.currency)}</s>}
        </div>
        <Saving from={sum} to={bundle.price_cents} currency={bundle.currency} isWhole={isWhole} />
      </div>
    </article>
  );
}

const bundlesOf = (path: string) => ['bundles', api.bundles, dataOfPage<{bundles: Bundle[]}>(path)?.bundles] as const;
export const load = () => preload(...bundlesOf(location.pathname));

export default function BundlesPage() {
  const {path, url} = useLocation();
  const {data, failure, reload} = useResource(...bundlesOf(path));
  usePage(bundleText.listTitle);
  useScrollPosition(data !== undefined, url, ['/marketplace/bundles']);
  return (
    <div class="page">
      <header class="hero">
        <h1 tabIndex={-1}>{bundleText.listTitle}</h1>
        <p class="hero-lead">{bundleText.listLead}</p>
      </header>
      {failure && !data && <ErrorState failure={failure} onRetry={() => void reload()} />}
      {data?.length === 0 && <EmptyState icon={Layers} title={bundleText.none}><p>{bundleText.noneText}</p></EmptyState>}
      <ul class="bundle-cards">
        {data?.map((bundle) => <li key={bundle.id}><BundleCard bundle={bundle} /></li>)}
        {!data && !failure && Array.from({length: 3}, (_, i) => <li key={i}><Skeleton kind="block" class="skeleton-card" /></li>)}
      </ul>
    </div>
  );
}
