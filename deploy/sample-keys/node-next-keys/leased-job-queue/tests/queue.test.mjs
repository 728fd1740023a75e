import { test } from "node:test";
import { createMemoryQueue } from "../src/memory_queue.mjs";
import { sameRules } from "./same_rules.mjs";

sameRules(test, async () => {
  let now = 1_000_000;
  const queue = createMemoryQueue({ leaseSeconds: 60, clock: () => now });
  return { queue, leaseSeconds: 60, advance: async (seconds) => { now += seconds * 1000; } };
});
