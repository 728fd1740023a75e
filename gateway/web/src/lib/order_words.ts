import type {Order, OrderStatus} from '../api';
import type {Tone} from '../components/Badge';
import {money} from './money';
import {ordersText} from '../text/account';

export const orderTone: Record<OrderStatus, Tone> = {
  open: 'plain', paid: 'brass', fulfilled: 'good', refunded: 'plain', partially_refunded: 'warn', disputed: 'warn', expired: 'plain', failed: 'bad',
};

export const orderHref = (id: string): string => `/account/orders/${encodeURIComponent(id)}`;

// Says why an order gives no access although it was paid.
export function suspensionInWords({suspended, currency}: Order): string | undefined {
  if (!suspended) return undefined;
  return suspended.code === 'SUSPENDED_CREDIT' ? ordersText.suspendedCredit(money(suspended.shortfall_cents, currency)) : ordersText.suspendedDispute;
}
