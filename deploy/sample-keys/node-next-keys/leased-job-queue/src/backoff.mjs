// @ts-check
/**
 * How long to wait before the next attempt: exponential, capped, with "full jitter". Without jitter a thousand jobs that failed
 * together come back together, and the service that was about to recover is hit by all of them at once.
 */

/**
 * @param {number} attempt 1 for the first attempt that failed
 * @param {{ baseSeconds?: number, capSeconds?: number, random?: () => number }} [options]
 * @returns {number} seconds, at least 1 and at most capSeconds
 */
export function backoffSeconds(attempt, { baseSeconds = 5, capSeconds = 3600, random = Math.random } = {}) {
  if (!Number.isInteger(attempt) || attempt < 1) throw new RangeError("attempt counts from 1");
  // 2 ** 1024 is Infinity; the cap makes that harmless.
  const ceiling = Math.min(capSeconds, baseSeconds * 2 ** (attempt - 1));
  return Math.max(1, Math.min(ceiling, random() * ceiling));
}
