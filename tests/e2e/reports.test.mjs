// The four reports: what people do through the public API is in them, as JSON and as CSV, and they equal what
// one counts by hand in the database.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { settled } from './lib/settled.mjs';
import {
  buy, call, control, data, endpoints, eventually, get, newUser, ok, owned, post, root, token,
} from './lib/shop.mjs';

const admin = token(newUser(), '--admin');
const slug = 'signed-webhook-intake';
const other = 'retention-cohorts';
const zones = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/New_York'];

const rows = (sql) => {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qAt', '-c', sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').filter(Boolean);
};
const report = async (name, query = '') => ok(await get(`/marketplace/admin/reports/${name}?${query}`, { as: admin }));
const event = (body, as) => post('/marketplace/analytics', { as, body }).then((answer) => ok(answer));

/** RFC 4180, strictly: lists of cells. */
function parseCsv(text) {
  const lines = [];
  let at = 0;
  while (at < text.length) {
    const line = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        const end = /"(?!")/.exec(text.slice(at + 1).replace(/""/g, '\0\0')).index;
        cell = text.slice(at + 1, at + 1 + end).replace(/""/g, '"');
        at += end + 2;
      } else {
        cell = /^[^,\r\n"]*/.exec(text.slice(at))[0];
        at += cell.length;
      }
      line.push(cell);
      if (text[at] !== ',') break;
      at += 1;
    }
    assert.equal(text.slice(at, at + 2), '\r\n', 'every line ends in CRLF');
    at += 2;
    lines.push(line);
  }
  return lines;
}

/** Holds the CSV of a report against its JSON, cell by cell. */
async function compareCsv(name, query) {
  const answer = await get(`/marketplace/admin/reports/${name}?${query}&format=csv`, { as: admin });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(answer.headers.get('content-disposition'), new RegExp(`^attachment; filename="${name}-\\d{4}-\\d\\d-\\d\\d-\\d{4}-\\d\\d-\\d\\d\\.csv"$`));
  const json = await report(name, query);
  const [header, ...lines] = parseCsv(answer.text);
  const expected = [...json.rows, ...(json.totals ?? []), ...(json.total ? [json.total] : [])];
  assert.equal(lines.length, expected.length);
  lines.forEach((line, i) => assert.deepEqual(line, header.map((column) => String(expected[i][column] ?? '')), `${name} line ${i}`));
  for (const row of expected) for (const column of Object.keys(row)) assert.ok(header.includes(column), column);
  return lines.length;
}

const within = ({ from, to }, column = 'created_at') => `${column} >= '${from}' AND ${column} < '${to}'`;
const funnelByHand = (span) => rows(`
  SELECT concat_ws('|', day, count(*) FILTER (WHERE event_type = 'view'), count(DISTINCT user_id) FILTER (WHERE event_type = 'view'),
    count(*) FILTER (WHERE event_type = 'purchase'), count(DISTINCT user_id) FILTER (WHERE event_type = 'purchase'),
    count(*) FILTER (WHERE event_type = 'download'), count(*) FILTER (WHERE event_type = 'discovery_click'))
  FROM (SELECT (created_at AT TIME ZONE '${span.tz}')::date::text AS day, event_type, user_id FROM marketplace_analytics
        WHERE event_type <> 'bundle_upgrade' AND ${within(span)}) e
  GROUP BY day ORDER BY day`);
// Sums the payments that sessions have reported, each on the day on which it was reported first.
const revenueByHand = (span) => rows(`
  SELECT concat_ws('|', (at AT TIME ZONE '${span.tz}')::date, currency, count(*) FILTER (WHERE single), sum(cents))
  FROM (SELECT min(recorded_at) AS at, fact.currency, max(fact.amount_cents - fact.other_cents) AS cents, parent_id IS NULL AS single
        FROM marketplace_order_facts fact JOIN marketplace_orders o ON o.id = fact.order_id
        WHERE kind = 'session' AND state = 'paid' GROUP BY fact.object_id, fact.currency, parent_id IS NULL) paid
  WHERE ${within(span, 'at')} GROUP BY (at AT TIME ZONE '${span.tz}')::date, currency ORDER BY (at AT TIME ZONE '${span.tz}')::date, currency`);

