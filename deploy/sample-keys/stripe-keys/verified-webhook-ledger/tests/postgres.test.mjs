// DATABASE_URL=… node --test, with `pg` installed. A schema of its own, dropped at the end.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readFile } from "node:fs/promises";
import { createPostgresLedger } from "../src/ledger_postgres.mjs";
import { factsOf, stateOf } from "../src/order.mjs";

const pg = process.env.DATABASE_URL ? await import("pg").then((m) => m.default, () => null) : null;

if (!pg) {
  test("the ledger in Postgres", { skip: "needs DATABASE_URL and the package pg" }, () => {});
} else {
  const schema = `stripe_ledger_test_${process.pid}`;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, options: `-c search_path=${schema}` });
  await pool.query(`create schema ${schema}`);
  await pool.query(await readFile(new URL("../sql/001_ledger.sql", import.meta.url), "utf8"));
  after(async () => { await pool.query(`drop schema ${schema} cascade`); await pool.end(); });
  const ledger = createPostgresLedger(pool);

  let n = 0;
  const send = (type, object) => {
    const event = { id: `evt_${(n += 1)}`, type, livemode: false, data: { object } };
    return ledger.record({ eventId: event.id, type, payload: event, ...factsOf(event) });
  };
  const session = (id, over = {}) => send("checkout.session.completed", { id: `cs_${id}`, payment_intent: `pi_${id}`, metadata: { order_id: id },
    amount_total: 4900, currency: "usd", payment_status: "paid", ...over });
  const dispute = (id) => send("charge.dispute.created", { id: `dp_${id}`, payment_intent: `pi_${id}`, metadata: {}, amount: 4900, status: "needs_response" });
  const order = (id) => pool.query("insert into shop_orders values ($1, 4900, 'usd', false)", [id]);
  const word = ({ order: o, factsAfter }) => stateOf(o, factsAfter).word;

  test("a dispute finds its order by the payment intent", async () => {
    await order("a");
    assert.equal(word(await session("a")), "paid");
    assert.equal(word(await dispute("a")), "disputed");
  });

  test("a dispute that comes before its session counts once the link is there", async () => {
    await order("b");
    assert.equal((await dispute("b")).order, null);
    assert.equal(word(await session("b")), "disputed");
  });

  test("the same event ten times at once is one event", async () => {
    await order("c");
    const event = { id: "evt_same", type: "checkout.session.completed", livemode: false, data: { object: { id: "cs_c", payment_intent: "pi_c",
      metadata: { order_id: "c" }, amount_total: 4900, currency: "usd", payment_status: "paid" } } };
    const all = await Promise.all(Array.from({ length: 10 }, () => ledger.record({ eventId: event.id, type: event.type, payload: event, ...factsOf(event) })));
    assert.equal(all.filter((r) => !r.duplicate).length, 1);
  });
}
