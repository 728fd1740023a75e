// No path costs more statements, commits or RPCs than budget.mjs says. Counts, so a slow machine changes nothing. What the
// stack happens to do besides only adds: a path is over its budget when three samples in a row are.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { budget } from './budget.mjs';
import { describeCounts, quiet, sampleOf, startLogging } from './lib/counts.mjs';
import { describe, root } from './lib/stack.mjs';
import { pathsOf } from './lib/world.mjs';

const stack = describe(path.resolve(root, process.env.KEYS_DATA));
const paths = pathsOf(stack);
let logging;

before(async () => {
  await quiet(stack);
  logging = startLogging(stack);
});
after(() => logging.stop());

test('every path has a budget', () => assert.deepEqual(Object.keys(budget), Object.keys(paths)));

for (const [name, allowed] of Object.entries(budget)) {
  test(`${name}: ${allowed.statements} statements, ${allowed.commits} commits, ${allowed.rpcs} RPCs`, async (t) => {
    const isOver = ({ total }) => Object.entries(allowed).some(([what, most]) => total[what] > most);
    let counts = await sampleOf(stack, logging.log, paths[name]);
    for (let again = 0; again < 2 && isOver(counts); again++) counts = await sampleOf(stack, logging.log, paths[name]);
    for (const [what, most] of Object.entries(allowed)) {
      assert.ok(counts.total[what] <= most,
        `${name} takes ${counts.total[what]} ${what} a request, ${most} are allowed (tests/bench/budget.mjs):\n${describeCounts(counts)}`);
      if (counts.total[what] < most) t.diagnostic(`${name} takes ${counts.total[what]} ${what}: lower the budget of ${most} in tests/bench/budget.mjs`);
    }
  });
}
