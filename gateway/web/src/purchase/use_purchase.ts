// A purchase from the button to the payment page, and after the buyer's return until the order is fulfilled.
import {useLocation} from 'preact-iso';
import {useEffect, useState} from 'preact/hooks';

import {api, type Checkout, isPassing, type Order, Problem} from '../api';
import {useAction} from '../state/action';
import {session} from '../state/session';
import {type ItemKind, pendingOrder, setPendingOrder} from './pending_order';

export interface Item {
  kind: ItemKind;
  slug: string;
}
export interface Buyer {
  orgId?: string;
}
// The state of the order: it is waited for, or it has ended. `left` says that the buyer came back without paying.
export interface Outcome {
  state: 'waiting' | 'fulfilled' | 'left' | 'expired' | 'failed' | 'refunded' | 'unknown';
  order?: Order;
  isSlow?: boolean;
}

const PATIENCE_MS = 30_000;
const SLOWEST_MS = 10_000;
const GIVE_UP_MS = 30 * 60_000;

function stateOf(order: Order): Outcome['state'] {
  switch (order.status) {
    case 'open': case 'paid': return 'waiting';
    case 'fulfilled': case 'disputed': case 'partially_refunded': return 'fulfilled';
    case 'expired': case 'failed': case 'refunded': return order.status;
  }
}

async function findOrder({kind, slug}: Item): Promise<string | undefined> {
  const known = pendingOrder(kind, slug);
  if (known) return known;
  const {orders} = await api.orders({limit: 20});
  return orders.find(({item}) => item.kind === kind && item.slug === slug)?.id;
}

// Asks until the order has ended, or `isOver` says that the page is no longer shown.
async function follow(id: string, isOver: () => boolean, tell: (outcome: Outcome) => void): Promise<void> {
  const begun = Date.now();
  let pause = 500;
  while (!isOver() && Date.now() - begun < GIVE_UP_MS) {
    try {
      const order = await api.order(id);
      const state = stateOf(order);
      if (isOver()) return;
      tell({state, order, isSlow: Date.now() - begun > PATIENCE_MS});
      if (state !== 'waiting') return;
    } catch (failure) {
      if (!isPassing(failure)) return tell({state: 'unknown'});
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(SLOWEST_MS, pause * 1.4);
  }
}

export function usePurchase(item: Item, onFulfilled: () => void) {
  const {kind, slug} = item;
  const {query, path, url, route} = useLocation();
  const [hint] = useState(query.checkout);
  const isIn = session.value.state === 'in';
  const [outcome, setOutcome] = useState<Outcome | undefined>(hint === 'success' && isIn ? {state: 'waiting'} : undefined);

  const told = (next: Outcome) => {
    setOutcome(next);
    if (next.state === 'waiting') return;
    setPendingOrder(kind, slug, undefined);
    if (next.state === 'fulfilled') onFulfilled();
  };

  // The parameters are removed from the address at once. They decide only what is shown while the order is asked for.
  useEffect(() => {
    if (query.checkout === undefined) return;
    const rest = new URLSearchParams(new URL(url, location.origin).search);
    rest.delete('checkout');
    route(rest.size > 0 ? `${path}?${rest}` : path, true);
  }, [query.checkout]);

  useEffect(() => {
    if (!isIn || (hint === undefined && !pendingOrder(kind, slug))) return undefined;
    let isOver = false;
    const look = async () => {
      const id = await findOrder(item).catch(() => undefined);
      if (isOver) return;
      if (id === undefined) return setOutcome(hint === 'success' ? {state: 'unknown'} : undefined);
      if (hint === 'success') return follow(id, () => isOver, told);
      // The buyer came back without parameters from the payment page, so the order is looked at once.
      const order = await api.order(id).catch(() => undefined);
      if (isOver || !order) return;
      const state = stateOf(order);
      if (order.status === 'paid') return follow(id, () => isOver, told);
      if (state === 'waiting') setOutcome({state: 'left', order});
      else if (state !== 'fulfilled' || pendingOrder(kind, slug)) told({state, order});
    };
    void look();
    return () => {
      isOver = true;
    };
  }, [isIn, kind, slug]);

  const buy = useAction(async (buyer: Buyer, idempotencyKey: string) => {
    setOutcome(undefined);
    const here = `${location.origin}${path}`;
    const body = {successUrl: `${here}?checkout=success`, cancelUrl: `${here}?checkout=cancelled`, ...(buyer.orgId ? {org_id: buyer.orgId} : {})};
    const begin = kind === 'key' ? api.checkoutKey : api.checkoutBundle;
    let checkout: Checkout;
    try {
      checkout = await begin(slug, body, {idempotencyKey});
    } catch (failure) {
      // The item was bought meanwhile, in another tab or by a payment that has just arrived.
      if (failure instanceof Problem && failure.code === 'ALREADY_OWNED') onFulfilled();
      throw failure;
    }
    if (checkout.status === 'fulfilled') {
      const order = await api.order(checkout.order_id).catch(() => undefined);
      told({state: 'fulfilled', ...(order ? {order} : {})});
      return;
    }
    setPendingOrder(kind, slug, checkout.order_id);
    location.assign(checkout.url);
    // The button stays busy until the payment page is there.
    await new Promise((resolve) => setTimeout(resolve, 8000));
  });
  // The browser kept this page as it was when the payment page was opened, and the buyer came back by the Back button.
  useEffect(() => {
    const back = (event: PageTransitionEvent) => event.persisted && location.reload();
    addEventListener('pageshow', back);
    return () => removeEventListener('pageshow', back);
  }, []);
  return {outcome, buy};
}

export function startDownload(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
