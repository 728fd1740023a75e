// @ts-check
/**
 * Runs jobs until it is told to stop. One worker per process is enough; `concurrency` says how many handlers run at a time.
 *
 *   const worker = createWorker({ queue, handlers: { "invoice.send": sendInvoice }, concurrency: 4 });
 *   worker.start();
 *   process.once("SIGTERM", () => worker.stop({ drainSeconds: 20 }));
 *
 * A handler receives (job, { signal }). The signal fires when the lease is lost or the drain is over: pass it to fetch and to
 * your database client, and a job that is no longer yours stops having effects.
 */
import { backoffSeconds } from "./backoff.mjs";
import { LeaseLostError } from "./queue.mjs";

/** Throw this from a handler when trying again cannot help; the job goes to the dead letter at once. */
export class PermanentError extends Error {
  name = "PermanentError";
}

/**
 * @typedef {import("./queue.mjs").Job} Job
 * @typedef {(job: Job, context: { signal: AbortSignal }) => unknown} Handler
 * @typedef {{ leaseSeconds: number, claim(kinds: string[], limit: number): Promise<Job[]>, renew(job: Job): Promise<void>,
 *   complete(job: Job): Promise<void>, retry(job: Job, delaySeconds: number, why: string): Promise<void>,
 *   bury(job: Job, why: string): Promise<void>, release(job: Job): Promise<void> }} Queue
 * @typedef {{ event: string, job?: Job, why?: string, delaySeconds?: number }} Note
 */

/**
 * @param {{ queue: Queue, handlers: Record<string, Handler>, concurrency?: number, idleMs?: number,
 *   log?: (note: Note) => void, random?: () => number }} options
 */
export function createWorker({ queue, handlers, concurrency = 4, idleMs = 1000, log = () => {}, random = Math.random }) {
  const kinds = Object.keys(handlers);
  /** @type {Map<string, { job: Job, done: Promise<void>, abort: AbortController }>} */
  const running = new Map();
  let stopping = false;
  let wake = () => {};
  /** @type {Promise<void>} */
  let loop = Promise.resolve();

  /** @param {number} ms */
  const sleep = (ms) => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => { clearTimeout(timer); resolve(undefined); };
  });

  /** Renews while the handler runs; three tries fit into one lease, so one lost packet costs nothing.
   * @param {Job} job @param {AbortController} abort */
  const heartbeat = (job, abort) => setInterval(async () => {
    try {
      await queue.renew(job);
    } catch (error) {
      // Not reaching the database is no reason to stop: the lease may well outlast the interruption.
      if (error instanceof LeaseLostError) abort.abort(error);
    }
  }, (queue.leaseSeconds * 1000) / 3);

  /** @param {Job} job @param {unknown} error */
  const settleFailure = async (job, error) => {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (error instanceof PermanentError || job.attempts >= job.maxAttempts) {
      await queue.bury(job, why);
      log({ event: "dead", job, why });
      return;
    }
    const delaySeconds = backoffSeconds(job.attempts, { random });
    await queue.retry(job, delaySeconds, why);
    log({ event: "retry", job, why, delaySeconds });
  };

  /** @param {Job} job @param {AbortController} abort */
  const run = async (job, abort) => {
    const beat = heartbeat(job, abort);
    try {
      try {
        await handlers[job.kind](job, { signal: abort.signal });
      } finally {
        clearInterval(beat);
      }
      await queue.complete(job);
      log({ event: "done", job });
    } catch (error) {
      if (error instanceof LeaseLostError || abort.signal.aborted) {
        log({ event: "lost", job, why: String(abort.signal.reason ?? error) });
        return;
      }
      // If settling fails as well the lease simply runs out and the job runs again: nothing is lost, something is repeated.
      await settleFailure(job, error).catch((second) => log({ event: "unsettled", job, why: String(second) }));
    }
  };

  /** @param {Job} job */
  const begin = (job) => {
    const abort = new AbortController();
    const done = run(job, abort).finally(() => { running.delete(job.id); wake(); });
    running.set(job.id, { job, done, abort });
    log({ event: "start", job });
  };

  const main = async () => {
    while (!stopping) {
      const free = concurrency - running.size;
      /** @type {Job[]} */
      let jobs = [];
      if (free > 0) {
        try {
          jobs = await queue.claim(kinds, free);
        } catch (error) {
          log({ event: "claim_failed", why: String(error) });
        }
      }
      for (const job of jobs) {
        // A claim that comes back after stop() is given back, not begun.
        if (stopping) await queue.release(job).catch(() => {});
        else begin(job);
      }
      if (!stopping && (jobs.length === 0 || running.size >= concurrency)) await sleep(idleMs);
    }
  };

  return {
    start() {
      loop = main();
    },

    /** Claims nothing more, waits for what runs, then gives back what is left. Resolves when nothing is held. */
    async stop({ drainSeconds = 20 } = {}) {
      stopping = true;
      wake();
      await loop;
      const all = Promise.all([...running.values()].map((entry) => entry.done));
      /** @type {NodeJS.Timeout | undefined} */
      let timer;
      const limit = new Promise((resolve) => { timer = setTimeout(resolve, drainSeconds * 1000); });
      await Promise.race([all, limit]);
      clearTimeout(timer);
      for (const { job, abort } of running.values()) {
        abort.abort(new Error("the worker is stopping"));
        await queue.release(job).catch(() => {});
      }
    },

    get running() {
      return running.size;
    },
  };
}
