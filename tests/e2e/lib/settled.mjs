// When nothing is on its way any more: what suites compare before and after must not change by what came late.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { data, eventually, ledger, root } from './shop.mjs';

const onItsWay = ['billing_outbox WHERE done_at', 'entitlement_outbox WHERE done_at', 'stripe_webhook_events WHERE handled_at']
  .map((from) => `SELECT 1 FROM ${from} IS NULL AND dead_at IS NULL`).join(' UNION ALL ');

/** Waits until every webhook was delivered and handled, and every event of the outboxes has arrived. */
export const settled = () => eventually('nothing is on its way', async () => {
  if ((await ledger()).webhooks.pending > 0) return false;
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts/db.sh'),
    ['psql', '--data', data, '--', '-qAt', '-c', `SELECT count(*) FROM (${onItsWay}) AS open`], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim() === '0';
}, 120);
