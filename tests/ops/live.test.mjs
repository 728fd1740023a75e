// A real Prometheus scrapes a loaded stack: every target is up, every rule can be evaluated, every query of every panel
// has data, and nothing of the shop alerts.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { eventually } from '../e2e/lib/shop.mjs';
import { load } from './lib/load.mjs';
import { startPrometheus } from './lib/prometheus.mjs';
import { alerts, queries } from './lib/rules.mjs';

// Alerts about the machine that the test runs on tell of that machine.
const OF_THE_MACHINE = new Set(alerts().filter((rule) => rule.file === 'machine.yml').map((rule) => rule.alert));

// Fills variables in as Grafana does.
const filled = (expr) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$process', 'billing');

test('every panel has data, and load alone raises no alert', { timeout: 900_000 }, async () => {
  const prometheus = await startPrometheus();
  const now = Math.floor(Date.now() / 1000);
  writeFileSync(path.join(prometheus.textfiles, 'keys_backup.prom'), `keys_backup_last_success_timestamp_seconds ${now}\n`
    + `keys_backup_last_verified_timestamp_seconds ${now}\nkeys_backup_age_limit_seconds 90000\n`);
  await eventually('every target is up', async () => {
    const down = (await prometheus.targets()).filter((target) => target.health !== 'up');
    if (down.length > 0) throw new Error(down.map((target) => `${target.scrapeUrl}: ${target.lastError}`).join('; '));
    return true;
  }, 90);
  const started = process.hrtime.bigint();
  let rounds = 0;
  let empty = queries();
  // Rates need two samples, and those of counters that appear with their first event need a second event.
  while (empty.length > 0 || rounds < 3) {
    assert.ok(process.hrtime.bigint() - started < 300_000_000_000n,
      `no data after ${rounds} rounds of load:\n${empty.map(({ dashboard, panel, expr }) => `${dashboard}, ${panel}: ${expr}`).join('\n')}`);
    // More than five forged webhooks in ten minutes are an alert, and a quick machine makes more rounds than that.
    await load(2, rounds < 2);
    rounds += 1;
    const left = [];
    for (const one of empty) if ((await prometheus.query(filled(one.expr))).length === 0) left.push(one);
    empty = left;
  }
  const rules = await prometheus.rules();
  assert.deepEqual(rules.filter((rule) => rule.health !== 'ok').map((rule) => `${rule.name}: ${rule.health} ${rule.lastError ?? ''}`), []);
  const firing = (await prometheus.firing()).filter(({ alertname }) => !OF_THE_MACHINE.has(alertname));
  assert.deepEqual(firing, []);
  const series = await prometheus.query('count({job="keys"})');
  assert.ok(Number(series[0].value[1]) < 20_000, 'label values are bounded');
  console.log(`counted: ${queries().length} queries of panels have data after ${rounds} rounds of load, ${rules.length} rules evaluate, `
    + `${series[0].value[1]} series of the shop, no alert`);
});
