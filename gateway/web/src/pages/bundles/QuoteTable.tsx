import type {Quote} from '../../api';
import {money} from '../../lib/money';
import {bundleText} from '../../text/bundle';

// The quote line by line: what the bundle costs, what is taken off and why, what is left to pay.
export function QuoteTable({quote}: {quote: Quote}) {
  const reductions = quote.lines.filter(({kind}) => kind !== 'key');
  return (
    <table class="quote">
      <caption class="visually-hidden">{bundleText.quoteTitle}</caption>
      <tbody>
        <tr><td>{bundleText.listPrice}</td><td class="numbers">{money(quote.originalPrice, quote.currency)}</td></tr>
        {reductions.map((line, i) => (
          <tr key={i} class="quote-credit"><td>{line.text}</td><td class="numbers">{money(line.amount_cents, quote.currency)}</td></tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row">{bundleText.total}</th><td class="numbers">{money(quote.finalPrice, quote.currency)}</td></tr></tfoot>
    </table>
  );
}
