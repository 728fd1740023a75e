// 5,000 generated KEYS through the whole stack on this machine's disk: how long, how much memory. With KEYS_TEST_SCALE=all.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { write, writeKey } from './assets.mjs';
import { forgetPeak, ingest, memory, startStack } from './stack.mjs';

const KEYS = process.env.KEYS_TEST_SCALE === 'all' ? 5_000 : 100;
const families = ['node-next-keys', 'runbook-keys', 'cursor-keys', 'stripe-keys', 'github-keys', 'supabase-keys', 'jupyter-keys'];

let stack;
before(async () => { stack = await startStack('ingest-scale'); });
after(() => stack.stop());

test(`${KEYS} KEYS are published in bounded memory, and unchanged the second time`, async (t) => {
  for (let i = 0; i < KEYS; ++i) {
    const folder = writeKey(stack.assets, families[i % families.length], `scale-${i}`, { description: `Number ${i}. ${'Words of it. '.repeat(i % 40)}` });
    write(folder, 'src/code.mjs', `export const number = ${i};\n`.repeat(1 + (i % 50)));
  }
  for (const turn of ['first', 'second']) {
    const pid = stack.shop.endpoints().pids.ingestion;
    forgetPeak(pid);
    const idle = memory(pid, 'VmRSS');
    const began = process.hrtime.bigint();
    const report = await ingest(stack);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const grown = memory(pid, 'VmHWM') - idle;
    t.diagnostic(`counted: ${turn} run of ${KEYS} KEYS: ${seconds.toFixed(1)} s, at most ${(grown / 1024).toFixed(0)} MiB beyond ${(idle / 1024).toFixed(0)} MiB idle`);
    assert.deepEqual(report.errors, []);
    assert.equal(report.success, KEYS);
    assert.equal(report.unchanged, turn === 'first' ? 0 : KEYS);
    assert.ok(grown <= 64 * 1024, `${grown} KiB`);
  }
});
