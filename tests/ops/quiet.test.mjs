// Load alone raises no alert: ten minutes of what people do (scripts/load.sh --mix), a real Prometheus, and nothing fires.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { data, root } from '../e2e/lib/shop.mjs';
import { backupMetrics } from './lib/faults.mjs';
import { startPrometheus } from './lib/prometheus.mjs';
import { alerts } from './lib/rules.mjs';

const MINUTES = 10;
const LOOK_MS = 2000;
// Alerts about the machine that the test runs on tell of that machine.
const OF_THE_MACHINE = new Set(alerts().filter((rule) => rule.file === 'machine.yml').map((rule) => rule.alert));

test('ten minutes of load raise no alert', { timeout: (MINUTES + 10) * 60_000 }, async () => {
  const prometheus = await startPrometheus();
  writeFileSync(path.join(prometheus.textfiles, 'keys_backup.prom'), backupMetrics(60, 60));
  const load = spawn(path.join(root, 'scripts/load.sh'), ['--mix', '--data', data, '--seconds', String(MINUTES * 60), '--people', '4'],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  let report = '';
  load.stdout.on('data', (bytes) => { report += bytes; });
  const ended = new Promise((resolve) => load.on('exit', resolve));
  const fired = new Set();
  while (load.exitCode === null) {
    for (const { alertname } of await prometheus.firing()) if (!OF_THE_MACHINE.has(alertname)) fired.add(alertname);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  assert.equal(await ended, 0, report);
  assert.deepEqual([...fired], []);
  console.log(`counted: ${MINUTES} minutes of load, no alert\n${report}`);
});
