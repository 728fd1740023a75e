// scripts/bench.sh prints a line for each path with every request answered, and leaves nothing running.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { budget } from './budget.mjs';
import { root } from './lib/stack.mjs';

test('a run over the smallest shop measures every path', () => {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'scripts/bench.sh'),
    ['--size', 'test', '--rounds', '1', '--seconds', '1', '--connections', '2'], { encoding: 'utf8', timeout: 840_000 });
  assert.equal(status, 0, stderr);
  const lines = stdout.split('\n').filter((line) => line.startsWith('| '));
  for (const name of Object.keys(budget)) {
    const [speed, cpu, counts] = lines.filter((line) => line.startsWith(`| ${name} |`));
    for (const line of [speed, cpu, counts]) assert.ok(line, `${name} has its line in each table:\n${stdout}`);
    const ratio = Number(speed.split('|')[7]);
    assert.ok(ratio > 0 && Number.isFinite(ratio), speed);
    assert.doesNotMatch(speed, /failed/);
  }
  assert.ok(!existsSync(path.join(root, 'build/bench')), 'its data is gone');
});
