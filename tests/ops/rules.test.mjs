// The configuration and the rules of Prometheus, by its own promtool; and what we ask of every alert.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { alerts, filesIn, metricsIn, pageOf, readYaml, root, rules } from './lib/rules.mjs';

const FOLDER = 'deploy/prometheus';

function promtool(...args) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: path.join(root, FOLDER), encoding: 'utf8' });
  assert.equal(status, 0, `promtool ${args.join(' ')}:\n${stdout}${stderr}`);
  return stdout;
}

test('promtool takes the configuration and every file of rules', () => {
  const said = promtool('check', 'config', 'prometheus.yml');
  for (const file of filesIn(`${FOLDER}/rules`, '.yml')) assert.match(said, new RegExp(`rules/${file}`));
});

test('every alert fires for its fault and stays silent without it', () => {
  promtool('test', 'rules', ...filesIn(`${FOLDER}/tests`, '.yml').map((file) => `tests/${file}`));
  const tried = filesIn(`${FOLDER}/tests`, '.yml').flatMap((file) =>
    readYaml(`${FOLDER}/tests/${file}`).tests.flatMap((one) => one.alert_rule_test));
  for (const { alert } of alerts()) {
    const of = tried.filter((one) => one.alertname === alert);
    assert.ok(of.some((one) => one.exp_alerts.length > 0), `no test in which ${alert} fires`);
    assert.ok(of.some((one) => one.exp_alerts.length === 0), `no test in which ${alert} is silent`);
  }
  console.log(`counted: ${alerts().length} alerts, each tried with and without its fault`);
});

test('every alert says what happened and what to do, how urgent it is, and has a page', () => {
  const named = alerts().map((rule) => rule.alert);
  assert.deepEqual(named, [...new Set(named)], 'an alert has one rule');
  for (const rule of alerts()) {
    assert.ok(['page', 'ticket'].includes(rule.labels.severity), `${rule.alert}: severity is page or ticket`);
    const sentences = rule.annotations.summary.split(/\. /).length;
    assert.ok(sentences >= 2, `${rule.alert}: the summary says what happened, then what to do`);
    assert.equal(rule.annotations.runbook_url, `docs/runbooks/${pageOf(rule.alert)}`);
  }
});

test('recorded names have the form level:metric:operation, and what is read of them is recorded', () => {
  const recorded = new Set(rules().map((rule) => rule.record).filter(Boolean));
  for (const name of recorded) assert.match(name, /^[a-z_]+:[a-z0-9_]+:[a-z0-9_]+$/);
  for (const rule of rules()) {
    for (const name of metricsIn(rule.expr)) {
      if (name.includes(':')) assert.ok(recorded.has(name), `${rule.alert ?? rule.record} reads ${name}, which no rule records`);
    }
  }
});

test('each program of the shop is scraped once', () => {
  const scraped = JSON.parse(JSON.stringify(readYaml(`${FOLDER}/targets/keys.json`))).map(({ labels }) => labels.process).sort();
  assert.deepEqual(scraped, [...Object.keys(readYaml('services/ranks.json')), 'gateway'].sort());
});
