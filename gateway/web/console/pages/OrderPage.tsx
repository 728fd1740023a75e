import {useRoute} from 'preact-iso';
import {Fragment} from 'preact';

import {isMissing} from '../../src/api';
import {Crumbs} from '../../src/components/Crumbs';
import {QuoteTable} from '../../src/components/QuoteTable';
import {Section} from '../../src/components/Section';
import {EmptyState, Notice} from '../../src/components/States';
import {money} from '../../src/lib/money';
import {useResource} from '../../src/state/resource';
import {ordersText as shopText} from '../../src/text/account';
import {type AuditEntry, curator, type Order} from '../api';
import {keptOf, momentsOf} from '../lib/orders';
import {moment, shortId} from '../lib/words';
import {OrderActs} from '../parts/OrderActs';
import {Loaded, Page} from '../parts/Page';
import {type Column, Table} from '../parts/Table';
import {ordersText} from '../text/orders';
import {Status} from './OrdersPage';

interface Shown {
  order: Order;
  entries: AuditEntry[];
}

const MOST_ENTRIES = 100;

const read = async (id: string): Promise<Shown> => {
  const [order, {entries}] = await Promise.all([curator.order(id), curator.audit({subject: id, limit: MOST_ENTRIES})]);
  return {order, entries};
};

function Timeline({shown}: {shown: Shown}) {
  return (
    <ol class="timeline console-timeline">
      {momentsOf(shown.order, shown.entries, money).map(({at, text, reason, by}) => (
        <li key={`${at} ${text}`}>
          <span class="small soft">{moment(at)}</span>
          <span>{text}{by && <> <code class="small soft">{by}</code></>}{reason && <span class="small soft reason-line">{ordersText.reason(reason)}</span>}</span>
        </li>
      ))}
    </ol>
  );
}

type Line = Order['lines'][number];
const linesOf = (currency: string): Column<Line>[] => [
  {name: ordersText.line, isHead: true, cell: ({slug, title}) => <a href={`/admin/keys/${encodeURIComponent(slug)}`}>{title}</a>},
  {name: ordersText.charged, isNumber: true, cell: ({amount_cents: cents}) => money(cents, currency)},
  {name: ordersText.grants, cell: ({grants}) => (grants ? ordersText.grantsYes : ordersText.grantsNo)},
];

function Trouble({order}: {order: Order}) {
  const {notice, suspended} = order;
  return (
    <>
      {notice && <Notice tone="warn" title={shopText.notices[notice.code] ?? notice.code}><p>{notice.detail}</p></Notice>}
      {suspended && (
        <Notice tone="warn" title={ordersText.suspended[suspended.code] ?? suspended.code}>
          {suspended.shortfall_cents > 0 && <p>{ordersText.lacks(money(suspended.shortfall_cents, order.currency))}</p>}
          {suspended.code === 'SUSPENDED_DISPUTE' && <p>{ordersText.noteDispute}</p>}
          {suspended.orders.length > 0 && (
            <p>{ordersText.causes} {suspended.orders.map((id, i) => <Fragment key={id}>{i > 0 && ', '}<a href={`/admin/orders/${id}`}>{shortId(id)}</a></Fragment>)}</p>
          )}
        </Notice>
      )}
    </>
  );
}

function Detail({shown, reload}: {shown: Shown; reload: () => Promise<void>}) {
  const {order} = shown;
  const {currency} = order;
  const facts = [
    {name: ordersText.status, value: <Status order={order} />},
    {name: ordersText.amount, value: money(order.amount_cents, currency)},
    {name: ordersText.refunded, value: money(order.refunded_cents, currency)},
    {name: ordersText.kept, value: money(keptOf(order), currency)},
    {name: ordersText.buyer, value: <>{ordersText.tenant[order.tenantType] ?? order.tenantType} <code>{order.tenantId}</code></>},
    {name: ordersText.order, value: <code>{order.id}</code>},
  ];
  return (
    <>
      <Trouble order={order} />
      <Section title={ordersText.facts}>
        <dl class="facts card card-pad">{facts.map(({name, value}) => <Fragment key={name}><dt>{name}</dt><dd>{value}</dd></Fragment>)}</dl>
        <OrderActs order={order} onDone={reload} />
      </Section>
      <Section title={ordersText.timeline}><Timeline shown={shown} /></Section>
      <Section title={ordersText.lines}>
        <Table caption={ordersText.lines} columns={linesOf(currency)} rows={order.lines} idOf={({slug}) => slug} />
      </Section>
      <Section title={shopText.receipt}>
        <div class="card card-pad receipt">
          <QuoteTable quote={{...order.receipt, currency} as Parameters<typeof QuoteTable>[0]['quote']}
            listPrice={shopText.listPrice[order.item.kind as 'key' | 'bundle']} total={shopText.total} />
        </div>
      </Section>
    </>
  );
}

export default function OrderPage() {
  const id = useRoute().params.id ?? '';
  const resource = useResource(`console:order:${id}`, () => read(id));
  const isGone = isMissing(resource.failure) && !resource.data;
  const title = isGone ? shopText.missingTitle : resource.data ? ordersText.orderTitle(resource.data.order.item.title) : ordersText.order;
  return (
    <Page title={title} above={<Crumbs steps={[{href: '/admin/orders', label: ordersText.title}]} here={shortId(id)} />}>
      {isGone ? <EmptyState title={shopText.missingTitle} /> : <Loaded resource={resource}>{(shown) => <Detail shown={shown} reload={resource.reload} />}</Loaded>}
    </Page>
  );
}
