// Faults planted in a healthy stack raise their alerts and no others, in a real Prometheus; healed, they fall silent.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

import { settled } from '../e2e/lib/settled.mjs';
import { buy, endpoints, eventually, newUser, token } from '../e2e/lib/shop.mjs';
import { backupMetrics, faultGroups, loneFaults, sql } from './lib/faults.mjs';
import { load, pricedKeys } from './lib/load.mjs';
import { startPrometheus } from './lib/prometheus.mjs';
import { alerts } from './lib/rules.mjs';

// What tells of the machine that the test runs on counts only where the test has planted it.
const OF_THE_MACHINE = new Set(alerts().filter((rule) => rule.file === 'machine.yml').map((rule) => rule.alert));
// An alert over an increase falls silent only when its window has passed.
const LASTING = new Set(['WebhooksForged', 'StripeRefuses', 'AssetMissing', 'ProcessRestarts', 'ConnectionsTurnedAway', 'WebhooksMissed']);
const HOLD_SECONDS = 10;
const PATIENCE_SECONDS = 240;

const room = mkdtempSync(path.join(tmpdir(), 'keys-faults-'));
after(() => rmSync(room, { recursive: true, force: true }));

function stopwatch() {
  const began = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - began) / 1e9;
}

class Watch {
  constructor(prometheus) {
    this.prometheus = prometheus;
    this.lasting = new Set(); // fired before, and may fire on
    this.machine = new Set(); // alerts of the machine that are planted
  }

  async firing() {
    const now = await this.prometheus.firing();
    const ours = now.filter(({ alertname, mountpoint }) => (OF_THE_MACHINE.has(alertname)
      ? this.machine.has(alertname) && (mountpoint === undefined || mountpoint.startsWith(room)) : true));
    return [...new Set(ours.map(({ alertname }) => alertname))].filter((name) => !this.lasting.has(name)).sort();
  }

  /** Plants all at once, waits for their alerts, heals, waits for silence; answers {alert: seconds}. */
  async group(name, faults, shop) {
    const expected = [...new Set(faults.map(([alert]) => alert))].sort();
    for (const alert of expected) if (OF_THE_MACHINE.has(alert)) this.machine.add(alert);
    assert.deepEqual(await this.firing(), [], `before ${name}`);
    const seconds = stopwatch();
    const seen = new Map();
    const look = async () => {
      for (const alert of await this.firing()) if (!seen.has(alert)) seen.set(alert, seconds());
    };
    try {
      for (const [, plant] of faults) await plant(shop);
      let held = seconds();
      await eventually(`these fire: ${expected}`, async () => {
        if (seconds() - held > HOLD_SECONDS) {
          for (const [, , , hold] of faults) await hold?.();
          held = seconds();
        }
        await look();
        if (expected.some((alert) => !seen.has(alert))) throw new Error(`have fired: ${[...seen.keys()]}`);
        return true;
      }, PATIENCE_SECONDS);
      assert.deepEqual([...seen.keys()].sort(), expected, `${name}: no other alert`);
    } finally {
      for (const [, , heal] of faults) await heal?.(shop);
    }
    for (const alert of expected) if (LASTING.has(alert)) this.lasting.add(alert);
    await eventually(`${name}: healed faults fall silent`, async () => {
      const left = await this.firing();
      if (left.length > 0) throw new Error(`still firing: ${left}`);
      return true;
    }, PATIENCE_SECONDS);
    return seen;
  }
}

async function healthyShop(prometheus) {
  await load(5);
  await settled();
  await eventually('Prometheus has evaluated its rules', async () => (await prometheus.rules()).every((rule) => rule.health === 'ok'), 60);
  // An increase is seen only from a first value on, which Prometheus reads up to five seconds after its start.
  await eventually('Prometheus has read every process', async () => {
    const targets = await prometheus.targets();
    return targets.length > Object.keys(endpoints().metrics).length && targets.every(({ health }) => health === 'up');
  }, 60);
  const [slug] = await pricedKeys();
  const owner = token(newUser());
  await buy('keys', slug, owner);
  await settled();
  const ids = (where, limit) => sql(`SELECT id FROM marketplace_orders WHERE ${where} ORDER BY created_at DESC LIMIT ${limit}`).split('\n');
  return { slug, owner, orders: ids("status = 'fulfilled'", 5).slice(1), refunded: ids("status = 'refunded'", 1)[0], room,
    textfiles: prometheus.textfiles, most: Number(process.env.MAX_CONNECTIONS), buys: () => buy('keys', slug, token(newUser())),
    // A start that Prometheus has not read is none to it.
    startOf: async (name) => (await prometheus.query(`process_start_time_seconds{process="${name}"}`))[0]?.value[1] };
}

test('planted faults raise exactly their alerts, and healed ones fall silent', { timeout: 2_400_000 }, async () => {
  const prometheus = await startPrometheus();
  writeFileSync(path.join(prometheus.textfiles, 'keys_backup.prom'), backupMetrics(60, 60));
  const shop = await healthyShop(prometheus);
  const watch = new Watch(prometheus);
  let planted = 0;
  const raised = new Map();
  for (const [name, faults] of [...faultGroups(shop), ...loneFaults()]) {
    const seen = await watch.group(name, faults, shop);
    planted += faults.length;
    for (const [alert, seconds] of seen) raised.set(alert, seconds);
    console.log(`counted: ${name}: ${[...seen].map(([alert, seconds]) => `${alert} after ${seconds.toFixed(0)} s`).join(', ')}`);
  }
  assert.ok(planted >= 20);
  console.log(`counted: ${planted} planted faults raised ${raised.size} alerts and no other, the slowest after `
    + `${Math.max(...raised.values()).toFixed(0)} s`);
});
