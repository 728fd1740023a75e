// @ts-check
/**
 * The two halves of a keyset query: what comes after the last row, and in which order.
 *
 *   const sort = [{ column: "a.created_at", direction: "desc", type: "timestamptz" }, { column: "a.id", direction: "desc", type: "uuid" }];
 *   const { where, orderBy, values } = keyset({ sort, after, firstParameter: 3 });
 *
 * The last column must make the order total: a primary key. Without it two rows that tie on the page's edge are shown twice or never.
 *
 * Columns carry their table's alias. `select id::text as id … order by id` sorts by the *text* that goes out, since ORDER BY prefers
 * output names, while WHERE compares the numbers: rows are lost between 99 and 100. `order by a.id` cannot be misread.
 */

/**
 * @typedef {{ column: string, direction: "asc" | "desc", type: string }} SortColumn type: a Postgres type name, for the cast
 */

const NAME = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;
const TYPE = /^[a-z][a-z0-9 ]*(\(\d+(,\d+)?\))?$/;

/** Column names cannot be parameters, so they are held to a narrow shape. They must come from your code, never from a query string.
 * @param {SortColumn[]} sort */
function check(sort) {
  if (sort.length === 0) throw new RangeError("sort by at least one column");
  for (const { column, direction, type } of sort) {
    if (!NAME.test(column)) throw new TypeError(`not a column with its table's alias: ${column}`);
    if (!TYPE.test(type)) throw new TypeError(`not a type name: ${type}`);
    if (direction !== "asc" && direction !== "desc") throw new TypeError(`not a direction: ${direction}`);
  }
}

/**
 * @param {{ sort: SortColumn[], after?: unknown[], firstParameter?: number }} input
 * @returns {{ where: string, orderBy: string, values: unknown[] }} where is "true" on the first page
 */
export function keyset({ sort, after, firstParameter = 1 }) {
  check(sort);
  const orderBy = sort.map(({ column, direction }) => `${column} ${direction}`).join(", ");
  if (!after) return { where: "true", orderBy, values: [] };
  if (after.length !== sort.length) throw new RangeError(`${sort.length} values expected, ${after.length} given`);

  const parameter = sort.map(({ type }, i) => `$${firstParameter + i}::${type}`);
  const directions = new Set(sort.map((s) => s.direction));
  if (directions.size === 1) {
    // One row comparison: Postgres turns it into a single index range.
    const sign = sort[0].direction === "asc" ? ">" : "<";
    const where = `(${sort.map((s) => s.column).join(", ")}) ${sign} (${parameter.join(", ")})`;
    return { where, orderBy, values: after };
  }
  // Mixed directions: a bound on the first column, which the index can use, and the exact condition below it.
  const sign = (/** @type {SortColumn} */ s) => (s.direction === "asc" ? ">" : "<");
  const bound = `${sort[0].column} ${sign(sort[0])}= ${parameter[0]}`;
  const cases = sort.map((s, i) => {
    const equal = sort.slice(0, i).map((e, j) => `${e.column} = ${parameter[j]}`);
    return `(${[...equal, `${s.column} ${sign(s)} ${parameter[i]}`].join(" and ")})`;
  });
  return { where: `(${bound} and (${cases.join(" or ")}))`, orderBy, values: after };
}

/** The same order for rows in memory. @param {SortColumn[]} sort @returns {(a: any, b: any) => number} */
export function compareBy(sort) {
  check(sort);
  return (a, b) => {
    for (const { column, direction } of sort) {
      const name = column.slice(column.indexOf(".") + 1);
      if (a[name] !== b[name]) return (a[name] < b[name] ? -1 : 1) * (direction === "asc" ? 1 : -1);
    }
    return 0;
  };
}
