import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidCursorError, openCursor, sealCursor } from "../src/cursor.mjs";

const SECRET = "a secret for this test";
const SCOPE = { tenant: "acme", filters: { author: "ada", tag: ["a", "b"] } };

test("a cursor gives back what was sealed", () => {
  const values = ["2026-11-02 10:00:00.123456+00", 41, "žluťoučký ☃"];
  assert.deepEqual(openCursor(sealCursor(values, SCOPE, SECRET), SCOPE, [SECRET]), values);
});

test("the order of filter names does not matter and an undefined filter is none", () => {
  const cursor = sealCursor([1], { b: 1, a: 2, c: undefined }, SECRET);
  assert.deepEqual(openCursor(cursor, { a: 2, b: 1 }, [SECRET]), [1]);
});

test("after a rotation the old secret still opens", () => {
  assert.deepEqual(openCursor(sealCursor([1], SCOPE, SECRET), SCOPE, ["a brand new secret", SECRET]), [1]);
});

test("every single altered character is noticed", () => {
  const cursor = sealCursor([7, "x"], SCOPE, SECRET);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let accepted = 0;
  for (let i = 0; i < cursor.length; i += 1) {
    for (const c of alphabet) {
      if (c === cursor[i]) continue;
      try {
        openCursor(cursor.slice(0, i) + c + cursor.slice(i + 1), SCOPE, [SECRET]);
        accepted += 1;
      } catch (error) {
        assert.ok(error instanceof InvalidCursorError);
      }
    }
  }
  // 16 bytes of tag in base64url leave 4 unused bits in the last letter: 15 spellings of the very same tag, and nothing else.
  assert.equal(accepted, 15);
});

for (const [name, cursor] of [["empty parts", "."], ["no tag", "abc"], ["three parts", "a.b.c"], ["far too long", `${"A".repeat(5000)}.x`]]) {
  test(`refused: ${name}`, () => assert.throws(() => openCursor(cursor, SCOPE, [SECRET]), InvalidCursorError));
}

test("refused: a cursor of another tenant, filter or secret", () => {
  const cursor = sealCursor([1], SCOPE, SECRET);
  assert.throws(() => openCursor(cursor, { ...SCOPE, tenant: "zenith" }, [SECRET]), /another list/);
  assert.throws(() => openCursor(cursor, { ...SCOPE, filters: {} }, [SECRET]), /another list/);
  assert.throws(() => openCursor(cursor, SCOPE, ["not the secret at all"]), /signature/);
});

test("a short secret and a null in a sort column are programming errors", () => {
  assert.throws(() => sealCursor([1], SCOPE, "short"), RangeError);
  assert.throws(() => sealCursor([null], SCOPE, SECRET), TypeError);
});
