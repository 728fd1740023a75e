// @ts-check
/**
 * The generic cell rate algorithm: a leaky bucket whose whole state is one number, the "theoretical arrival time" at which the
 * bucket would be empty. Pure. All times in milliseconds.
 */

/**
 * @typedef {{ ratePerMinute: number, burst: number }} Budget burst: how many requests may come at once after a rest, at least 1
 * @typedef {{ allowed: boolean, tat: number, remaining: number, retryAfterMs: number, resetMs: number }} Decision
 *   tat: the state to store (unchanged when refused); remaining: whole requests of cost 1 still free at this moment;
 *   retryAfterMs: 0 if allowed, Infinity if this cost can never fit; resetMs: until the full burst is free again
 */

/**
 * Forgiven, in milliseconds. Times since 1970 have a resolution of 0.0002 ms as doubles, and an interval such as 60000/7 is never
 * exact: without this, a tenant with a burst of 1 would now and then be refused its first request.
 */
export const EPSILON_MS = 0.001;

/** What one request of cost 1 uses up, in milliseconds. @param {Budget} budget */
export const intervalMs = ({ ratePerMinute }) => 60_000 / ratePerMinute;

/** @param {Budget} budget */
export function checkBudget({ ratePerMinute, burst }) {
  if (!(ratePerMinute > 0 && Number.isFinite(ratePerMinute))) throw new RangeError("ratePerMinute must be a positive number");
  if (!(Number.isInteger(burst) && burst >= 1)) throw new RangeError("burst must be a whole number of at least 1");
}

/**
 * @param {{ tat: number | null, now: number, cost?: number, budget: Budget }} input tat null: never seen
 * @returns {Decision}
 */
export function decide({ tat, now, cost = 1, budget }) {
  checkBudget(budget);
  if (!(cost >= 0)) throw new RangeError("cost must not be negative");
  const interval = intervalMs(budget);
  const capacity = interval * budget.burst;
  const before = Math.max(tat ?? now, now);
  const after = before + interval * cost;
  const over = after - now - capacity;
  const allowed = over <= EPSILON_MS;
  const state = allowed ? after : before;
  return {
    allowed,
    tat: allowed ? after : tat ?? now,
    remaining: Math.max(0, Math.floor((capacity - (state - now) + EPSILON_MS) / interval)),
    retryAfterMs: allowed ? 0 : cost > budget.burst ? Infinity : over,
    resetMs: state - now,
  };
}