test('what people do is in the reports, and the reports are what the database holds', async () => {
  // Events of other tests that are still undelivered must not be counted here.
  await settled();
  const before = { funnel: await report('funnel'), revenue: await report('revenue') };
  const grossBefore = before.revenue.totals.find((total) => total.currency === 'usd') ?? { orders: 0, gross_cents: 0, refunded_cents: 0, lost_cents: 0, disputed_cents: 0 };
  const user = newUser();
  const as = token(user);
  const keys = new Map((await Promise.all([slug, other].map((name) => get(`/marketplace/keys/${name}`)))).map((answer) => [answer.body.key.slug, answer.body.key]));
  await event({ event_type: 'view', key_id: slug });
  await event({ event_type: 'view', key_id: keys.get(slug).id }, as);
  // It is a view, of no KEY: the catalog does not know the name.
  await event({ event_type: 'view', key_id: 'no-such-key-anywhere' });
  await event({ event_type: 'discovery_click', key_id: slug }, as);
  const kept = await buy('keys', slug, as);
  const { sessionId, order_id } = await buy('keys', other, as);
  await eventually('bought', async () => (await owned(as)).length === 2);
  ok(await post(`/marketplace/keys/${slug}/download`, { as, body: {} }));
  ok(await post(`/marketplace/admin/orders/${order_id}/refund`, { as: admin, body: { reason: 'reports' } }));
  ok(await control({ action: 'open_dispute', session: kept.sessionId }));
  ok(await control({ action: 'close_dispute', session: kept.sessionId, outcome: 'lost' }));
  const [price, otherPrice] = [slug, other].map((name) => keys.get(name).price_cents);

  // Events and webhooks are on their way for a moment.
  await eventually('all of it is in the reports', async () => {
    const { total } = await report('funnel');
    const was = before.funnel.total;
    assert.equal(total.views - was.views, 3);
    assert.equal(total.anonymous_views - was.anonymous_views, 2);
    assert.equal(total.viewers - was.viewers, 1);
    assert.equal(total.clickers - was.clickers, 1);
    assert.equal(total.purchases - was.purchases, 2);
    assert.equal(total.buyers - was.buyers, 1);
    assert.equal(total.downloaders - was.downloaders, 1);
    const usd = (await report('revenue')).totals.find((one) => one.currency === 'usd');
    assert.equal(usd.orders - grossBefore.orders, 2);
    assert.equal(usd.gross_cents - grossBefore.gross_cents, price + otherPrice);
    assert.equal(usd.refunded_cents - grossBefore.refunded_cents, otherPrice);
    assert.equal(usd.disputed_cents - grossBefore.disputed_cents, price);
    assert.equal(usd.lost_cents - grossBefore.lost_cents, price);
    assert.equal(usd.net_cents, usd.gross_cents - usd.refunded_cents - usd.lost_cents);
    return true;
  });
  await settled();

  let compared = 0;
  for (const tz of zones) {
    const query = `tz=${encodeURIComponent(tz)}`;
    const span = await report('funnel', query);
    const funnel = span.rows;
    assert.equal(funnel.length, 30);
    const shown = funnel.filter((row) => row.views + row.purchases + row.downloads + row.discovery_clicks > 0)
      .map((row) => [row.day, row.views, row.viewers, row.purchases, row.buyers, row.downloads, row.discovery_clicks].join('|'));
    assert.deepEqual(shown, funnelByHand(span));
    const revenue = (await report('revenue', query)).rows;
    assert.deepEqual(revenue.filter((row) => row.gross_cents > 0).map((row) => [row.day, row.currency, row.orders, row.gross_cents].join('|')), revenueByHand(span));
    compared += shown.length + revenue.length;
  }
  const top = await report('top-keys', 'limit=1000');
  const [views] = rows(`SELECT count(*) FROM marketplace_analytics WHERE event_type = 'view' AND ${within(top)} AND (key_slug = '${slug}' OR key_id = '${keys.get(slug).id}')`);
  const mine = top.rows.find((row) => row.slug === slug);
  assert.equal(mine.views, Number(views), 'slug and id are one KEY');
  assert.equal(mine.title, keys.get(slug).title);
  assert.ok(mine.buyers >= 1 && mine.purchases >= mine.buyers);
  assert.deepEqual(top.rows.map((row) => row.rank), top.rows.map((_, i) => i + 1));
  for (const period of ['week', 'month']) {
    const cohorts = await report('cohorts', `period=${period}`);
    const persons = cohorts.rows.filter((row) => row.offset === 0).reduce((sum, row) => sum + row.persons, 0);
    const [buyers] = rows(`SELECT count(*) FROM (SELECT min(created_at) AS at FROM marketplace_analytics WHERE event_type = 'purchase' GROUP BY user_id) e WHERE ${within(cohorts, 'at')}`);
    assert.equal(persons, Number(buyers));
  }
  for (const name of ['funnel', 'revenue', 'top-keys', 'cohorts']) compared += await compareCsv(name, 'tz=Asia/Kathmandu');
  console.log(`counted: ${compared} rows compared, ${zones.length} zones`);
});

