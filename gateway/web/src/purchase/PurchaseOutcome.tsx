import {LinkButton} from '../components/Button';
import {Notice} from '../components/States';
import {buying} from '../text/key';
import type {Outcome} from './use_purchase';

const ENDED = {
  left: {tone: 'plain', title: buying.cancelled, text: buying.cancelledText},
  expired: {tone: 'warn', title: buying.expired, text: buying.expiredText},
  failed: {tone: 'bad', title: buying.failed, text: buying.failedText},
  refunded: {tone: 'warn', title: buying.refunded, text: buying.refundedText},
} as const;

function Receipt({id}: {id: string}) {
  return <p><LinkButton kind="plain" size="small" href={`/account/orders/${encodeURIComponent(id)}`}>{buying.receipt}</LinkButton></p>;
}

// What became of a purchase, as the order says.
export function PurchaseOutcome({outcome}: {outcome: Outcome | undefined}) {
  if (!outcome) return null;
  const {state, order} = outcome;
  if (state === 'waiting') {
    const isPaid = order?.status === 'paid';
    return (
      <Notice tone="brass" title={isPaid ? buying.paidWaiting : buying.waiting} isLive>
        <p>{isPaid ? buying.paidWaitingText : outcome.isSlow ? buying.waitingLong : buying.waitingText}</p>
      </Notice>
    );
  }
  if (state === 'fulfilled') {
    const title = order?.item.title ?? '';
    return (
      <Notice tone="good" title={buying.fulfilled} isLive>
        <p>{order?.amount_cents === 0 ? buying.fulfilledFree(title) : buying.fulfilledText(title)}</p>
        {order && <Receipt id={order.id} />}
      </Notice>
    );
  }
  if (state === 'unknown') {
    return <Notice isLive><p>{buying.unknownOrder} <a href="/account/orders">{buying.orders}</a></p></Notice>;
  }
  const {tone, title, text} = ENDED[state];
  return <Notice tone={tone} title={title} isLive><p>{order?.notice?.detail ?? text}</p></Notice>;
}
