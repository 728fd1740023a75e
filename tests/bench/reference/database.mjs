// A pool of connections whose statements are prepared once each, and the types as JSON wants them.
import pg from 'pg';

// bigint columns are cents and counts, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// "2026-01-01 00:01:00.5+00" as RFC 3339, without making a Date of it.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`);

export function openDatabase(url) {
  const pool = new pg.Pool({ connectionString: url, max: 10, keepAlive: true });
  return {
    /** Rows of a statement; `name` is what it is prepared under. */
    rows: async (name, text, values) => (await pool.query({ name, text, values })).rows,
    end: () => pool.end(),
  };
}

/** An error that is answered with a status and a code. */
export const refusal = (statusCode, code, message) => Object.assign(new Error(message), { statusCode, code });
