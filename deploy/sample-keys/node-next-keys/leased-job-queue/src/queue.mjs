// @ts-check
/**
 * The queue itself: five statements and their meaning. Holds no state, so any number may exist in any number of processes.
 * Times are the database's, never this machine's: workers with wrong clocks would otherwise steal each other's leases.
 *
 *   const queue = createQueue({ db: pool, leaseSeconds: 60 });
 *   await queue.enqueue({ tenantId: "acme", kind: "invoice.send", payload: { id: 7 }, dedupeKey: "invoice-7" });
 */

/**
 * @typedef {{ query(text: string, values?: unknown[]): Promise<{ rows: any[], rowCount?: number | null }> }} Db
 * @typedef {{ id: string, tenantId: string, kind: string, payload: any, attempts: number, maxAttempts: number, fence: string }} Job
 * @typedef {{ tenantId: string, kind: string, payload?: unknown, dedupeKey?: string, delaySeconds?: number, maxAttempts?: number }} NewJob
 */

/** Thrown when a job is settled by a worker that no longer holds it. Somebody else runs it: stop, and change nothing. */
export class LeaseLostError extends Error {
  /** @param {{ id: string, fence: string }} job */
  constructor(job) {
    super(`the lease on job ${job.id} with fence ${job.fence} has passed to another worker`);
    this.name = "LeaseLostError";
  }
}

// A row whose key is already waiting is left as it is. The update without effect makes RETURNING give its id.
const ENQUEUE = `
insert into job_queue (tenant_id, kind, payload, dedupe_key, run_at, max_attempts)
values ($1, $2, $3::jsonb, $4, statement_timestamp() + make_interval(secs => $5), $6)
on conflict (tenant_id, kind, dedupe_key) where dedupe_key is not null and state in ('ready', 'leased')
do update set dedupe_key = excluded.dedupe_key
returning id::text as id, (xmax = 0) as created`;

// A worker that dies on the last attempt can no longer report it, so the next claim writes the obituary.
const BURY = `
update job_queue
   set state = 'dead', finished_at = statement_timestamp(),
       last_error = coalesce(last_error || ' · ', '') || 'the lease ran out on the last attempt'
 where state = 'leased' and run_at <= statement_timestamp() and attempts >= max_attempts`;

const CLAIM = `
with due as (
  select id from job_queue
   where state in ('ready', 'leased') and run_at <= statement_timestamp() and attempts < max_attempts
     and kind = any($1::text[])
   order by run_at, id
   limit $2
   for update skip locked)
update job_queue q
   set state = 'leased', attempts = q.attempts + 1, fence = q.fence + 1, leased_by = $3,
       run_at = statement_timestamp() + make_interval(secs => $4)
  from due where q.id = due.id
returning q.id::text as id, q.tenant_id as "tenantId", q.kind, q.payload, q.attempts,
          q.max_attempts as "maxAttempts", q.fence::text as fence`;

const HELD = `where id = $1 and fence = $2 and state = 'leased'`;
const RENEW = `update job_queue set run_at = statement_timestamp() + make_interval(secs => $3) ${HELD}`;
const COMPLETE = `update job_queue set state = 'done', finished_at = statement_timestamp(), last_error = null ${HELD}`;
const RETRY = `update job_queue set state = 'ready', leased_by = null, last_error = left($4, 2000),
       run_at = statement_timestamp() + make_interval(secs => $3) ${HELD}`;
const DEAD = `update job_queue set state = 'dead', finished_at = statement_timestamp(), last_error = left($3, 2000) ${HELD}`;
const RELEASE = `update job_queue set state = 'ready', leased_by = null, attempts = greatest(attempts - 1, 0),
       run_at = statement_timestamp() ${HELD}`;
const REVIVE = `update job_queue set state = 'ready', finished_at = null, attempts = 0, run_at = statement_timestamp()
 where id = $1 and state = 'dead'`;
const PRUNE = `delete from job_queue where id in (
  select id from job_queue where state = 'done' and finished_at < statement_timestamp() - make_interval(secs => $1) limit $2)`;

/**
 * @param {{ db: Db, leaseSeconds?: number, maxAttempts?: number, workerName?: string }} options
 */
export function createQueue({ db, leaseSeconds = 60, maxAttempts = 8, workerName = `pid-${process.pid}` }) {
  if (!(leaseSeconds >= 1)) throw new RangeError("leaseSeconds must be at least 1");

  /** @param {string} sql @param {Job} job @param {unknown[]} values */
  const settle = async (sql, job, values = []) => {
    const { rowCount } = await db.query(sql, [job.id, job.fence, ...values]);
    if (rowCount !== 1) throw new LeaseLostError(job);
  };

  return {
    leaseSeconds,

    /** Adds a job, or finds the waiting one with the same key. Pass a transaction's client as `tx` to enqueue together with your own write.
     * @param {NewJob} job @param {Db} [tx] @returns {Promise<{ id: string, created: boolean }>} */
    async enqueue(job, tx = db) {
      const values = [job.tenantId, job.kind, JSON.stringify(job.payload ?? {}), job.dedupeKey ?? null,
        job.delaySeconds ?? 0, job.maxAttempts ?? maxAttempts];
      return (await tx.query(ENQUEUE, values)).rows[0];
    },

    /** Takes up to `limit` due jobs of the given kinds, oldest first. @param {string[]} kinds @param {number} limit @returns {Promise<Job[]>} */
    async claim(kinds, limit) {
      await db.query(BURY);
      return (await db.query(CLAIM, [kinds, limit, workerName, leaseSeconds])).rows;
    },

    /** Puts the end of the lease off. @param {Job} job */
    renew: (job) => settle(RENEW, job, [leaseSeconds]),
    /** @param {Job} job */
    complete: (job) => settle(COMPLETE, job),
    /** @param {Job} job @param {number} delaySeconds @param {string} why */
    retry: (job, delaySeconds, why) => settle(RETRY, job, [delaySeconds, why]),
    /** @param {Job} job @param {string} why */
    bury: (job, why) => settle(DEAD, job, [why]),
    /** Gives a job back untouched, as a worker does that is told to stop; the attempt does not count. @param {Job} job */
    release: (job) => settle(RELEASE, job),

    /** Sends a dead job round again. @param {string} id @returns {Promise<boolean>} */
    revive: async (id) => (await db.query(REVIVE, [id])).rowCount === 1,

    /** Deletes finished jobs older than `seconds`, a batch at a time so that no lock is held for long. @param {number} seconds @param {number} [batch] */
    async prune(seconds, batch = 1000) {
      let total = 0;
      for (;;) {
        const { rowCount } = await db.query(PRUNE, [seconds, batch]);
        total += rowCount ?? 0;
        if ((rowCount ?? 0) < batch) return total;
      }
    },
  };
}
