import {useEffect} from 'preact/hooks';

import {Notice} from '../components/States';
import {announce} from '../state/navigation';
import {buying} from '../text/key';
import type {Outcome} from './use_purchase';

const ENDED = {
  left: {tone: 'plain', title: buying.cancelled, text: buying.cancelledText},
  expired: {tone: 'warn', title: buying.expired, text: buying.expiredText},
  failed: {tone: 'bad', title: buying.failed, text: buying.failedText},
  refunded: {tone: 'warn', title: buying.refunded, text: buying.refundedText},
} as const;

function Receipt({id}: {id: string}) {
  return <p><a href={`/account/orders/${encodeURIComponent(id)}`}>{buying.receipt}</a></p>;
}

function wordsFor({state, order, isSlow}: Outcome): {tone: 'plain' | 'good' | 'warn' | 'bad' | 'brass'; title?: string; text: string} {
  switch (state) {
    case 'waiting':
      if (order?.status === 'paid') return {tone: 'brass', title: buying.paidWaiting, text: buying.paidWaitingText};
      return {tone: 'brass', title: buying.waiting, text: isSlow ? buying.waitingLong : buying.waitingText};
    case 'fulfilled': {
      const say = order?.amount_cents === 0 ? buying.fulfilledFree : buying.fulfilledText;
      return {tone: 'good', title: buying.fulfilled, text: order ? say(order.item.title) : ''};
    }
    case 'unknown':
      return {tone: 'plain', text: buying.unknownOrder};
    default: {
      const {text, ...ended} = ENDED[state];
      return {...ended, text: order?.notice?.detail ?? text};
    }
  }
}

// Shows the outcome of a purchase as the order says. Each step is read out once.
export function PurchaseOutcome({outcome}: {outcome: Outcome | undefined}) {
  const words = outcome && wordsFor(outcome);
  const said = words ? words.title ?? words.text : '';
  useEffect(() => {
    if (said) announce(said);
  }, [said]);
  if (!outcome || !words) return null;
  return (
    <Notice tone={words.tone} {...(words.title ? {title: words.title} : {})}>
      {words.text && <p>{words.text} {outcome.state === 'unknown' && <a href="/account/orders">{buying.orders}</a>}</p>}
      {outcome.state === 'fulfilled' && outcome.order && <Receipt id={outcome.order.id} />}
    </Notice>
  );
}
