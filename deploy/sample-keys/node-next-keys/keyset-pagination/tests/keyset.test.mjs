import assert from "node:assert/strict";
import { test } from "node:test";
import { compareBy, keyset } from "../src/keyset.mjs";
import { preparePage } from "../src/page.mjs";

const created = { column: "a.created_at", direction: "desc", type: "timestamptz" };
const id = { column: "a.id", direction: "desc", type: "bigint" };
const title = { column: "a.title", direction: "asc", type: "text" };

test("the first page has no bound", () => {
  assert.deepEqual(keyset({ sort: [created, id] }), { where: "true", orderBy: "a.created_at desc, a.id desc", values: [] });
});

test("one direction becomes one row comparison", () => {
  const { where, values } = keyset({ sort: [created, id], after: ["t", 7], firstParameter: 3 });
  assert.equal(where, "(a.created_at, a.id) < ($3::timestamptz, $4::bigint)");
  assert.deepEqual(values, ["t", 7]);
});

test("mixed directions keep a bound that an index can use", () => {
  const { where, orderBy } = keyset({ sort: [title, id], after: ["m", 7] });
  assert.equal(where, "(a.title >= $1::text and ((a.title > $1::text) or (a.title = $1::text and a.id < $2::bigint)))");
  assert.equal(orderBy, "a.title asc, a.id desc");
});

test("a name that is not a name is refused before it reaches SQL", () => {
  for (const column of ["id", "a.id; drop table users", "a.id--", "a.\"id\"", "a.b.c", "a.Id"]) {
    assert.throws(() => keyset({ sort: [{ ...id, column }] }), TypeError);
  }
  assert.throws(() => keyset({ sort: [{ ...id, type: "text) or (1=1" }] }), TypeError);
  assert.throws(() => keyset({ sort: [] }), RangeError);
  assert.throws(() => keyset({ sort: [id], after: [1, 2] }), RangeError);
});

// A tiny database: evaluates the generated condition over rows in memory.
function run(rows, page, sort) {
  const holds = (row) => {
    if (page.where === "true") return true;
    let text = page.where.replace(/\(([a-z_., ]+)\) ([<>]) \(([^)]*)\)/, (_, columns, sign, parameters) => {
      const [c, p] = [columns.split(", "), parameters.split(", ")];
      return `(${c.map((name, i) => `(${[...c.slice(0, i).map((e, j) => `${e} = ${p[j]}`), `${name} ${sign} ${p[i]}`].join(" and ")})`).join(" or ")})`;
    });
    text = text.replace(/\$(\d+)::[a-z]+/g, (_, n) => JSON.stringify(page.values[n - 1]))
      .replace(/a\.(score|id)\b/g, (_, name) => JSON.stringify(row[name]))
      .replace(/ and /g, " && ").replace(/ or /g, " || ").replace(/([^<>])= /g, "$1=== ");
    return Function(`return ${text}`)();
  };
  return rows.filter(holds).sort(compareBy(sort)).slice(0, page.fetch);
}

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed) {
  let state = seed;
  return (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor((state / 2147483648) * n); };
}

for (const directions of [["asc", "asc"], ["desc", "desc"], ["asc", "desc"], ["desc", "asc"]]) {
  test(`walking ${directions} shows every old row once while others come and go`, () => {
    const sort = [{ column: "a.score", direction: directions[0], type: "int" }, { column: "a.id", direction: directions[1], type: "int" }];
    for (let seed = 1; seed <= 25; seed += 1) {
      const draw = random(seed);
      let rows = Array.from({ length: 40 }, (_, i) => ({ id: i, score: draw(5) }));
      const old = new Set(rows.map((row) => row.id));
      const seen = [];
      let cursor;
      do {
        const page = preparePage({ sort, scope: { seed }, secrets: ["a secret for this test"], limit: 1 + draw(7), cursor });
        const { rows: shown, nextCursor } = page.finish(run(rows, page, sort));
        seen.push(...shown.map((row) => row.id));
        cursor = nextCursor;
        rows.push({ id: 100 + seen.length, score: draw(5) });
        const gone = rows[draw(rows.length)];
        rows = rows.filter((row) => row !== gone);
        old.delete(gone.id);
      } while (cursor);
      assert.equal(new Set(seen).size, seen.length, `seed ${seed}: a row was shown twice`);
      for (const row of old) assert.ok(seen.includes(row), `seed ${seed}: row ${row} was skipped`);
    }
  });
}

test("a Date is refused because it would lose microseconds", () => {
  const page = preparePage({ sort: [created, id], scope: {}, secrets: ["a secret for this test"], limit: 1 });
  assert.throws(() => page.finish([{ created_at: new Date(0), id: 1 }, { created_at: new Date(0), id: 2 }]), /as text/);
});

test("limit is held between 1 and the maximum", () => {
  for (const limit of [0, 101, 1.5, NaN]) {
    assert.throws(() => preparePage({ sort: [id], scope: {}, secrets: ["a secret for this test"], limit }), RangeError);
  }
});
