import {EmptyState} from '../../src/components/States';
import {Section} from '../../src/components/Section';
import {price} from '../../src/lib/money';
import {useResource} from '../../src/state/resource';
import {type Bundle, curator} from '../api';
import {compare} from '../lib/bundle_sums';
import {useFilters} from '../lib/filters';
import {FilterBar} from '../parts/FilterBar';
import {OpenBySlug} from '../parts/OpenBySlug';
import {Loaded, Page} from '../parts/Page';
import {type Column, Table} from '../parts/Table';
import {frame} from '../text/frame';
import {bundlesText} from '../text/catalog';

// Parts of a bundle have its currency.
const comparisonOf = ({price_cents: cents, currency, keys}: Bundle) =>
  compare(cents, currency, keys.map(({slug, title, price_cents: part}) => ({slug, title, price_cents: part ?? null, currency})));

function partsOf(bundle: Bundle): string {
  const found = comparisonOf(bundle);
  return found.kind === 'cheaper' ? price(found.parts, bundle.currency) : '–';
}
function savingOf(bundle: Bundle): string {
  const found = comparisonOf(bundle);
  return found.kind === 'cheaper' ? `${price(found.by, bundle.currency)} (${found.percent}%)` : '–';
}

const COLUMNS: Column<Bundle>[] = [
  {name: bundlesText.bundle, isHead: true, cell: ({slug, title}) => <a href={`/admin/bundles/${encodeURIComponent(slug)}`}>{title}</a>},
  {name: bundlesText.type, cell: ({bundle_type: type}) => bundlesText.types[type] ?? type},
  {name: bundlesText.keys, isNumber: true, cell: ({keys}) => keys.length},
  {name: bundlesText.price, isNumber: true, cell: ({price_cents: cents, currency}) => price(cents, currency)},
  {name: bundlesText.parts, isNumber: true, cell: partsOf},
  {name: bundlesText.saving, isNumber: true, cell: savingOf},
];

const CHOICES = [{name: 'bundle_type', label: bundlesText.type, words: Object.entries(bundlesText.types).map(([value, label]) => ({value, label}))}];

export default function BundlesPage() {
  const filters = useFilters(['bundle_type']);
  const bundles = useResource(`console:bundles:${filters.key}`, () => curator.bundles(filters.values));
  return (
    <Page title={bundlesText.title} lead={bundlesText.lead}>
      <FilterBar filters={filters} choices={CHOICES} />
      <Loaded resource={bundles}>
        {(found) => (found.length === 0 ? <EmptyState title={frame.none}><p>{frame.noneText}</p></EmptyState> :
          <Table caption={bundlesText.title} columns={COLUMNS} rows={found} idOf={({id}) => id} />)}
      </Loaded>
      <Section title={bundlesText.make}>
        <OpenBySlug base="/admin/bundles" label={bundlesText.slug} hint={bundlesText.slugHint} button={bundlesText.open} />
      </Section>
    </Page>
  );
}
