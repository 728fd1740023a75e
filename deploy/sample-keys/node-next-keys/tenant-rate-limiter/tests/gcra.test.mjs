import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../src/gcra.mjs";

const budget = { ratePerMinute: 60, burst: 3 };
const T0 = 1_790_000_000_000;

/** Asks at each time and gives back who was let in. */
function ask(times, use = budget, cost = 1) {
  let tat = null;
  return times.map((ms) => {
    const decision = decide({ tat, now: T0 + ms, cost, budget: use });
    tat = decision.tat;
    return decision;
  });
}

test("a burst is let in, the next is told exactly how long to wait", () => {
  const [a, b, c, d] = ask([0, 0, 0, 0]);
  assert.deepEqual([a, b, c, d].map((x) => x.allowed), [true, true, true, false]);
  assert.deepEqual([a, b, c, d].map((x) => x.remaining), [2, 1, 0, 0]);
  assert.equal(d.retryAfterMs, 1000);
});

test("who waits as told is let in, who comes a millisecond early is not", () => {
  assert.equal(ask([0, 0, 0, 999])[3].allowed, false);
  assert.equal(ask([0, 0, 0, 1000])[3].allowed, true);
});

test("being refused costs nothing", () => {
  const hammering = Array.from({ length: 500 }, (_, i) => i);
  assert.equal(ask([0, 0, 0, ...hammering, 1000]).at(-1).allowed, true);
});

test("a rest gives back the burst and never more", () => {
  const after = ask([0, 0, 0, 3_600_000, 3_600_000, 3_600_000, 3_600_000]);
  assert.deepEqual(after.map((x) => x.allowed), [true, true, true, true, true, true, false]);
});

test("over any window no more is let in than burst plus rate", () => {
  for (const ratePerMinute of [1, 7, 60, 90, 6000]) {
    for (const burst of [1, 3, 50]) {
      const step = 60_000 / ratePerMinute / 7;
      const times = Array.from({ length: 3000 }, (_, i) => i * step);
      const admitted = ask(times, { ratePerMinute, burst }).filter((x) => x.allowed).length;
      const most = burst + (times.at(-1) * ratePerMinute) / 60_000;
      assert.ok(admitted <= most + 1e-6, `${admitted} of at most ${most}`);
      // Who asks seven times an interval loses at most a seventh of one by asking just too early.
      assert.ok(admitted >= (most * 7) / 8 - 1, `${admitted} is stingy, ${most} were due`);
    }
  }
});

test("a heavy request uses several places and one that can never fit is told so", () => {
  assert.equal(ask([0], budget, 3)[0].remaining, 0);
  assert.equal(ask([0], budget, 4)[0].retryAfterMs, Infinity);
  assert.equal(ask([0, 0], budget, 2)[1].retryAfterMs, 1000);
});

test("a clock that steps back does not lock anybody out for longer than the bucket", () => {
  const [, , , refused] = ask([0, 0, 0, -5000]);
  assert.equal(refused.allowed, false);
  assert.equal(refused.retryAfterMs, 6000);
});

test("a budget that makes no sense is refused at once", () => {
  for (const bad of [{ ratePerMinute: 0, burst: 1 }, { ratePerMinute: NaN, burst: 1 }, { ratePerMinute: 1, burst: 0 }, { ratePerMinute: 1, burst: 1.5 }]) {
    assert.throws(() => decide({ tat: null, now: 0, budget: bad }), RangeError);
  }
});
