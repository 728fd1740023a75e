// Tells what is left of an order, and what happened to it in words. Pure.
import type {AuditEntry, Order} from '../api';
import {ordersText} from '../text/orders';

// Payments of a shortfall are part of the amount.
export const keptOf = ({amount_cents: amount, refunded_cents: refunded}: Pick<Order, 'amount_cents' | 'refunded_cents'>): number => amount - refunded;

export interface Moment {
  at: string;
  text: string;
  reason?: string | undefined;
  by?: string;
}

function momentOf({at, action, actor, details}: AuditEntry): Moment {
  const reason = (details as Record<string, unknown> | null)?.reason;
  return {at, text: ordersText.audited[action] ?? action, by: actor, reason: typeof reason === 'string' ? reason : undefined};
}

type Paid = Pick<Order, 'created_at' | 'receipt' | 'currency'>;

// Lists what is known from the order itself and from the audit log, the earliest first. `write` writes amounts.
export function momentsOf(order: Paid, entries: AuditEntry[], write: (amount: number, currency: string) => string): Moment[] {
  const {events} = ordersText;
  const {paid_at: paidAt, finalPrice} = order.receipt;
  return [
    {at: order.created_at, text: events.made},
    ...(paidAt ? [{at: paidAt, text: events.paid(write(finalPrice, order.currency))}] : []),
    ...entries.map(momentOf),
  ].sort((a, b) => a.at.localeCompare(b.at));
}
