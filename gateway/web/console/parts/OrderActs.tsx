// What an administrator may do to an order. What happens then is said before, from the order as it stands.
import {useState} from 'preact/hooks';

import {Field, Select} from '../../src/components/Field';
import {listed} from '../../src/lib/format';
import {money} from '../../src/lib/money';
import {curator, type Order} from '../api';
import {currencyOf} from '../lib/currency';
import {keptOf} from '../lib/orders';
import {readAmount} from '../lib/words';
import {ordersText} from '../text/orders';
import {Act} from './Act';

interface ActsProps {
  order: Order;
  onDone: () => Promise<void>;
}

const REFUNDABLE = ['paid', 'fulfilled', 'partially_refunded'];

function RefundInFull({order, onDone}: ActsProps) {
  const given = order.lines.filter(({grants}) => grants).map(({title}) => title);
  return (
    <Act name={ordersText.refundFull} service="billing" onDone={onDone}
      consequences={[...ordersText.fullConsequences(money(keptOf(order), order.currency), listed(given)), ordersText.credited]}
      run={(reason, idempotencyKey) => curator.refund(order.id, {reason}, {idempotencyKey})} />
  );
}

function RefundAmount({order, onDone}: ActsProps) {
  const [text, setText] = useState('');
  const left = keptOf(order);
  const amount = readAmount(text, currencyOf(order.currency).minorUnits);
  const isRight = amount !== undefined && amount > 0 && amount <= left;
  return (
    <Act name={ordersText.refundAmount} service="billing" onDone={onDone} isIncomplete={!isRight}
      consequences={[...ordersText.amountConsequences(money(left, order.currency)), ordersText.credited]}
      run={(reason, idempotencyKey) => curator.refund(order.id, {reason, amount_cents: amount ?? 0}, {idempotencyKey})}>
      <Field label={ordersText.refundLabel(order.currency)} inputMode="decimal" value={text} maxLength={14} autocomplete="off"
        {...(text !== '' && !isRight ? {error: ordersText.refundWrong(money(left, order.currency))} : {})} onInput={(event) => setText(event.currentTarget.value)} />
    </Act>
  );
}

function RefundLine({order, onDone}: ActsProps) {
  const lines = order.lines.filter(({grants}) => grants);
  const [chosen, choose] = useState(lines[0]?.slug ?? '');
  return (
    <Act name={ordersText.refundLine} service="billing" onDone={onDone} consequences={[...ordersText.lineConsequences, ordersText.credited]}
      run={(reason, idempotencyKey) => curator.refund(order.id, {reason, line: chosen}, {idempotencyKey})}>
      <Select label={ordersText.lineLabel} value={chosen} onChange={choose}
        options={lines.map(({slug, title, amount_cents: cents}) => ({value: slug, label: `${title}, ${money(cents, order.currency)}`}))} />
    </Act>
  );
}

function Waive({order, onDone}: ActsProps) {
  const lacks = order.suspended?.shortfall_cents ?? 0;
  return (
    <Act name={ordersText.waive} kind="primary" service="billing" onDone={onDone} consequences={ordersText.waiveConsequences(money(lacks, order.currency))}
      run={(reason, idempotencyKey) => curator.waive(order.id, reason, {idempotencyKey})} />
  );
}

export function OrderActs(props: ActsProps) {
  const {order} = props;
  const isRefundable = REFUNDABLE.includes(order.status);
  const hasLines = order.lines.filter(({grants}) => grants).length > 1;
  const lacks = order.suspended?.code === 'SUSPENDED_CREDIT';
  if (!isRefundable && !lacks) return null;
  return (
    <div class="row">
      {lacks && <Waive {...props} />}
      {isRefundable && <RefundInFull {...props} />}
      {isRefundable && keptOf(order) > 0 && <RefundAmount {...props} />}
      {isRefundable && hasLines && <RefundLine {...props} />}
    </div>
  );
}
