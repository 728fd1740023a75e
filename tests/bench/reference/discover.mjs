// GET /marketplace/discover: what a person told and owns in one statement; the catalogue and its popularity in memory.
// KEYS of one family and maturity score alike, so a request scores some sixteen groups, not every KEY.
import { readFileSync } from 'node:fs';

import { refusal } from './database.mjs';

const rules = JSON.parse(readFileSync(new URL('../../../services/discovery/rules.json', import.meta.url), 'utf8'));
const TOLD = `SELECT
    (SELECT json_agg(json_build_array(s.id, s.signal_type, s.signal_value) ORDER BY s.signal_type, s.sequence DESC)
     FROM unnest('{problem_category,purchase,role,tool_intent,view}'::text[]) AS t (name),
       LATERAL (SELECT id, signal_type, signal_value, sequence FROM marketplace_discovery_signals
                WHERE user_id = $1::uuid AND signal_type = t.name AND expires_at > $2 ORDER BY sequence DESC LIMIT 2) s) AS signals,
    (SELECT array_agg(signal_type ORDER BY signal_type) FROM marketplace_discovery_opt_outs WHERE user_id = $1::uuid) AS opted_out,
    (SELECT array_agg(key_id::text) FROM marketplace_discovery_dismissals WHERE user_id = $1::uuid) AS dismissed,
    (SELECT array_agg(e.key_id::text) FROM (SELECT $1::uuid AS id, 'user' AS type
       UNION ALL SELECT org_id, 'org' FROM organization_members WHERE user_id = $1::uuid) AS tenant
     JOIN marketplace_entitlements e ON e.tenant_id = tenant.id AND e.tenant_type = tenant.type
     WHERE e.status = 'active' AND e.starts_at <= $2 AND (e.ends_at IS NULL OR e.ends_at > $2)) AS owned`;
const CATALOGUE = `SELECT k.id::text, k.slug, title, description, tool, key_type, key_types, version, maturity, price_cents, currency, available
  FROM marketplace_keys k LEFT JOIN (
    SELECT key_name, sum(events) FILTER (WHERE event_type = 'download') AS downloads, sum(events) FILTER (WHERE event_type = 'view') AS views
    FROM marketplace_analytics_quarters WHERE quarter >= $1 AND event_type IN ('download', 'view') GROUP BY key_name) q ON q.key_name = k.id::text
  LEFT JOIN (
    SELECT key_id, count(DISTINCT coalesce(tenant_id, user_id)) AS buyers FROM marketplace_analytics
    WHERE event_type = 'purchase' AND created_at >= $1 GROUP BY key_id) p ON p.key_id = k.id
  WHERE status = 'published' AND available
  ORDER BY coalesce(p.buyers, 0) DESC, coalesce(q.downloads, 0) DESC, coalesce(q.views, 0) DESC, k.slug`;
const KEPT_MS = 60_000;
const WINDOW_MS = 90 * 86_400_000;

const wordsOf = (value) => new Set(value.toLowerCase().match(/[\p{L}\p{N}]+/gu));
const confidenceOf = (score) => (score >= 10 ? 'high' : score >= 5 ? 'medium' : 'low');
const spoken = (type) => type.replaceAll('_', ' ');

/** Scores the KEYS of a family: {score, reason, contributions}. `signals`: [{id, type, value, words}]. */
function scoreOf({ tool, mature }, signals) {
  const scored = { score: 0, reason: '', contributions: [] };
  let best = 0;
  for (const { type, points, reason, rows } of rules.signals) {
    for (const signal of signals) {
      if (signal.type !== type) continue;
      for (const row of rows) {
        if (!row.families.includes(tool) || !row.words.some((word) => signal.words.has(word))) continue;
        scored.contributions.push({ rule: `${type}.${row.name}`, signal_ids: [signal.id], points });
        scored.score += points;
        if (points > best) [best, scored.reason] = [points, reason.replaceAll('{value}', signal.value)];
      }
    }
  }
  if (scored.contributions.length === 0) {
    const { points, reason } = rules.popular;
    return { score: points, reason: reason.replaceAll('{tool}', tool), contributions: [{ rule: 'popular', signal_ids: [], points }] };
  }
  if (mature) {
    scored.contributions.push({ rule: 'maturity', signal_ids: [], points: rules.maturity.points });
    scored.score += rules.maturity.points;
  }
  return scored;
}

const instead = (signals, type, value) =>
  [...signals.filter((signal) => signal.type !== type), ...(value === undefined ? [] : [{ id: '', type, value, words: wordsOf(value) }])];

