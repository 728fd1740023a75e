// The one place that writes money. Amounts are integers in the unit that is charged; how many of its digits are
// decimal places comes from the API's table, because Intl's differs from Stripe's (HUF, ISK, UGX).
import type {Currency} from '../api';

export function writeMoney(amount: number, code: string, table: Currency[], short = false): string {
  const currency = table.find((entry) => entry.code === code.toLowerCase());
  // Without the currency's table the decimal point could be wrong, so the amount is shown in its smallest unit.
  if (!currency) return `${amount} ${code.toUpperCase()} (smallest unit)`;
  const unit = 10 ** currency.minorUnits;
  const isWhole = amount % unit === 0;
  const digits = currency.step % unit === 0 || (short && isWhole) ? 0 : currency.minorUnits;
  const least = isWhole ? digits : currency.minorUnits;
  return formatOf(code.toUpperCase(), least, currency.minorUnits).format(amount / unit);
}

// Making a formatter costs a hundred times as much as using it.
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${currency} ${minimumFractionDigits} ${maximumFractionDigits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {style: 'currency', currency, minimumFractionDigits, maximumFractionDigits});
    formats.set(key, format);
  }
  return format;
}
