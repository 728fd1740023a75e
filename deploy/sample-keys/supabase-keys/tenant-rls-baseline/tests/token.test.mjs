import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { token } from "../scripts/token.mjs";

const USER = "00000000-0000-4000-8000-000000000001";
const input = { user: USER, secret: "only for this test", nowSeconds: 1_790_000_000 };

test("the token says who, for ten minutes, as an ordinary signed-in user", () => {
  const [head, body, mac] = token(input).split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url"));
  assert.deepEqual([claims.sub, claims.role, claims.exp - claims.iat], [USER, "authenticated", 600]);
  assert.equal(mac, createHmac("sha256", input.secret).update(`${head}.${body}`).digest("base64url"));
});

test("a wrong user, an empty secret and a long life are refused", () => {
  for (const over of [{ user: "ada" }, { secret: "" }, { minutes: 61 }, { minutes: NaN }]) assert.throws(() => token({ ...input, ...over }), RangeError);
});

test("every function that runs with other rights fixes its search_path", () => {
  const sql = readFileSync(new URL("../sql/002_policies.sql", import.meta.url), "utf8");
  const definers = sql.split(/create or replace function/).slice(1).filter((text) => /security definer/.test(text.split("$$")[0]));
  assert.equal(definers.length, 3);
  for (const text of definers) assert.match(text.split("$$")[0], /set search_path = ''/);
});

test("every table with a policy has row level security switched on and forced", () => {
  const sql = readFileSync(new URL("../sql/002_policies.sql", import.meta.url), "utf8");
  const tables = new Set([...sql.matchAll(/create policy \w+ on (public\.\w+)/g)].map((m) => m[1]));
  for (const table of tables) assert.match(sql, new RegExp(`alter table ${table.replace(".", "\\.")}\\s+enable row level security, force row level security`));
});
