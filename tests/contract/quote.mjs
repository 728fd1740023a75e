// A second implementation of the quote, written from docs/contract.md §4 ("Quote" and "Order lines") in exact
// integers. It shares no code with the shop.
const sum = (values) => values.reduce((all, value) => all + value, 0n);
const max = (a, b) => (a > b ? a : b);
const min = (a, b) => (a < b ? a : b);

// Largest remainder with weight = list price; KEYS that cannot be bought singly share equally a weight
// of max(their number, amount − Σ list prices of the others); ties by slug.
export function split(amount, keys) {
  if (keys.length === 0) return {};
  const priced = keys.filter((key) => key.singly);
  const others = BigInt(keys.length - priced.length);
  const shared = max(others, amount - sum(priced.map((key) => key.list)));
  // Shares are fractions over `others`, so that equal shares of the weight stay exact.
  const scale = others === 0n ? 1n : others;
  let weights = keys.map((key) => (key.singly ? key.list * scale : shared));
  if (sum(weights) === 0n) weights = keys.map(() => 1n);
  const total = sum(weights);
  const parts = keys.map((key, i) => ({
    slug: key.slug,
    whole: (amount * weights[i]) / total,
    rest: (amount * weights[i]) % total,
  }));
  const left = amount - sum(parts.map((part) => part.whole));
  const ranked = [...parts].sort((a, b) => (a.rest === b.rest ? (a.slug < b.slug ? -1 : 1) : a.rest > b.rest ? -1 : 1));
  ranked.slice(0, Number(left)).forEach((part) => { part.whole += 1n; });
  return Object.fromEntries(parts.map((part) => [part.slug, part.whole]));
}

// The credit is what the tenant really paid: the largest of several active payments, at most the list price.
function credit(key) {
  if (!key.owned) return 0n;
  const paid = key.paid.reduce(max, 0n);
  return key.list === null ? paid : min(paid, key.list);
}

export function quote({ price, minimum, keys }) {
  const missing = keys.filter((key) => !key.owned);
  const credits = sum(keys.map(credit));
  const afterCredit = max(0n, price - credits);
  const singly = missing.every((key) => key.singly) ? sum(missing.map((key) => key.list)) : null;
  // No credit is used where the single prices decide, also at a tie.
  const capped = singly !== null && singly <= afterCredit;
  const reduced = capped ? singly : afterCredit;
  const final = reduced < minimum ? 0n : reduced;
  return {
    final,
    owned: missing.length === 0,
    creditUsed: capped ? 0n : min(price, credits),
    cap: capped ? price - singly : 0n,
    given: reduced - final,
    keyLines: split(price, keys),
    charged: { ...Object.fromEntries(keys.map((key) => [key.slug, 0n])), ...split(final, missing) },
  };
}
