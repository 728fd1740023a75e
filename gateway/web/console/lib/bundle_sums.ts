// Computes what a bundle costs beside what its KEYS cost singly, and what somebody pays who owns some of them already. The shop decides
// by the same rules (docs/contract.md §4); this only says it while the curator is still typing.

export interface Part {
  slug: string;
  title: string;
  price_cents: number | null;
  currency: string;
}

export type Comparison =
  | {kind: 'cheaper'; by: number; percent: number; parts: number}
  | {kind: 'dearer'; by: number}
  | {kind: 'equal'}
  // These cannot be bought singly in the bundle's currency.
  | {kind: 'incomparable'; titles: string[]}
  | {kind: 'empty'};

export function compare(price: number, currency: string, parts: Part[]): Comparison {
  if (parts.length === 0) return {kind: 'empty'};
  const unpriced = parts.filter((part) => part.price_cents === null || part.currency !== currency);
  if (unpriced.length > 0) return {kind: 'incomparable', titles: unpriced.map(({title}) => title)};
  const sum = parts.reduce((total, part) => total + (part.price_cents ?? 0), 0);
  if (price === sum) return {kind: 'equal'};
  if (price > sum) return {kind: 'dearer', by: price - sum};
  return {kind: 'cheaper', by: sum - price, percent: Math.round(((sum - price) / sum) * 100), parts: sum};
}

// min(max(0, price − Σ credits), Σ list prices of the KEYS not owned), where every KEY owned was bought at its list price.
export function estimate(price: number, currency: string, parts: Part[], owned: ReadonlySet<string>): number {
  const sold = (part: Part) => part.price_cents !== null && part.currency === currency;
  const credits = parts.filter((part) => owned.has(part.slug) && sold(part)).reduce((sum, part) => sum + (part.price_cents ?? 0), 0);
  const missing = parts.filter((part) => !owned.has(part.slug));
  if (missing.length === 0) return 0;
  const less = Math.max(0, price - credits);
  if (!missing.every(sold)) return less;
  return Math.min(less, missing.reduce((sum, part) => sum + (part.price_cents ?? 0), 0));
}
