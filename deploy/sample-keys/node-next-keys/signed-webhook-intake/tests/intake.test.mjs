import assert from "node:assert/strict";
import { test } from "node:test";
import { createIntake } from "../src/intake.mjs";
import { createMemoryStore } from "../src/store_memory.mjs";
import { signatureFor } from "../src/verify.mjs";

const NOW = 1_790_000_000;
const SECRET = "only for this test";

/** @param {unknown} body @param {{ header?: string }} [more] */
function request(body, { header } = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "x-signature": header ?? `t=${NOW},v1=${signatureFor(text, SECRET, NOW)}` };
  return new Request("http://localhost/api/webhooks/intake", { method: "POST", body: text, headers });
}

function fresh(over = {}) {
  const store = createMemoryStore();
  const handled = [];
  const pending = [];
  const intake = createIntake({
    store, secrets: [SECRET], clock: () => NOW * 1000, handle: (event) => { handled.push(event.id); },
    afterResponse: (work) => pending.push(work), ...over,
  });
  const settle = () => Promise.all(pending.splice(0).map((work) => work()));
  return { store, handled, pending, intake, settle };
}

test("an event is stored, answered, and handled afterwards", async () => {
  const { intake, store, handled, settle } = fresh();
  const response = await intake(request({ id: "evt-1", type: "ping" }));
  assert.deepEqual([response.status, await response.json()], [200, { received: true }]);
  assert.deepEqual(handled, [], "the answer does not wait for the work");
  assert.equal(store.rows.get("evt-1").state, "stored");
  await settle();
  assert.deepEqual(handled, ["evt-1"]);
  assert.equal(store.rows.get("evt-1").state, "handled");
});

test("the same event again is acknowledged and not handled twice", async () => {
  const { intake, handled, settle } = fresh();
  const answers = await Promise.all([1, 2, 3].map(() => intake(request({ id: "evt-1", type: "ping" }))));
  assert.deepEqual(answers.map((a) => a.status), [200, 200, 200]);
  const bodies = await Promise.all(answers.map((a) => a.json()));
  assert.equal(bodies.filter((b) => b.duplicate).length, 2);
  await settle();
  assert.deepEqual(handled, ["evt-1"]);
});

test("a handler that fails leaves the event in the store with the reason", async () => {
  const { intake, store, settle } = fresh({ handle: () => { throw new Error("warehouse closed"); } });
  assert.equal((await intake(request({ id: "evt-1", type: "ping" }))).status, 200);
  await settle();
  assert.equal(store.rows.get("evt-1").state, "failed");
  assert.match(store.rows.get("evt-1").why, /warehouse closed/);
});

test("an unsigned or altered request is refused and leaves no trace", async () => {
  const { intake, store } = fresh();
  const response = await intake(request({ id: "evt-1", type: "ping" }, { header: `t=${NOW},v1=${"0".repeat(64)}` }));
  assert.deepEqual([response.status, (await response.json()).reason], [400, "no_match"]);
  assert.equal(store.rows.size, 0);
});

test("without a secret the route asks to be called later instead of trusting everybody", async () => {
  const { intake } = fresh({ secrets: [""] });
  assert.equal((await intake(request({ id: "evt-1", type: "ping" }))).status, 503);
});

test("a store that is down means: not received", async () => {
  const store = { ...createMemoryStore(), insert: async () => { throw new Error("connection refused"); } };
  const { intake, pending } = fresh({ store });
  assert.equal((await intake(request({ id: "evt-1", type: "ping" }))).status, 503);
  assert.equal(pending.length, 0);
});

test("a body over the limit is not read to its end", async () => {
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1024));
      if (pulled > 10_000) controller.close();
    },
  });
  const endless = new Request("http://localhost/", { method: "POST", body, duplex: "half" });
  const { intake } = fresh({ maxBytes: 4096 });
  assert.equal((await intake(endless)).status, 413);
  assert.ok(pulled < 20, `read ${pulled} chunks`);
});

for (const [name, body] of [["no JSON", "hello"], ["no id", { type: "ping" }], ["an id that is a number", { id: 1, type: "ping" }],
  ["null", "null"], ["an endless id", { id: "x".repeat(201), type: "ping" }]]) {
  test(`signed but useless: ${name}`, async () => {
    const { intake, store } = fresh();
    assert.equal((await intake(request(body))).status, 400);
    assert.equal(store.rows.size, 0);
  });
}
