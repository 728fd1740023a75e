// The same sentences against a real database: DATABASE_URL=… node --test, with `pg` installed. Uses a schema of its own and drops it.
// Time passes by moving run_at back, since the statements trust the database's clock alone.
import { after, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createQueue } from "../src/queue.mjs";
import { sameRules } from "./same_rules.mjs";

const pg = process.env.DATABASE_URL ? await import("pg").then((m) => m.default, () => null) : null;

if (!pg) {
  test("the rules hold in Postgres", { skip: "needs DATABASE_URL and the package pg" }, () => {});
} else {
  const schema = `job_queue_test_${process.pid}`;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, options: `-c search_path=${schema}` });
  await pool.query(`create schema ${schema}`);
  await pool.query(await readFile(new URL("../sql/001_job_queue.sql", import.meta.url), "utf8"));
  after(async () => { await pool.query(`drop schema ${schema} cascade`); await pool.end(); });

  sameRules(test, async () => {
    await pool.query("truncate job_queue");
    const advance = (seconds) =>
      pool.query("update job_queue set run_at = run_at - make_interval(secs => $1)", [seconds]).then(() => {});
    return { queue: createQueue({ db: pool, leaseSeconds: 60 }), leaseSeconds: 60, advance };
  });

  test("a job enqueued in a transaction that rolls back was never there", async () => {
    await pool.query("truncate job_queue");
    const queue = createQueue({ db: pool });
    const client = await pool.connect();
    await client.query("begin");
    await queue.enqueue({ tenantId: "acme", kind: "mail" }, client);
    await client.query("rollback");
    client.release();
    const { rows } = await pool.query("select count(*)::int as n from job_queue");
    if (rows[0].n !== 0) throw new Error("the job survived the rollback");
  });
}
