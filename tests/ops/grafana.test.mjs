// The dashboards are what the generator writes, and fit Grafana's own types (@grafana/schema, made from its schemas).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { filesIn, metricsIn, queries, readText, root, rules } from './lib/rules.mjs';
import { complaints } from './lib/typed.mjs';

const FOLDER = 'deploy/grafana/dashboards';
const dashboards = () => filesIn(FOLDER, '.json').map((file) => [path.basename(file, '.json'), JSON.parse(readText(`${FOLDER}/${file}`))]);

test('generating again changes nothing', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-dashboards-'));
  try {
    execFileSync(process.execPath, [path.join(root, 'deploy/grafana/generate.mjs'), folder]);
    assert.deepEqual(readdirSync(folder).sort(), filesIn(FOLDER, '.json'));
    for (const file of readdirSync(folder)) {
      assert.equal(readFileSync(path.join(folder, file), 'utf8'), readText(`${FOLDER}/${file}`),
        `${file} is not what dashboards.mjs says: run node deploy/grafana/generate.mjs`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const IMPORTS = `import type { Dashboard } from '@grafana/schema';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { Options as CurveOptions, FieldConfig as CurveConfig } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';`;

function typedParts(name, dashboard) {
  const parts = [{ name, type: 'Dashboard', value: dashboard }];
  const stat = dashboard.panels.filter((panel) => panel.type === 'stat').map((panel) => panel.options);
  const curves = dashboard.panels.filter((panel) => panel.type === 'timeseries');
  if (stat.length > 0) parts.push({ name: `${name}-stat`, type: 'StatOptions[]', value: stat });
  parts.push({ name: `${name}-curves`, type: 'CurveOptions[]', value: curves.map((panel) => panel.options) });
  parts.push({ name: `${name}-lines`, type: 'CurveConfig[]', value: curves.map((panel) => panel.fieldConfig.defaults.custom) });
  return parts;
}

test('every dashboard fits Grafana\'s types, and a wrong one does not', { timeout: 600_000 }, () => {
  const parts = dashboards().flatMap(([name, dashboard]) => typedParts(name, dashboard));
  assert.equal(complaints(IMPORTS, parts), '');
  const [, dashboard] = dashboards()[0];
  const wrong = [{ ...dashboard, refresh: 30 }, { ...dashboard, colour: 'blue' }];
  const said = complaints(IMPORTS, wrong.map((value, i) => ({ name: `wrong-${i}`, type: 'Dashboard', value })));
  assert.match(said, /^wrong-0.*Type 'number' is not assignable/m);
  assert.match(said, /^wrong-1.*"colour".*does not exist/m);
});

test('panels have titles, lie beside each other, and read only what is recorded or exposed under a known name', () => {
  for (const [name, dashboard] of dashboards()) {
    assert.equal(dashboard.uid, `keys-${name}`);
    const taken = new Set();
    for (const { id, title, gridPos } of dashboard.panels) {
      assert.ok(title && Number.isInteger(id));
      assert.ok(gridPos.x + gridPos.w <= 24, `${name}: ${title} is wider than the page`);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          assert.ok(!taken.has(`${x},${y}`), `${name}: ${title} lies over another panel`);
          taken.add(`${x},${y}`);
        }
      }
    }
  }
  const recorded = new Set(rules().map((rule) => rule.record).filter(Boolean));
  for (const { dashboard, panel, expr } of queries()) {
    for (const metric of metricsIn(expr)) {
      assert.ok(recorded.has(metric) || /^(keys_|process_|node_|pg_|up$)/.test(metric), `${dashboard}: ${panel} reads ${metric}`);
    }
  }
});
