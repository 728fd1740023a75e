import {useLocation} from 'preact-iso';
import {useState} from 'preact/hooks';

import {Badge} from '../../src/components/Badge';
import {Button} from '../../src/components/Button';
import {Field} from '../../src/components/Field';
import {money} from '../../src/lib/money';
import {orderTone} from '../../src/lib/order_words';
import {usePages} from '../../src/state/pages';
import {ordersText as shopText} from '../../src/text/account';
import type {OrderStatus} from '../../src/api';
import {curator, type Order} from '../api';
import {useFilters} from '../lib/filters';
import {moment, shortId, UUID} from '../lib/words';
import {FilterBar} from '../parts/FilterBar';
import {ListOf} from '../parts/ListOf';
import {Page} from '../parts/Page';
import type {Column} from '../parts/Table';
import {ordersText} from '../text/orders';

const PAGE = 50;

export const statusWords = (status: string): string => shopText.status[status as OrderStatus] ?? status;

export function Status({order}: {order: Pick<Order, 'status' | 'suspended'>}) {
  return <Badge tone={order.suspended ? 'warn' : orderTone[order.status as OrderStatus] ?? 'plain'}>{statusWords(order.status)}</Badge>;
}

const COLUMNS: Column<Order>[] = [
  {name: ordersText.order, isHead: true, cell: ({id}) => <a href={`/admin/orders/${id}`}><code title={id}>{shortId(id)}</code></a>},
  {name: ordersText.item, cell: ({item}) => item.title},
  {name: ordersText.status, cell: (order) => <Status order={order} />},
  {name: ordersText.amount, isNumber: true, cell: ({amount_cents: cents, currency}) => money(cents, currency)},
  {name: ordersText.refunded, isNumber: true, cell: ({refunded_cents: cents, currency}) => (cents > 0 ? money(cents, currency) : '–')},
  {name: ordersText.buyer, cell: ({tenantType, tenantId}) => <>{ordersText.tenant[tenantType] ?? tenantType} <code title={tenantId}>{shortId(tenantId)}</code></>},
  {name: ordersText.made, cell: ({created_at: at}) => moment(at)},
];

const CHOICES = [{name: 'status', label: ordersText.status, words: Object.entries(shopText.status).map(([value, label]) => ({value, label}))}];

function Find() {
  const {route} = useLocation();
  const [id, setId] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <form class="row row-end" onSubmit={(event) => {
      event.preventDefault();
      setWrong(!UUID.test(id));
      if (UUID.test(id)) route(`/admin/orders/${id.toLowerCase()}`);
    }}>
      <Field label={ordersText.find} hint={ordersText.findHint} value={id} maxLength={36} autocomplete="off" spellcheck={false}
        {...(isWrong ? {error: ordersText.findWrong} : {})} onInput={(event) => setId(event.currentTarget.value.trim())} />
      <Button type="submit">{ordersText.open}</Button>
    </form>
  );
}

export default function OrdersPage() {
  const filters = useFilters(['status']);
  const pages = usePages(`console:orders:${filters.key}`, (cursor) =>
    curator.orders({...filters.values, limit: PAGE, cursor}).then(({orders, next_cursor: next}) => ({items: orders, next})));
  return (
    <Page title={ordersText.title} lead={ordersText.lead}>
      <Find />
      <FilterBar filters={filters} choices={CHOICES} />
      <ListOf caption={ordersText.title} pages={pages} columns={COLUMNS} idOf={({id}) => id} />
    </Page>
  );
}
