// Checks on the running stack that every metric which a rule or a dashboard reads is exposed, and that every statement
// of a runbook runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { data, endpoints, eventually, root } from '../e2e/lib/shop.mjs';
import { settled } from '../e2e/lib/settled.mjs';
import { load } from './lib/load.mjs';
import { filesIn, metricsIn, queries, readText, rules } from './lib/rules.mjs';

// These are not from the shop's programs: Prometheus makes `up`, node_* and pg_* come from Debian's exporters,
// keys_table_* from the statement which deploy/prometheus gives to PostgreSQL's, keys_backup_* from scripts/backup.sh.
// The tests of label `all` look at those.
const OF_OTHERS = /^(up$|node_|pg_|keys_backup_|keys_table_)/;
// Exposed from their first occurrence on, which a healthy stack does not have.
const WITH_THE_FIRST_FAULT = ['keys_rpc_refused_total', 'keys_invariant_ledger_difference_cents', 'keys_refunds_not_confirmed_total'];
// Exposed by processes that have a certificate; this stack speaks plain text on loopback.
const WITH_TLS = ['keys_certificate_expires_timestamp_seconds'];
const ELSEWHERE = [...WITH_THE_FIRST_FAULT, ...WITH_TLS];

/** Names of families of all processes, as a histogram's series are called. */
async function exposed() {
  const names = new Set();
  for (const [process, url] of Object.entries(endpoints().metrics)) {
    if (process === 'sandbox') continue;
    const text = await (await fetch(url)).text();
    for (const line of text.split('\n')) if (line && !line.startsWith('#')) names.add(line.match(/^[\w:]+/)[0]);
  }
  return names;
}

test('every metric that a rule or a dashboard reads is exposed', { timeout: 300_000 }, async () => {
  await load(1);
  await settled();
  const recorded = new Set(rules().map((rule) => rule.record));
  const read = new Set([...rules(), ...queries()].flatMap(({ expr }) => metricsIn(expr)));
  const wanted = [...read].filter((name) => !recorded.has(name) && !OF_OTHERS.test(name) && !ELSEWHERE.includes(name));
  assert.ok(wanted.length > 30, 'names are found in queries');
  // Gauges of billing's are set by its next look at the books.
  await eventually('all metrics are exposed', async () => {
    const names = await exposed();
    const missing = wanted.filter((name) => !names.has(name));
    if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
    return true;
  }, 90);
  console.log(`counted: ${wanted.length} metrics of ours that rules and dashboards read are exposed`);
});

test('what this stack does not expose is made by a program, and is read', () => {
  const read = new Set(rules().flatMap(({ expr }) => metricsIn(expr)));
  const { stdout } = spawnSync('grep', ['-rhoE', '"keys_[a-z_]+"', '--include=*.cc', 'common', 'gateway', 'services'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 24 });
  for (const name of ELSEWHERE) {
    assert.ok(read.has(name), `no rule reads ${name}: take it off the list`);
    assert.ok(stdout.includes(`"${name}"`), `no program makes ${name}`);
  }
});

test('every statement of a runbook runs', () => {
  let count = 0;
  for (const page of filesIn('docs/runbooks', '.md')) {
    for (const [, statement] of readText(`docs/runbooks/${page}`).matchAll(/```sql\n([\s\S]*?)```/g)) {
      const { status, stderr } = spawnSync(path.join(root, 'scripts/db.sh'), ['psql', '--data', data, '--', '-qX',
        '-v', 'ON_ERROR_STOP=1', '-c', `SET ROLE keys_owner; ${statement}`], { encoding: 'utf8' });
      assert.equal(status, 0, `${page}: ${stderr}`);
      count += 1;
    }
  }
  assert.ok(count >= 5);
});
