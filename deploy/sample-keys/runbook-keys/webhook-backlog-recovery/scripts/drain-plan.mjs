#!/usr/bin/env node
// How long will catching up take, and at what rate may it go? Reads a list of event times, prints a plan. Changes nothing.
//
//   scripts/drain-plan.mjs --capacity 40 --share 0.5 < event-times.txt
//
// Input: one RFC 3339 time per line, the creation time of every event that waits. `--capacity` is what your handler manages in a
// second on a normal day; `--share` how much of it the backlog may take, so that today's events are not starved (default 0.5).
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @param {number[]} times milliseconds @param {{ capacity: number, share: number }} limits
 */
export function plan(times, { capacity, share }) {
  if (!(capacity > 0)) throw new RangeError("--capacity must be a positive number of events per second");
  if (!(share > 0 && share <= 1)) throw new RangeError("--share must be above 0 and at most 1");
  if (times.length === 0) return { waiting: 0, rate: 0, seconds: 0, oldest: null, newest: null, gaps: [] };
  const sorted = [...times].sort((a, b) => a - b);
  const rate = capacity * share;
  return {
    waiting: sorted.length,
    rate,
    seconds: Math.ceil(sorted.length / rate),
    oldest: new Date(sorted[0]).toISOString(),
    newest: new Date(sorted[sorted.length - 1]).toISOString(),
    gaps: findGaps(sorted),
  };
}

/**
 * Silences that are longer than chance explains: events that never arrived leave a hole. With exponential spacing a pause of
 * 12 times the median happens about once in 4,000, so the longest few of such pauses are worth a look at the sender's own list.
 * @param {number[]} sorted
 */
export function findGaps(sorted) {
  if (sorted.length < 20) return [];
  const pauses = sorted.slice(1).map((time, i) => ({ from: sorted[i], to: time, ms: time - sorted[i] }));
  const median = pauses.map((p) => p.ms).sort((a, b) => a - b)[Math.floor(pauses.length / 2)];
  return pauses.filter((p) => p.ms > Math.max(12 * median, 60_000)).sort((a, b) => b.ms - a.ms).slice(0, 5)
    .map((p) => ({ from: new Date(p.from).toISOString(), to: new Date(p.to).toISOString(), minutes: Math.round(p.ms / 60_000) }));
}

/** @param {string[]} argv */
function options(argv) {
  const found = { capacity: NaN, share: 0.5 };
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i].replace(/^--/, "");
    if (!(name in found)) throw new RangeError(`unknown option ${argv[i]}`);
    found[name] = Number(argv[i + 1]);
  }
  return found;
}

function main() {
  const limits = options(process.argv.slice(2));
  const lines = readFileSync(0, "utf8").split("\n").map((line) => line.trim()).filter(Boolean);
  const bad = lines.findIndex((line) => Number.isNaN(Date.parse(line)));
  if (bad >= 0) throw new RangeError(`line ${bad + 1} is not a time: ${lines[bad].slice(0, 60)}`);
  const result = plan(lines.map((line) => Date.parse(line)), limits);
  if (result.waiting === 0) return console.log("Nothing waits.");
  console.log(`${result.waiting} events wait, created between ${result.oldest} and ${result.newest}.`);
  console.log(`At ${result.rate} a second they take about ${Math.ceil(result.seconds / 60)} min.`);
  for (const gap of result.gaps) console.log(`Silence of ${gap.minutes} minutes: ${gap.from} to ${gap.to}. Ask the sender's list.`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`drain-plan: ${error.message}`);
    process.exitCode = 2;
  }
}
