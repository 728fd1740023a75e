import type {Bundle} from '../../api';

// What the KEYS of a bundle that one does not own cost one by one. Not whole when one of them is not sold singly: then it is worth more than
// the sum, by an amount that nobody can name.
export function singly(bundle: Pick<Bundle, 'keys'>, owned: string[] = []): {sum: number; count: number; isWhole: boolean} {
  const prices = bundle.keys.filter(({slug}) => !owned.includes(slug)).map(({price_cents}) => price_cents);
  return {count: prices.length, sum: prices.reduce<number>((sum, cents) => sum + (cents ?? 0), 0), isWhole: prices.every((cents) => cents !== null)};
}

// Rounded down: a saving is never made larger than it is.
export const percentSaved = (from: number, to: number): number => (from <= 0 ? 0 : Math.floor(((from - to) * 100) / from));
