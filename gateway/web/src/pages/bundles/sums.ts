import type {Bundle} from '../../api';

// Adds up the single prices of those KEYS of a bundle that the caller does not own. The sum is not whole when one of
// them is not sold singly: the KEYS are then worth more than the sum, by an unknown amount.
export function singly(bundle: Pick<Bundle, 'keys'>, owned: string[] = []): {sum: number; count: number; isWhole: boolean} {
  const prices = bundle.keys.filter(({slug}) => !owned.includes(slug)).map(({price_cents}) => price_cents);
  return {count: prices.length, sum: prices.reduce<number>((sum, cents) => sum + (cents ?? 0), 0), isWhole: prices.every((cents) => cents !== null)};
}

// The percentage is rounded down, so that a saving is never shown larger than it is.
export const percentSaved = (from: number, to: number): number => (from <= 0 ? 0 : Math.floor(((from - to) * 100) / from));
