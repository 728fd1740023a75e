import type {Quote} from '../api';
import {money} from '../lib/money';
import {bundleText} from '../text/bundle';

interface QuoteTableProps {
  quote: Pick<Quote, 'originalPrice' | 'finalPrice' | 'currency' | 'lines'>;
  // The names of the first and the last line. If they are left out, those of a bundle's quote are used.
  listPrice?: string;
  total?: string;
}

// Shows the quote line by line: the item's price, what is taken off and why, and the amount to pay.
export function QuoteTable({quote, listPrice = bundleText.listPrice, total = bundleText.total}: QuoteTableProps) {
  const reductions = quote.lines.filter(({kind}) => kind !== 'key');
  return (
    <table class="quote">
      <caption class="visually-hidden">{bundleText.quoteTitle}</caption>
      <tbody>
        <tr><td>{listPrice}</td><td class="numbers">{money(quote.originalPrice, quote.currency)}</td></tr>
        {reductions.map((line, i) => (
          <tr key={i} class="quote-credit"><td>{line.text}</td><td class="numbers">{money(line.amount_cents, quote.currency)}</td></tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row">{total}</th><td class="numbers">{money(quote.finalPrice, quote.currency)}</td></tr></tfoot>
    </table>
  );
}
