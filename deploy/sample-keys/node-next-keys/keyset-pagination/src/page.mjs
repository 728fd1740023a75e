// @ts-check
/**
 * From a request's `limit` and `cursor` to a page and the next cursor.
 *
 *   const page = preparePage({ sort, scope: { tenant, filters }, secrets, limit: query.limit, cursor: query.cursor, firstParameter: 2 });
 *   const { rows } = await db.query(`select … where tenant_id = $1 and ${page.where} order by ${page.orderBy} limit ${page.fetch}`,
 *     [tenant, ...page.values]);
 *   return page.finish(rows);   // { rows, nextCursor? }
 */
import { openCursor, sealCursor } from "./cursor.mjs";
import { keyset } from "./keyset.mjs";

/**
 * @param {{ sort: import("./keyset.mjs").SortColumn[], scope: unknown, secrets: string[], limit?: number, maxLimit?: number,
 *   cursor?: string, firstParameter?: number }} input
 */
export function preparePage({ sort, scope, secrets, limit = 20, maxLimit = 100, cursor, firstParameter = 1 }) {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) throw new RangeError(`limit must be between 1 and ${maxLimit}`);
  const whole = { scope, sort };
  const after = cursor ? openCursor(cursor, whole, secrets) : undefined;
  const { where, orderBy, values } = keyset({ sort, after, firstParameter });
  return {
    where,
    orderBy,
    values,
    /** One more than asked for: whether there is a next page is then known without counting. */
    fetch: limit + 1,
    /** @template {Record<string, any>} T @param {T[]} fetched @returns {{ rows: T[], nextCursor?: string }} */
    finish(fetched) {
      const rows = fetched.slice(0, limit);
      if (fetched.length <= limit) return { rows };
      const last = rows[rows.length - 1];
      const edge = sort.map(({ column }) => {
        const value = last[column.slice(column.indexOf(".") + 1)];
        if (value instanceof Date) {
          throw new TypeError(`${column} came as a Date, which has milliseconds where Postgres has microseconds: select it as text`);
        }
        return value;
      });
      return { rows, nextCursor: sealCursor(edge, whole, secrets[0]) };
    },
  };
}
