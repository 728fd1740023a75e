import {Check} from 'lucide-preact';
import {useLocation, useRoute} from 'preact-iso';
import {useEffect, useState} from 'preact/hooks';

import {api, type Bundle, isMissing} from '../../api';
import {Badge, familyName} from '../../components/Badge';
import {Crumbs} from '../../components/Crumbs';
import {ItemRow} from '../../components/ItemRow';
import {keyHref} from '../../components/KeyCard';
import {KeyMark} from '../../components/KeyMark';
import {ErrorState, Skeleton} from '../../components/States';
import {price} from '../../lib/money';
import {preloadBuyers} from '../../purchase/BuyerPicker';
import {preloadQuote, useQuote} from '../../purchase/quotes';
import {usePage, useScrollPosition} from '../../state/navigation';
import {dataOfPage, pageIsMissing} from '../../state/page_data';
import {preload, useResource} from '../../state/resource';
import {bundleText} from '../../text/bundle';
import {common} from '../../text/common';
import NotFoundPage from '../NotFoundPage';
import {BundleBuyBox} from './BundleBuyBox';

function Contents({bundle, owned}: {bundle: Bundle; owned: string[]}) {
  return (
    <section class="section" aria-labelledby="contents">
      <div class="section-head"><h2 id="contents">{bundleText.contents}</h2><span class="soft">{common.keyCount(bundle.keys.length)}</span></div>
      <ul class="rows card">
        {bundle.keys.map((key) => (
          <li key={key.id}>
            <ItemRow slug={key.slug} tool={key.tool} href={keyHref(key.slug)} title={key.title} text={familyName(key.tool)}>
              {owned.includes(key.slug) ? <Badge tone="good"><Check aria-hidden="true" />{bundleText.owned}</Badge> :
                key.price_cents === null ? <span class="small soft">{bundleText.notSingly}</span> :
                <span class="numbers">{key.price_cents === 0 ? common.free : price(key.price_cents, bundle.currency)}</span>}
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
      <div class="detail"><div class="stack"><Skeleton kind="block" /><Skeleton kind="title" /><Skeleton /><Skeleton /></div><Skeleton kind="block" /></div>
    </div>
  );
}

function Detail({bundle, reload}: {bundle: Bundle; reload: () => void}) {
  const [orgId, setOrgId] = useState('');
  const quote = useQuote(bundle.slug, orgId);
  return (
    <div class="page">
      <Crumbs steps={[{href: '/marketplace/bundles', label: common.bundles}]} here={bundle.title} />
      <div class="detail">
        <div class="detail-head">
          <header class="key-head family-bundle">
            <div class="bundle-fan bundle-fan-large">{bundle.keys.slice(0, 4).map(({slug}) => <KeyMark key={slug} slug={slug} />)}</div>
            <div class="row"><Badge tone="family">{bundleText.types[bundle.bundle_type] ?? bundle.bundle_type}</Badge></div>
            <h1 tabIndex={-1}>{bundle.title}</h1>
            <p class="key-lead">{bundle.description}</p>
          </header>
        </div>
        <aside class="detail-aside stack"><BundleBuyBox bundle={bundle} orgId={orgId} onBuyer={setOrgId} onFulfilled={reload} /></aside>
        <div class="detail-body"><Contents bundle={bundle} owned={quote.data?.ownedKeys ?? []} /></div>
      </div>
    </div>
  );
}

const bundleOf = (slug: string, path: string) => [`bundle:${slug}`, () => api.bundle(slug), dataOfPage<{bundle: Bundle}>(path)?.bundle] as const;

export function load({slug = ''}: Record<string, string>): Promise<unknown> {
  return Promise.all([preload(...bundleOf(slug, location.pathname)), preloadQuote(slug), preloadBuyers()]);
}

export default function BundlePage() {
  const {params} = useRoute();
  const {path, url} = useLocation();
  const slug = params.slug ?? '';
  const {data, failure, reload} = useResource(...bundleOf(slug, path));
  usePage(data?.title);
  useScrollPosition(data !== undefined, url, [`/marketplace/bundles/${slug}`]);
  useEffect(() => {
    if (data) void api.event({event_type: 'view', bundle_id: data.id}).catch(() => undefined);
  }, [data?.id]);
  if (isMissing(failure) || (!data && pageIsMissing(path))) return <NotFoundPage />;
  if (failure && !data) return <div class="page page-state"><ErrorState failure={failure} onRetry={() => void reload()} /></div>;
  return data ? <Detail key={slug} bundle={data} reload={() => void reload()} /> : <Loading />;
}
