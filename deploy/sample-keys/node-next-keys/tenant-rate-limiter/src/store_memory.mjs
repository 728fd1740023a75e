// @ts-check
import { decide } from "./gcra.mjs";

/**
 * State in this process. Right for one process, and as a first line before a shared store; several processes multiply the budget by
 * their number. Keeps at most `maxKeys` tenants; those whose bucket is full again are dropped first, which changes no decision.
 *
 * @param {{ maxKeys?: number }} [options]
 */
export function createMemoryStore({ maxKeys = 100_000 } = {}) {
  /** @type {Map<string, number>} */
  const tats = new Map();

  /** @param {number} now */
  const sweep = (now) => {
    for (const [key, tat] of tats) if (tat <= now) tats.delete(key);
    // Still too many at once: the ones seen longest ago go. A Map remembers the order of insertion.
    for (const key of tats.keys()) {
      if (tats.size < maxKeys) break;
      tats.delete(key);
    }
  };

  return {
    get size() {
      return tats.size;
    },
    /** @param {{ key: string, now: number, cost: number, budget: import("./gcra.mjs").Budget }} input */
    async take({ key, now, cost, budget }) {
      const decision = decide({ tat: tats.get(key) ?? null, now, cost, budget });
      if (decision.allowed && cost > 0) {
        if (tats.size >= maxKeys && !tats.has(key)) sweep(now);
        tats.delete(key);
        tats.set(key, decision.tat);
      }
      return decision;
    },
  };
}
