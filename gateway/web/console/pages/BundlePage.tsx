import {useRoute} from 'preact-iso';

import {Crumbs} from '../../src/components/Crumbs';
import {Section} from '../../src/components/Section';
import {Notice} from '../../src/components/States';
import {useResource} from '../../src/state/resource';
import {type Bundle, curator, type Key} from '../api';
import {allPublished} from '../lib/all_keys';
import {Act} from '../parts/Act';
import {BundleForm} from '../parts/BundleForm';
import {History} from '../parts/History';
import {Loaded, Page} from '../parts/Page';
import {bundlesText, keysText} from '../text/catalog';

interface Shown {
  bundle: Bundle | undefined;
  keys: Key[];
}
const read = async (slug: string): Promise<Shown> => {
  const [bundles, keys] = await Promise.all([curator.bundles(), allPublished()]);
  return {bundle: bundles.find((one) => one.slug === slug), keys};
};

function TakeOff({bundle, onDone}: {bundle: Bundle; onDone: () => Promise<void>}) {
  return (
    <div class="row">
      <Act name={bundlesText.takeOff} service="catalog" isWithoutReason consequences={bundlesText.takeOffConsequences}
        run={() => curator.deleteBundle(bundle.slug)} onDone={onDone} />
      <a class="small" href={`/marketplace/bundles/${encodeURIComponent(bundle.slug)}`}>{keysText.inShop}</a>
    </div>
  );
}

export default function BundlePage() {
  const slug = useRoute().params.slug ?? '';
  const resource = useResource(`console:bundle:${slug}`, () => read(slug));
  const title = resource.data ? (resource.data.bundle?.title ?? bundlesText.newTitle(slug)) : slug;
  return (
    <Page title={title} above={<Crumbs steps={[{href: '/admin/bundles', label: bundlesText.title}]} here={slug} />}>
      <Loaded resource={resource}>
        {({bundle, keys}) => (
          <>
            {bundle ? <TakeOff bundle={bundle} onDone={resource.reload} /> : <Notice><p>{bundlesText.notOnSale}</p></Notice>}
            <BundleForm key={JSON.stringify(bundle ?? slug)} slug={slug} bundle={bundle} keys={keys} onDone={resource.reload} />
            {bundle && <Section title={keysText.history}><History subject={bundle.id} at={JSON.stringify(bundle)} /></Section>}
          </>
        )}
      </Loaded>
    </Page>
  );
}