test('an invalid span is refused with its pointer, and callers who are no administrators are refused first', async () => {
  for (const [query, pointers] of [
    ['from=soon', ['?from']], ['to=2026-02-30&tz=Mars/Olympus', ['?tz', '?to']], ['from=2026-11-02&to=2026-11-02', ['?to']],
    ['from=2024-01-01&to=2026-01-01', ['?from']], ['format=xlsx', ['?format']], ['tz=../../etc/passwd', ['?tz']],
  ]) {
    for (const name of ['funnel', 'revenue', 'top-keys', 'cohorts']) {
      const answer = await get(`/marketplace/admin/reports/${name}?${query}`, { as: admin });
      assert.equal(answer.status, 400, `${name}?${query}: ${answer.text}`);
      assert.deepEqual(answer.body.errors.map((error) => error.pointer), pointers, `${name}?${query}`);
      assert.equal((await get(`/marketplace/admin/reports/${name}?${query}`, { as: token(newUser()) })).status, 403);
    }
  }
  assert.equal((await get('/marketplace/admin/reports/top-keys?limit=0', { as: admin })).status, 400);
  assert.equal((await get('/marketplace/admin/reports/funnel?colour=red', { as: admin })).body.code, 'UNKNOWN_FIELD');
  assert.equal((await get('/marketplace/admin/reports/profit', { as: admin })).status, 404);
  assert.equal((await call('POST', '/marketplace/admin/reports/funnel', { as: admin })).status, 405);
});

test('when analytics is killed while events arrive, every stored event is counted once', async () => {
  const sent = [];
  const send = async (id) => {
    // Sends the event until it is taken, because the same id is the same event.
    await eventually('stored', async () => (await post('/marketplace/analytics', { body: { event_type: 'view', event_id: id, key_id: `killed-${id.slice(-2)}` } })).status === 200);
    sent.push(id);
  };
  const ids = Array.from({ length: 120 }, newUser);
  const sending = Promise.all(ids.map(async (id, i) => {
    await new Promise((resolve) => { setTimeout(resolve, i * 5); });
    await send(id);
  }));
  const killed = endpoints().pids.analytics;
  await new Promise((resolve) => { setTimeout(resolve, 150); });
  process.kill(killed, 'SIGKILL');
  await sending;
  await eventually('analytics is back', async () => endpoints().pids.analytics !== killed && (await get('/readyz')).status === 200);
  const [stored] = rows(`SELECT count(*) FROM marketplace_analytics WHERE id IN (${ids.map((id) => `'${id}'`)})`);
  assert.equal(Number(stored), ids.length);
  const differences = rows(`
    WITH recount AS (SELECT date_bin('15 minutes', created_at, 'epoch') AS quarter, event_type, coalesce(key_id::text, key_slug, '') AS key_name,
                            count(*) AS events, count(user_id) AS signed_in FROM marketplace_analytics GROUP BY 1, 2, 3)
    (TABLE recount EXCEPT ALL TABLE marketplace_analytics_quarters) UNION ALL (TABLE marketplace_analytics_quarters EXCEPT ALL TABLE recount)`);
  assert.deepEqual(differences, []);
});
