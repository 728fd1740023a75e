// @ts-check
/**
 * Events and facts in Postgres (sql/001_ledger.sql), one transaction per event.
 *
 * The facts of an order are those that name it and those that share a payment intent with one that does. A dispute names only the
 * intent, and may even arrive before the session that links the two: it is stored all the same and counts from the moment the link is there.
 *
 * @param {{ connect(): Promise<{ query(text: string, values?: unknown[]): Promise<{ rows: any[], rowCount?: number | null }>, release(): void }> }} pool
 */
export function createPostgresLedger(pool) {
  const FACTS = `
    select object, kind, stage::float8 as stage, word, amount::float8 as amount, currency, livemode
      from stripe_facts
     where order_id = $1
        or payment_intent in (select payment_intent from stripe_facts where order_id = $1 and payment_intent is not null)`;
  const ADD = `
    insert into stripe_facts (object, kind, stage, word, order_id, payment_intent, amount, currency, livemode, event_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`;

  return {
    /** @param {{ eventId: string, type: string, orderId: string | null, paymentIntent: string | null,
     *   facts: import("./order.mjs").Fact[], payload: unknown }} input */
    async record({ eventId, type, orderId, paymentIntent, facts, payload }) {
      const tx = await pool.connect();
      try {
        await tx.query("begin");
        // Two events of one payment wait for each other; without this, each could miss what the other adds.
        if (paymentIntent) await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [paymentIntent]);
        const inserted = await tx.query(
          `insert into stripe_events (event_id, type, payload) values ($1, $2, $3::jsonb) on conflict do nothing`,
          [eventId, type, JSON.stringify(payload)]);
        if (inserted.rowCount === 0) {
          await tx.query("rollback");
          return { duplicate: true, order: null, factsBefore: [], factsAfter: [] };
        }
        const linked = orderId ?? (paymentIntent === null ? null : (await tx.query(
          "select order_id from stripe_facts where payment_intent = $1 and order_id is not null limit 1", [paymentIntent])).rows[0]?.order_id ?? null);
        const order = linked === null ? null : (await tx.query(
          "select id, amount::float8 as amount, currency, livemode from shop_orders where id = $1 for update", [linked])).rows[0] ?? null;

        const factsBefore = order ? (await tx.query(FACTS, [order.id])).rows : [];
        for (const f of facts) {
          await tx.query(ADD, [f.object, f.kind, f.stage, f.word, order ? order.id : null, paymentIntent,
            f.amount ?? null, f.currency ?? null, f.livemode ?? null, eventId]);
        }
        const factsAfter = order ? (await tx.query(FACTS, [order.id])).rows : [];
        await tx.query("commit");
        return { duplicate: false, order, factsBefore, factsAfter };
      } catch (error) {
        await tx.query("rollback").catch(() => {});
        throw error;
      } finally {
        tx.release();
      }
    },
  };
}