/** Returns what would change the answer, a sentence each. */
function counterfactualsOf(group, scored, signals, closed) {
  const counted = (signal) => scored.contributions.some((part) => part.signal_ids[0] === signal.id);
  const sentences = [];
  for (const { type } of rules.signals) {
    for (const signal of signals) {
      if (signal.type !== type || !counted(signal)) continue;
      const { score } = scoreOf(group, instead(signals, type, signal.earlier));
      const earlier = signal.earlier === undefined ? '' : `your earlier "${signal.earlier}" would count, and `;
      sentences.push(`Without your ${spoken(type)} "${signal.value}" ${earlier}this KEY would ${
        score === scored.score ? `still score ${score}` : `score ${score} instead of ${scored.score}`}.`);
    }
  }
  if (sentences.length > 0) return sentences;
  for (const { type, rows } of rules.signals) {
    if (closed(type)) continue;
    for (const { words, families } of rows) {
      if (words.length === 0 || !families.includes(group.tool)) continue;
      const { score } = scoreOf(group, instead(signals, type, words[0]));
      sentences.push(`With the ${spoken(type)} "${words[0]}" this KEY would score ${score} instead of ${scored.score}.`);
    }
  }
  return sentences;
}

/** KEYS by family and maturity, each group in the order of popularity; `place` is that order over all of them. */
function groupsOf(keys) {
  const groups = new Map();
  keys.forEach((key, place) => {
    const mature = rules.maturity.words.includes(key.maturity);
    const name = `${key.tool} ${mature}`;
    if (!groups.has(name)) groups.set(name, { tool: key.tool, mature, keys: [] });
    groups.get(name).keys.push({ ...key, place });
  });
  return [...groups.values()];
}

/** The best `limit` KEYS that `wanted` lets through, of groups that have been scored. */
function best(groups, limit, wanted) {
  const levels = [...new Set(groups.map(({ scored }) => scored.score))].sort((a, b) => b - a);
  const chosen = [];
  for (const level of levels) {
    const heads = groups.filter(({ scored }) => scored.score === level).map((group) => ({ group, at: 0 }));
    while (chosen.length < limit) {
      let first;
      for (const head of heads) {
        while (head.at < head.group.keys.length && !wanted(head.group.keys[head.at])) head.at++;
        const key = head.group.keys[head.at];
        if (key && (!first || key.place < first.group.keys[first.at].place)) first = head;
      }
      if (!first) break;
      chosen.push([first.group, first.group.keys[first.at++]]);
    }
  }
  return chosen;
}

function signalsOf(rows, closed) {
  const signals = [];
  for (const [id, type, value] of rows ?? []) {
    if (closed(type)) continue;
    if (signals.at(-1)?.type === type) signals.at(-1).earlier = value;
    else signals.push({ id, type, value, words: wordsOf(value) });
  }
  return signals;
}

export async function discoverRoute(app, { database, authenticate }) {
  let groups = [];
  let revision;
  let loaded = 0;
  const refresh = async () => {
    const [row] = await database.rows('revision', 'SELECT revision FROM catalog_revision', []);
    if (row.revision === revision && Date.now() - loaded < KEPT_MS) return;
    groups = groupsOf(await database.rows('catalogue', CATALOGUE, [new Date(Date.now() - WINDOW_MS)]));
    [revision, loaded] = [row.revision, Date.now()];
  };
  await refresh();
  setInterval(() => refresh().catch(console.error), 1000).unref();

  app.get('/marketplace/discover', async (request) => {
    const user = authenticate(request);
    const limit = Number(request.query.limit ?? 10);
    if (!(limit >= 1 && limit <= 50)) throw refusal(400, 'INVALID_ARGUMENT', 'limit is 1 to 50.');
    const [told] = await database.rows('told', TOLD, [user, new Date()]);
    const out = told.opted_out ?? [];
    const closed = (type) => out.includes(type) || out.includes('everything');
    const signals = signalsOf(told.signals, closed);
    const hidden = new Set([...(told.owned ?? []), ...(told.dismissed ?? [])]);
    const type = request.query.key_type;
    const wanted = (key) => !hidden.has(key.id) && (type === undefined || key.key_type === type || key.tool === type || key.key_types.includes(type));
    const scoredGroups = groups.map((group) => ({ ...group, scored: scoreOf(group, signals) }));
    const recommendations = best(scoredGroups, limit, wanted).map(([group, { place, key_types, maturity, ...key }]) => {
      group.counterfactuals ??= counterfactualsOf(group, group.scored, signals, closed);
      return { ...key, ...group.scored, confidence: confidenceOf(group.scored.score), counterfactuals: group.counterfactuals };
    });
    return out.length > 0 ? { recommendations, optedOut: out } : { recommendations };
  });
}
