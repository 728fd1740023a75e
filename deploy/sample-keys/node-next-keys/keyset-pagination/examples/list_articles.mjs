// @ts-check
// A whole list endpoint. `db` is a Pool of `pg`, `query` the parsed query string.
import { InvalidCursorError } from "../src/cursor.mjs";
import { preparePage } from "../src/page.mjs";

/** The sorts a client may choose. Index for "newest": create index on articles (tenant_id, created_at desc, id desc).
 * @type {Record<string, import("../src/keyset.mjs").SortColumn[]>} */
const SORTS = {
  newest: [{ column: "a.created_at", direction: "desc", type: "timestamptz" }, { column: "a.id", direction: "desc", type: "bigint" }],
  title: [{ column: "a.title", direction: "asc", type: "text" }, { column: "a.id", direction: "asc", type: "bigint" }],
};

/** @param {any} db @param {string} tenant @param {{ sort?: string, author?: string, limit?: string, cursor?: string }} query */
export async function listArticles(db, tenant, query) {
  const sort = SORTS[query.sort ?? "newest"];
  if (!sort) return { status: 400, body: { error: "sort", allowed: Object.keys(SORTS) } };
  try {
    const page = preparePage({
      sort, scope: { tenant, author: query.author }, secrets: (process.env.CURSOR_SECRET ?? "").split(","),
      limit: query.limit ? Number(query.limit) : 20, cursor: query.cursor, firstParameter: 3,
    });
    // created_at::text keeps the microseconds; a JavaScript Date would drop them and skip rows.
    const { rows } = await db.query(
      `select a.id::text as id, a.title, a.created_at::text as created_at from articles a
        where a.tenant_id = $1 and ($2::text is null or a.author = $2) and ${page.where}
        order by ${page.orderBy} limit ${page.fetch}`, [tenant, query.author ?? null, ...page.values]);
    const { rows: articles, nextCursor } = page.finish(rows);
    return { status: 200, body: { articles, next_cursor: nextCursor } };
  } catch (error) {
    if (error instanceof InvalidCursorError) return { status: 400, body: { error: "cursor", reason: error.message } };
    if (error instanceof RangeError) return { status: 400, body: { error: "limit", reason: error.message } };
    throw error;
  }
}
