import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { findGaps, plan } from "../scripts/drain-plan.mjs";

const script = fileURLToPath(new URL("../scripts/drain-plan.mjs", import.meta.url));
const run = (input, ...args) => spawnSync(process.execPath, [script, ...args], { input, encoding: "utf8" });

test("the backlog gets its share of the capacity and no more", () => {
  const times = Array.from({ length: 1200 }, (_, i) => i * 1000);
  assert.deepEqual([plan(times, { capacity: 40, share: 0.5 }).rate, plan(times, { capacity: 40, share: 0.5 }).seconds], [20, 60]);
});

test("an empty list is good news, not an error", () => {
  const { status, stdout } = run("", "--capacity", "40");
  assert.deepEqual([status, stdout], [0, "Nothing waits.\n"]);
});

test("a long silence among steady events is reported, longest first", () => {
  const steady = Array.from({ length: 200 }, (_, i) => i * 10_000 + (i >= 100 ? 3_600_000 : 0) + (i >= 150 ? 1_200_000 : 0));
  assert.deepEqual(findGaps(steady).map((gap) => gap.minutes), [60, 20]);
});

test("sparse events with uneven pauses raise no alarm", () => {
  const uneven = Array.from({ length: 40 }, (_, i) => i * 60_000 + (i % 7) * 9_000);
  assert.deepEqual(findGaps(uneven), []);
});

test("a line that is no time is named, a capacity that makes no sense refused", () => {
  const bad = run("2026-11-01T10:00:00Z\nyesterday\n", "--capacity", "40");
  assert.deepEqual([bad.status, bad.stderr], [2, "drain-plan: line 2 is not a time: yesterday\n"]);
  assert.equal(run("2026-11-01T10:00:00Z\n", "--capacity", "0").status, 2);
  assert.match(run("", "--speed", "9").stderr, /unknown option --speed/);
});

test("the printed plan can be read aloud", () => {
  const { stdout } = run("2026-11-01T10:00:00Z\n2026-11-01T10:05:00Z\n", "--capacity", "1");
  assert.match(stdout, /2 events wait, created between 2026-11-01T10:00:00.000Z and 2026-11-01T10:05:00.000Z/);
});
