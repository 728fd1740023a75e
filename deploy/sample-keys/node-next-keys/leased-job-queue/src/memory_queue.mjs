// @ts-check
/**
 * The same queue in one process's memory, for your tests and for trying things out. Its rules are those of the SQL, statement by
 * statement; tests/same_rules.mjs runs one list of sentences against both.
 */
import { LeaseLostError } from "./queue.mjs";

/**
 * @param {{ leaseSeconds?: number, maxAttempts?: number, clock?: () => number }} [options] clock in milliseconds
 */
export function createMemoryQueue({ leaseSeconds = 60, maxAttempts = 8, clock = Date.now } = {}) {
  /** @type {any[]} */
  const rows = [];
  const live = (/** @type {any} */ row) => row.state === "ready" || row.state === "leased";

  /** @param {{ id: string, fence: string }} job @param {(row: any) => void} change */
  const settle = async (job, change) => {
    const row = rows.find((r) => r.id === job.id && String(r.fence) === job.fence && r.state === "leased");
    if (!row) throw new LeaseLostError(job);
    change(row);
  };
  const finish = (/** @type {any} */ row, /** @type {string} */ state) => { row.state = state; row.finishedAt = clock(); };

  return {
    leaseSeconds,
    rows,

    /** @param {import("./queue.mjs").NewJob} job */
    async enqueue(job) {
      const same = job.dedupeKey !== undefined && rows.find((r) =>
        live(r) && r.tenantId === job.tenantId && r.kind === job.kind && r.dedupeKey === job.dedupeKey);
      if (same) return { id: same.id, created: false };
      const id = String(rows.length + 1);
      rows.push({
        id, tenantId: job.tenantId, kind: job.kind, payload: structuredClone(job.payload ?? {}), dedupeKey: job.dedupeKey,
        state: "ready", runAt: clock() + (job.delaySeconds ?? 0) * 1000, attempts: 0,
        maxAttempts: job.maxAttempts ?? maxAttempts, fence: 0, lastError: null, finishedAt: null,
      });
      return { id, created: true };
    },

    /** @param {string[]} kinds @param {number} limit */
    async claim(kinds, limit) {
      const now = clock();
      for (const row of rows) {
        if (row.state === "leased" && row.runAt <= now && row.attempts >= row.maxAttempts) {
          row.lastError = `${row.lastError ? `${row.lastError} · ` : ""}the lease ran out on the last attempt`;
          finish(row, "dead");
        }
      }
      const due = rows.filter((r) => live(r) && r.runAt <= now && r.attempts < r.maxAttempts && kinds.includes(r.kind))
        .sort((a, b) => a.runAt - b.runAt || Number(a.id) - Number(b.id)).slice(0, limit);
      return due.map((row) => {
        Object.assign(row, { state: "leased", attempts: row.attempts + 1, fence: row.fence + 1, runAt: now + leaseSeconds * 1000 });
        const { id, tenantId, kind, payload, attempts, maxAttempts: most, fence } = row;
        return { id, tenantId, kind, payload: structuredClone(payload), attempts, maxAttempts: most, fence: String(fence) };
      });
    },

    /** @param {any} job */
    renew: (job) => settle(job, (row) => { row.runAt = clock() + leaseSeconds * 1000; }),
    /** @param {any} job */
    complete: (job) => settle(job, (row) => { row.lastError = null; finish(row, "done"); }),
    /** @param {any} job @param {number} delaySeconds @param {string} why */
    retry: (job, delaySeconds, why) => settle(job, (row) => {
      Object.assign(row, { state: "ready", lastError: why, runAt: clock() + delaySeconds * 1000 });
    }),
    /** @param {any} job @param {string} why */
    bury: (job, why) => settle(job, (row) => { row.lastError = why; finish(row, "dead"); }),
    /** @param {any} job */
    release: (job) => settle(job, (row) => {
      Object.assign(row, { state: "ready", attempts: Math.max(0, row.attempts - 1), runAt: clock() });
    }),
    /** @param {string} id */
    async revive(id) {
      const row = rows.find((r) => r.id === id && r.state === "dead");
      if (row) Object.assign(row, { state: "ready", attempts: 0, finishedAt: null, runAt: clock() });
      return row !== undefined;
    },
  };
}
