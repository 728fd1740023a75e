// A job queue on one Postgres table.
//
//   await enqueue(db, "invoice.send", { id: 7 });
//   await workOnce(db, { "invoice.send": sendInvoice });
//
// `db` is anything with query(text, values), such as a Pool of `pg`.

const MAX_ATTEMPTS = Number(process.env.JOB_MAX_ATTEMPTS ?? 8);

const CLAIM = `
update job_queue set locked_at = statement_timestamp(), locked_by = $2, attempts = attempts + 1
 where id = (
   select id from job_queue
    where locked_at is null and run_at <= statement_timestamp() and attempts < $1
    order by run_at
    limit 1
    for update skip locked)
returning id::text as id, kind, payload, attempts`;

const RETRY = `
update job_queue set locked_at = null, locked_by = null, last_error = left($2, 2000),
       run_at = statement_timestamp() + make_interval(secs => $3)
 where id = $1`;

/** Seconds to wait after the given failed attempt: 5, 10, 20 … up to an hour. */
export function backoffSeconds(attempt) {
  return Math.min(3600, 5 * 2 ** (attempt - 1));
}

export async function enqueue(db, kind, payload = {}, delaySeconds = 0) {
  const { rows } = await db.query(
    `insert into job_queue (kind, payload, run_at)
     values ($1, $2::jsonb, statement_timestamp() + make_interval(secs => $3)) returning id::text as id`,
    [kind, JSON.stringify(payload), delaySeconds]);
  return rows[0].id;
}

/** Runs one due job, if there is one. Returns what became of it: "idle", "done" or "retry". */
export async function workOnce(db, handlers, workerName = `pid-${process.pid}`) {
  const { rows: [job] } = await db.query(CLAIM, [MAX_ATTEMPTS, workerName]);
  if (!job) return "idle";
  try {
    const handler = handlers[job.kind];
    if (!handler) throw new Error(`no handler for ${job.kind}`);
    await handler(job);
  } catch (error) {
    await db.query(RETRY, [job.id, String(error), backoffSeconds(job.attempts)]);
    return "retry";
  }
  await db.query("delete from job_queue where id = $1", [job.id]);
  return "done";
}

/** Frees jobs whose worker died. Run it from cron with a number of minutes that no healthy job needs. */
export async function freeStuckJobs(db, minutes) {
  const { rowCount } = await db.query(
    `update job_queue set locked_at = null, locked_by = null
      where locked_at < statement_timestamp() - make_interval(mins => $1)`, [minutes]);
  return rowCount;
}
