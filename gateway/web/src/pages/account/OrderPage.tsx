import {Printer} from 'lucide-preact';
import {useLocation, useRoute} from 'preact-iso';
import {Fragment} from 'preact';
import {useEffect} from 'preact/hooks';

import {api, isMissing, type Order} from '../../api';
import {Badge} from '../../components/Badge';
import {Button, LinkButton} from '../../components/Button';
import {Crumbs} from '../../components/Crumbs';
import {keyHref} from '../../components/KeyCard';
import {QuoteTable} from '../../components/QuoteTable';
import {EmptyState, ErrorState, FailureNotice, Notice, Skeleton} from '../../components/States';
import {date, isolated} from '../../lib/format';
import {money} from '../../lib/money';
import {useAction} from '../../state/action';
import {preload, useResource} from '../../state/resource';
import {user} from '../../state/session';
import {account, ordersText} from '../../text/account';
import {common} from '../../text/common';
import {AccountFrame, loadFor} from './AccountFrame';
import {orderHref, orderTone, suspensionInWords} from '../../lib/order_words';
import {useBuyerName} from './OrdersPage';

const LOOK_AGAIN_MS = 2000;

function PayDifference({order}: {order: Order}) {
  const {url} = useLocation();
  const pay = useAction(async (id: string, idempotencyKey: string) => {
    const back = location.origin + url;
    const {url: paymentPage} = await api.payShortfall(id, {successUrl: back, cancelUrl: back}, {idempotencyKey});
    location.assign(paymentPage);
  });
  if (order.suspended?.code !== 'SUSPENDED_CREDIT') return null;
  return (
    <>
      <div><Button kind="primary" isBusy={pay.isBusy} onClick={() => void pay.run(order.id)}>{ordersText.payDifference(money(order.suspended.shortfall_cents, order.currency))}</Button></div>
      {pay.failure && <FailureNotice failure={pay.failure} />}
    </>
  );
}

// Explains what the order's state means for its buyer, and what to do.
function Meaning({order}: {order: Order}) {
  const suspension = suspensionInWords(order);
  return (
    <div class="stack no-print">
      <p class="account-lead">{ordersText.meaning[order.status]}</p>
      {order.notice && <Notice tone="warn" title={ordersText.notices[order.notice.code]}><p>{order.notice.detail}</p></Notice>}
      {suspension && order.suspended && (
        <Notice tone="warn">
          <p>{suspension}</p>
          {order.suspended.code === 'SUSPENDED_CREDIT' && <p>{ordersText.suspendedCreditNext}</p>}
          {order.suspended.orders.length > 0 && (
            <p>{ordersText.causes}: {order.suspended.orders.map((id, i) => <span key={id}>{i > 0 && ', '}<a href={orderHref(id)}>{id.slice(0, 8)}</a></span>)}</p>
          )}
        </Notice>
      )}
      <PayDifference order={order} />
    </div>
  );
}

function Lines({order}: {order: Order}) {
  return (
    <table class="quote">
      <caption class="receipt-caption">{ordersText.contents}</caption>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.slug}>
            <td><a href={keyHref(line.slug)}>{line.title}</a>{!line.grants && <span class="soft"> ({ordersText.alreadyOwned})</span>}</td>
            <td class="numbers">{money(line.amount_cents, order.currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {order.shortfall_paid_cents > 0 && <tr><td>{ordersText.shortfallPaid}</td><td class="numbers">{money(order.shortfall_paid_cents, order.currency)}</td></tr>}
        {order.refunded_cents > 0 && <tr><td>{ordersText.refundedLine}</td><td class="numbers">{money(-order.refunded_cents, order.currency)}</td></tr>}
        <tr><th scope="row">{ordersText.kept}</th><td class="numbers">{money(order.amount_cents - order.refunded_cents, order.currency)}</td></tr>
      </tfoot>
    </table>
  );
}

function Receipt({order}: {order: Order}) {
  const buyer = useBuyerName()(order) ?? (user.value?.email || account.yourself);
  const facts: [string, string][] = [
    [ordersText.number, order.id], [ordersText.date, date(order.created_at)],
    ...(order.receipt.paid_at ? [[ordersText.paidAt, date(order.receipt.paid_at)] as [string, string]] : []),
    [ordersText.buyer, isolated(buyer)],
  ];
  const isPaid = !['open', 'expired', 'failed'].includes(order.status);
  return (
    <section class="card card-pad stack receipt" aria-labelledby="receipt">
      <div class="section-head">
        <h2 id="receipt">{ordersText.receipt}</h2>
        <Button class="no-print" size="small" onClick={() => print()}><Printer aria-hidden="true" />{ordersText.print}</Button>
      </div>
      <p class="print-only">{common.shopName}: {order.item.title}</p>
      <dl class="facts">{facts.map(([name, value]) => <Fragment key={name}><dt>{name}</dt><dd>{value}</dd></Fragment>)}</dl>
      <QuoteTable quote={{...order.receipt, currency: order.currency}} listPrice={ordersText.listPrice[order.item.kind]} total={ordersText.total} />
      {isPaid && order.lines.length > 0 && (order.item.kind === 'bundle' || order.refunded_cents > 0 || order.shortfall_paid_cents > 0) && <Lines order={order} />}
    </section>
  );
}

function Detail({order}: {order: Order}) {
  const {kind, slug} = order.item;
  return (
    <>
      <div class="row no-print">
        <Badge tone={orderTone[order.status]}>{ordersText.status[order.status]}</Badge>
        <LinkButton size="small" href={kind === 'key' ? keyHref(slug) : `/marketplace/bundles/${encodeURIComponent(slug)}`}>{kind === 'key' ? ordersText.open : ordersText.openBundle}</LinkButton>
      </div>
      <Meaning order={order} />
      <Receipt order={order} />
    </>
  );
}

const orderOf = (userId: string, id: string) => [`order:${userId}:${id}`, () => api.order(id)] as const;

export const load = ({id = ''}: Record<string, string>) => loadFor((person) => [preload(...orderOf(person.id, id))]);

function OrderOf({id, userId}: {id: string; userId: string}) {
  const {data, failure, reload} = useResource(...orderOf(userId, id));
  // The order is paid and its grant is under way, so it is read again until the grant is there.
  useEffect(() => {
    if (data?.status !== 'paid') return undefined;
    const timer = setInterval(() => void reload(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [data?.status]);
  if (isMissing(failure)) return <EmptyState title={ordersText.missingTitle}><p>{ordersText.missingText}</p></EmptyState>;
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!data) return <div class="stack" aria-busy="true"><Skeleton kind="title" /><Skeleton kind="block" /></div>;
  return <Detail order={data} />;
}

export default function OrderPage() {
  const id = useRoute().params.id ?? '';
  const [key, read] = orderOf(user.value?.id ?? '', id);
  const {data} = useResource(user.value && key, read);
  const crumbs = <Crumbs steps={[{href: '/account/orders', label: ordersText.title}]} here={id.slice(0, 8)} />;
  return (
    <AccountFrame title={data ? ordersText.orderTitle(data.item.title) : ordersText.order} heading={data?.item.title} above={crumbs}>
      {(person) => <OrderOf key={id} id={id} userId={person.id} />}
    </AccountFrame>
  );
}
