import type {Order} from '../api';
import {date} from '../lib/format';
import {money} from '../lib/money';
import {orderHref, orderTone} from '../lib/order_words';
import {ordersText} from '../text/account';
import {Badge} from './Badge';
import {ItemRow} from './ItemRow';

// Orders in a list. `buyerOf` names the buyer of an order where that is not clear.
export function OrderRows({orders, buyerOf}: {orders: Order[]; buyerOf?: (order: Order) => string | undefined}) {
  return (
    <ul class="rows card">
      {orders.map((order) => {
        const buyer = buyerOf?.(order);
        return (
          <li key={order.id}>
            <ItemRow
              slug={order.item.slug} tool="bundle" href={orderHref(order.id)} title={order.item.title}
              text={<>{date(order.created_at)}{buyer && ` · ${buyer}`}</>}
            >
              <div class="order-end">
                <span class="numbers">{money(order.amount_cents, order.currency)}</span>
                <Badge tone={order.suspended ? 'warn' : orderTone[order.status]}>{ordersText.status[order.status]}</Badge>
              </div>
            </ItemRow>
          </li>
        );
      })}
    </ul>
  );
}
