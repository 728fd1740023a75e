// DATABASE_URL=… node --test, with `pg` installed: the SQL decides as the pure function does. A schema of its own, dropped at the end.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createMemoryStore } from "../src/store_memory.mjs";
import { createPostgresStore } from "../src/store_postgres.mjs";

const pg = process.env.DATABASE_URL ? await import("pg").then((m) => m.default, () => null) : null;

if (!pg) {
  test("the SQL decides as the pure function does", { skip: "needs DATABASE_URL and the package pg" }, () => {});
} else {
  const schema = `rate_limit_test_${process.pid}`;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, options: `-c search_path=${schema}` });
  await pool.query(`create schema ${schema}`);
  await pool.query(await readFile(new URL("../sql/001_rate_limits.sql", import.meta.url), "utf8"));
  after(async () => { await pool.query(`drop schema ${schema} cascade`); await pool.end(); });
  const store = createPostgresStore(pool);

  test("the SQL decides as the pure function does", async () => {
    const memory = createMemoryStore();
    let now = 1_790_000_000_000;
    let state = 42;
    const draw = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor((state / 2147483648) * n); };
    for (let i = 0; i < 400; i += 1) {
      now += draw(900);
      const input = { key: `k${draw(3)}`, now, cost: draw(7), budget: { ratePerMinute: 90, burst: 5 } };
      const [a, b] = [await store.take(input), await memory.take(input)];
      assert.equal(a.allowed, b.allowed, `step ${i}`);
      assert.equal(a.remaining, b.remaining, `step ${i}`);
      if (Number.isFinite(b.retryAfterMs)) assert.ok(Math.abs(a.retryAfterMs - b.retryAfterMs) < 0.01, `step ${i}`);
    }
  });

  test("fifty at once share one burst", async () => {
    const input = { key: "crowd", now: 1_790_000_000_000, cost: 1, budget: { ratePerMinute: 60, burst: 10 } };
    const all = await Promise.all(Array.from({ length: 50 }, () => store.take(input)));
    assert.equal(all.filter((d) => d.allowed).length, 10);
  });
}
