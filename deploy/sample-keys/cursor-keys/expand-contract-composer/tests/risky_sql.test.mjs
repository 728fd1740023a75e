import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { risks, statements } from "../scripts/risky-sql.mjs";

const T = "set lock_timeout = '2s';\n";
const messages = (sql) => risks(T + sql).map((risk) => risk.message);

for (const [sql, word] of [
  ["alter table users rename column a to b;", /renaming breaks/],
  ["alter table users rename a to b;", /renaming breaks/],
  ["alter table users rename to people;", /renaming a table/],
  ["alter table users alter column id type bigint;", /rewrites the table/],
  ["ALTER TABLE users ALTER id SET DATA TYPE bigint;", /rewrites the table/],
  ["alter table users alter column a set not null;", /scans the table/],
  ["alter table a add constraint f foreign key (b) references b (id);", /locks both tables/],
  ["alter table a add check (x > 0);", /checks every row/],
  ["alter table a add constraint u unique (x);", /builds its index/],
  ["alter table a add column b_id bigint references b (id);", /locks the other table/],
  ["create index i on a (x);", /stops writes/],
  ["create unique index i on a (x);", /stops writes/],
  ["drop index i;", /use concurrently/],
  ["update users set a = 1;", /every row/],
  ["delete from users;", /every row/],
  ["alter table a drop column b;", /may read it/],
  ["alter table a drop b;", /may read it/],
  ["alter table a add column id2 uuid default gen_random_uuid();", /volatile default/],
  ["alter table a add column b text not null;", /breaks inserts/],
  ["begin; create index concurrently i on a (x); commit;", /inside a transaction/],
  ["vacuum full a;", /rewrites/],
  ["drop table a;", /cannot be undone/],
]) {
  test(`found: ${sql}`, () => {
    const got = messages(sql);
    assert.equal(got.length, 1, got.join(" | "));
    assert.match(got[0], word);
  });
}

for (const sql of [
  "alter table users add column b text;",
  "alter table users add column b text default 'x';",
  "alter table users add column b boolean not null default false;",
  "alter table a add constraint f foreign key (b) references b (id) not valid;",
  "alter table a add constraint c check (x > 0) not valid;",
  "alter table a validate constraint c;",
  "alter table a add constraint u unique using index i;",
  "alter table a drop constraint c;",
  "alter table a alter column b drop not null;",
  "alter table a alter column b drop default;",
  "create index concurrently i on a (x);",
  "update users set a = 1 where id > 5 and id <= 10;",
  "create table new_one (id int); create index i on new_one (id); alter table new_one add unique (id); update new_one set id = 1;",
  "comment on table a is 'alter table a rename to b; drop table x';",
  "-- drop table a;\nselect 1;",
  "/* truncate a; */ select 1;",
  "create function f() returns void language sql as $$ delete from a; $$;",
]) {
  test(`let pass: ${sql}`, () => assert.deepEqual(messages(sql), []));
}

test("an alter table without lock_timeout is found once for each", () => {
  assert.deepEqual(risks("alter table a add column b text;\nalter table a add column c text;").map((r) => r.line), [1, 2]);
});

test("the line is that of the statement, and an excuse covers one statement only", () => {
  const found = risks(`${T}\n-- risky-ok: nobody reads it\nalter table a drop column b;\n\nalter table a drop column c;\n`);
  assert.deepEqual(found.map(({ line, excuse }) => [line, excuse]), [[4, "nobody reads it"], [6, null]]);
});

test("quotes, names in quotes and dollar quotes do not confuse the cutting", () => {
  const found = statements(`select 'it''s; fine'; select "odd;name"; do $x$ begin; end; $x$; select 1`);
  assert.equal(found.length, 4);
});

test("the worked example follows its own rules", () => {
  const folder = new URL("../examples/rename-column/", import.meta.url);
  for (const name of readdirSync(folder).filter((n) => n.endsWith(".sql"))) {
    assert.deepEqual(risks(readFileSync(new URL(name, folder), "utf8")).filter((r) => !r.excuse), [], name);
  }
});

test("the exit code says whether something was found", () => {
  const script = fileURLToPath(new URL("../scripts/risky-sql.mjs", import.meta.url));
  const example = fileURLToPath(new URL("../examples/rename-column/5-contract.sql", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [script, example], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.match(stdout, /5-contract\.sql:5: .*let pass: 5a was deployed/);
  assert.equal(spawnSync(process.execPath, [script]).status, 2);
});
