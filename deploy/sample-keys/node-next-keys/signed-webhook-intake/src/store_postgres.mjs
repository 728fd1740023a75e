// @ts-check
/**
 * Events in table webhook_events (sql/001_webhook_events.sql). The primary key decides which of two simultaneous deliveries is the
 * first; no read-then-write could.
 *
 * @param {{ query(text: string, values?: unknown[]): Promise<{ rows: any[], rowCount?: number | null }> }} db
 * @param {string} source names the sender, so that two senders may use the same ids
 */
export function createPostgresStore(db, source) {
  return {
    /** @param {import("./intake.mjs").IntakeEvent} event */
    async insert(event) {
      const { rowCount } = await db.query(
        `insert into webhook_events (source, event_id, type, payload, signed_at)
         values ($1, $2, $3, $4::jsonb, to_timestamp($5)) on conflict (source, event_id) do nothing`,
        [source, event.id, event.type, JSON.stringify(event.payload), event.signedAt]);
      return rowCount === 1;
    },

    /** @param {string} id */
    async markHandled(id) {
      await db.query(
        `update webhook_events set state = 'handled', handled_at = statement_timestamp(), last_error = null
          where source = $1 and event_id = $2`, [source, id]);
    },

    /** @param {string} id @param {string} why */
    async markFailed(id, why) {
      await db.query(
        `update webhook_events set state = 'failed', attempts = attempts + 1, last_error = left($3, 2000)
          where source = $1 and event_id = $2`, [source, id, why]);
    },

    /** What a sweep should try again: failed events, and those whose process died between storing and handling.
     * @param {{ olderThanSeconds?: number, limit?: number, maxAttempts?: number }} [options] */
    async findUnhandled({ olderThanSeconds = 60, limit = 100, maxAttempts = 20 } = {}) {
      const { rows } = await db.query(
        `select event_id as id, type, payload, extract(epoch from signed_at)::bigint as "signedAt" from webhook_events
          where source = $1 and state <> 'handled' and attempts < $4
            and received_at < statement_timestamp() - make_interval(secs => $2)
          order by received_at limit $3`, [source, olderThanSeconds, limit, maxAttempts]);
      return rows.map((row) => ({ ...row, signedAt: Number(row.signedAt) }));
    },
  };
}
