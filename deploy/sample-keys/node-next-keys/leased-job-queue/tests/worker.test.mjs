import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryQueue } from "../src/memory_queue.mjs";
import { PermanentError, createWorker } from "../src/worker.mjs";
import { backoffSeconds } from "../src/backoff.mjs";

/** Resolves when `log` has seen `event`; every test ends by an event, never by waiting a while. */
function watched() {
  const seen = [];
  const waiting = [];
  const log = (note) => {
    seen.push(note);
    for (const w of [...waiting]) if (w.event === note.event) { waiting.splice(waiting.indexOf(w), 1); w.resolve(note); }
  };
  const until = (event) => {
    const found = seen.find((note) => note.event === event);
    return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ event, resolve }));
  };
  return { log, until, seen };
}
const start = (queue, handlers, more = {}) => {
  const watch = watched();
  const worker = createWorker({ queue, handlers, idleMs: 5, log: watch.log, random: () => 0.5, ...more });
  worker.start();
  return { worker, ...watch };
};

test("a job is done once its handler returns", async () => {
  const queue = createMemoryQueue();
  await queue.enqueue({ tenantId: "acme", kind: "mail", payload: { to: "ada" } });
  const got = [];
  const { worker, until } = start(queue, { mail: (job) => { got.push(job.payload.to); } });
  await until("done");
  await worker.stop();
  assert.deepEqual(got, ["ada"]);
  assert.equal(queue.rows[0].state, "done");
});

test("a handler that throws is tried again later, with the reason kept", async () => {
  const queue = createMemoryQueue();
  await queue.enqueue({ tenantId: "acme", kind: "mail" });
  const { worker, until } = start(queue, { mail: () => { throw new Error("mailbox full"); } });
  const note = await until("retry");
  await worker.stop();
  assert.equal(note.delaySeconds, 2.5);
  assert.match(queue.rows[0].lastError, /mailbox full/);
  assert.equal(queue.rows[0].state, "ready");
});

test("a permanent error and a spent budget both end in the dead letter", async () => {
  const queue = createMemoryQueue();
  await queue.enqueue({ tenantId: "acme", kind: "bad" });
  await queue.enqueue({ tenantId: "acme", kind: "worse", maxAttempts: 1 });
  const { worker, seen, until } = start(queue, {
    bad: () => { throw new PermanentError("no such address"); },
    worse: () => { throw new Error("again"); },
  });
  await until("dead");
  while (seen.filter((note) => note.event === "dead").length < 2) await new Promise(setImmediate);
  await worker.stop();
  assert.deepEqual(queue.rows.map((row) => row.state), ["dead", "dead"]);
});

test("no more handlers run at a time than allowed", async () => {
  const queue = createMemoryQueue();
  for (let i = 0; i < 12; i += 1) await queue.enqueue({ tenantId: "acme", kind: "mail" });
  let now = 0;
  let most = 0;
  const { worker, seen } = start(queue, {
    mail: async () => { most = Math.max(most, ++now); await new Promise(setImmediate); now -= 1; },
  }, { concurrency: 3 });
  while (seen.filter((note) => note.event === "done").length < 12) await new Promise(setImmediate);
  await worker.stop();
  assert.equal(most, 3);
});

test("stopping waits for what runs and gives back what does not end", async () => {
  const queue = createMemoryQueue();
  await queue.enqueue({ tenantId: "acme", kind: "endless" });
  let told = false;
  const { worker, until } = start(queue, {
    endless: (job, { signal }) => new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => { told = true; reject(signal.reason); });
    }),
  });
  await until("start");
  await worker.stop({ drainSeconds: 0.02 });
  assert.equal(told, true, "the handler hears that it should stop");
  assert.equal(queue.rows[0].state, "ready");
  assert.equal(queue.rows[0].attempts, 0);
});

test("a handler hears that its lease is gone and its result is dropped", async () => {
  let now = 0;
  const queue = createMemoryQueue({ leaseSeconds: 0.06, clock: () => now });
  await queue.enqueue({ tenantId: "acme", kind: "slow" });
  const { worker, until } = start(queue, {
    slow: async (job, { signal }) => {
      now += 1000; // the machine slept; meanwhile somebody else claims the job
      await queue.claim(["slow"], 1);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  }, { concurrency: 1 });
  const note = await until("lost");
  await worker.stop();
  assert.match(note.why, /passed to another worker/);
  assert.equal(queue.rows[0].state, "leased", "it belongs to the other worker now");
});

test("back-off doubles, is capped and never waits less than a second", () => {
  const at = (attempt, r) => backoffSeconds(attempt, { random: () => r });
  assert.deepEqual([1, 2, 3].map((n) => at(n, 1)), [5, 10, 20]);
  assert.equal(at(60, 1), 3600);
  assert.equal(at(4000, 1), 3600);
  assert.equal(at(1, 0), 1);
  assert.throws(() => at(0, 1), RangeError);
});
