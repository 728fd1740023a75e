import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffSeconds, workOnce } from "../src/queue.mjs";

/** Answers each statement in turn and remembers what was asked. */
function scripted(...answers) {
  const asked = [];
  return { asked, query: async (text, values) => { asked.push({ text, values }); return answers.shift() ?? { rows: [], rowCount: 0 }; } };
}
const job = { id: "7", kind: "mail", payload: { to: "ada" }, attempts: 2 };

test("an empty queue is idle", async () => {
  assert.equal(await workOnce(scripted({ rows: [] }), {}), "idle");
});

test("a job is deleted once its handler returns", async () => {
  const db = scripted({ rows: [job] });
  assert.equal(await workOnce(db, { mail: () => {} }), "done");
  assert.match(db.asked[1].text, /^delete from job_queue/);
  assert.deepEqual(db.asked[1].values, ["7"]);
});

test("a job whose handler throws waits longer after each attempt", async () => {
  const db = scripted({ rows: [job] });
  assert.equal(await workOnce(db, { mail: () => { throw new Error("mailbox full"); } }), "retry");
  assert.deepEqual(db.asked[1].values, ["7", "Error: mailbox full", 10]);
});

test("a kind without a handler is a failure, not a silent loss", async () => {
  assert.equal(await workOnce(scripted({ rows: [job] }), {}), "retry");
});

test("back-off doubles up to an hour", () => {
  assert.deepEqual([1, 2, 3, 20].map(backoffSeconds), [5, 10, 20, 3600]);
});
