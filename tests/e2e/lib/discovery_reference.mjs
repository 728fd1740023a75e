// The contract's discovery rules (§3) written down a second time, apart from the service: what a person told and
// the catalogue in, the expected recommendations out.
const TABLE = [
  ['tool_intent', 10, (value) => `Recommended because you're using ${value}`, [
    [['cursor', 'ide'], ['runbook', 'cursor']], [['jupyter', 'notebook'], ['jupyter']], [['node', 'next'], ['node', 'next']],
    [['stripe'], ['stripe']], [['github'], ['github']], [['supabase'], ['supabase']]]],
  ['problem_category', 8, (value) => `Recommended for ${value}`, [
    [['incident', 'debug'], ['runbook']], [['build', 'monetize'], ['node', 'next']], [['validate', 'analysis'], ['jupyter']]]],
  ['role', 6, (value) => `Recommended for ${value}`, [
    [['operator', 'sre'], ['runbook']], [['developer', 'engineer'], ['node', 'next']], [['analyst', 'data'], ['jupyter']]]],
];

/** Every word any rule knows. */
export const knownWords = TABLE.flatMap(([, , , rows]) => rows.flatMap(([words]) => words));

const wordsOf = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** `told`: [{signal_type, signal_value}], oldest first. `key`: of the catalogue. */
export function score(key, told) {
  const newest = new Map(told.map((signal) => [signal.signal_type, signal.signal_value]));
  let points = 0;
  let best = 0;
  let reason = `Popular ${key.tool} key`;
  for (const [type, worth, sentence, rows] of TABLE) {
    if (!newest.has(type)) continue;
    const words = wordsOf(newest.get(type));
    for (const [triggers, families] of rows) {
      if (!families.includes(key.tool) || !triggers.some((word) => words.has(word))) continue;
      points += worth;
      if (worth > best) [best, reason] = [worth, sentence(newest.get(type))];
    }
  }
  if (points === 0) return { score: 1, reason };
  return { score: points + (['starter', 'operator'].includes(key.maturity) ? 3 : 0), reason };
}

export const confidence = (points) => (points >= 10 ? 'high' : points >= 5 ? 'medium' : 'low');

/** All KEYS that may be recommended, best first; ties as `order` (a list of slugs) has them. */
export function recommend(keys, told, order) {
  const place = new Map(order.map((slug, at) => [slug, at]));
  return keys.filter((key) => key.available && !key.hasAccess)
    .map((key) => ({ slug: key.slug, ...score(key, told) }))
    .sort((a, b) => b.score - a.score || place.get(a.slug) - place.get(b.slug));
}
