// @ts-check
import { EPSILON_MS, checkBudget, decide, intervalMs } from "./gcra.mjs";

// One statement, so that two requests of one tenant cannot both take the last place: the row lock of the update puts them in line.
// The same arithmetic as decide(); tests/postgres.test.mjs compares the two on random sequences.
const TAKE = `
insert into rate_limits as r (key, tat_ms) values ($1, $2::float8 + $3::float8)
on conflict (key) do update set tat_ms = greatest(r.tat_ms, $2::float8) + $3::float8
 where greatest(r.tat_ms, $2::float8) + $3::float8 - $2::float8 <= $4::float8
returning tat_ms`;

/**
 * State shared by all processes, in table rate_limits (sql/001_rate_limits.sql). About one small update per request: fine for some
 * hundred requests a second; beyond that put a memory store before it, or move this one statement to Redis.
 *
 * @param {{ query(text: string, values?: unknown[]): Promise<{ rows: any[], rowCount?: number | null }> }} db
 */
export function createPostgresStore(db) {
  return {
    /** @param {{ key: string, now: number, cost: number, budget: import("./gcra.mjs").Budget }} input */
    async take({ key, now, cost, budget }) {
      checkBudget(budget);
      const used = intervalMs(budget) * cost;
      const capacity = intervalMs(budget) * budget.burst;
      // The statement tests the limit only where a row is there already; what can never fit must not become a tenant's first row.
      if (cost <= budget.burst) {
        const { rows } = await db.query(TAKE, [key, now, used, capacity + EPSILON_MS]);
        if (rows.length === 1) return decide({ tat: Number(rows[0].tat_ms) - used, now, cost, budget });
      }
      const held = await db.query("select tat_ms from rate_limits where key = $1", [key]);
      return decide({ tat: held.rows.length ? Number(held.rows[0].tat_ms) : null, now, cost, budget });
    },

    /** Rows of tenants whose bucket is full again. @param {number} now */
    async prune(now) {
      return (await db.query("delete from rate_limits where tat_ms <= $1::float8", [now])).rowCount ?? 0;
    },
  };
}
