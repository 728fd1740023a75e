import {Badge, Family, type Tone} from '../../src/components/Badge';
import {date} from '../../src/lib/format';
import {price} from '../../src/lib/money';
import {usePages} from '../../src/state/pages';
import {common} from '../../src/text/common';
import {curator, type Key} from '../api';
import {useFilters} from '../lib/filters';
import {FilterBar} from '../parts/FilterBar';
import {ListOf} from '../parts/ListOf';
import {OpenBySlug} from '../parts/OpenBySlug';
import {Page} from '../parts/Page';
import type {Column} from '../parts/Table';
import {frame} from '../text/frame';
import {keysText} from '../text/catalog';

const PAGE = 50;

export const statusTone: Record<string, Tone> = {draft: 'brass', published: 'good', archived: 'plain'};
export const priceInWords = ({price_cents: cents, currency}: Pick<Key, 'price_cents' | 'currency'>): string =>
  cents === null || cents === undefined ? keysText.notSingly : cents === 0 ? keysText.free : price(cents, currency);

const words = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({value, label}));

const COLUMNS: Column<Key>[] = [
  {name: keysText.key, isHead: true, cell: ({slug, title}) => <a href={`/admin/keys/${encodeURIComponent(slug)}`}>{title}</a>},
  {name: keysText.available, cell: ({available}) => <Badge tone={available ? 'good' : 'warn'}>{keysText.availables[String(available)]}</Badge>},
  {name: keysText.family, cell: ({tool}) => <Family tool={tool} />},
  {name: keysText.version, isNumber: true, cell: ({version}) => version},
  {name: keysText.price, isNumber: true, cell: priceInWords},
  {name: keysText.changed, cell: ({updated_at: at}) => date(at)},
];

const CHOICES = [
  {name: 'tool', label: keysText.family, words: words(common.families)},
  {name: 'available', label: keysText.available, words: words(keysText.availables)},
  {name: 'sort', label: keysText.sort, words: words(keysText.sorts), absent: keysText.newest},
];

export default function KeysPage() {
  const filters = useFilters(['search', 'tool', 'available', 'sort']);
  const pages = usePages(`console:keys:${filters.key}`, (cursor) =>
    curator.keys({...filters.values, limit: PAGE, cursor}).then(({keys, next_cursor: next}) => ({items: keys, next})));
  return (
    <Page title={keysText.title} lead={keysText.lead}>
      <OpenBySlug base="/admin/keys" label={keysText.slug} hint={keysText.slugHint} button={keysText.openKey} />
      <FilterBar filters={filters} choices={CHOICES} texts={[{name: 'search', label: frame.search}]} />
      <ListOf caption={keysText.title} pages={pages} columns={COLUMNS} idOf={({id}) => id} />
    </Page>
  );
}
