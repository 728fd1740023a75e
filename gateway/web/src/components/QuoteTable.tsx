import type {Quote} from '../api';
import {money} from '../lib/money';
import {bundleText} from '../text/bundle';

interface QuoteTableProps {
  quote: Pick<Quote, 'originalPrice' | 'finalPrice' | 'currency' | 'lines'>;
  // What the first and the last line are called; those of a bundle's quote when left out.
  listPrice?: string;
  total?: string;
}

// The quote line by line: what the item costs, what is taken off and why, what is left to pay.
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
