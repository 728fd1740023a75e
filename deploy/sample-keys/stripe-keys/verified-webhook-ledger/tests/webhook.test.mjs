import assert from "node:assert/strict";
import { test } from "node:test";
import { createStripeWebhook } from "../src/webhook.mjs";
import { signature } from "../src/verify.mjs";

const NOW = 1_790_000_000;
const SECRET = "only for this test";
const ORDER = { id: "order-1", amount: 4900, currency: "usd", livemode: false };
const completed = { id: "evt_1", type: "checkout.session.completed", livemode: false,
  data: { object: { id: "cs_1", metadata: { order_id: "order-1" }, amount_total: 4900, currency: "usd", payment_status: "paid" } } };

function memoryLedger() {
  const events = new Set();
  const facts = [];
  return {
    async record({ eventId, orderId, facts: more }) {
      if (events.has(eventId)) return { duplicate: true, order: null, factsBefore: [], factsAfter: [] };
      events.add(eventId);
      const factsBefore = [...facts];
      facts.push(...more);
      return { duplicate: false, order: orderId === ORDER.id ? ORDER : null, factsBefore, factsAfter: [...facts] };
    },
  };
}
const request = (event, secret = SECRET) => {
  const body = JSON.stringify(event);
  return new Request("http://localhost/billing/webhook",
    { method: "POST", body, headers: { "stripe-signature": `t=${NOW},v1=${signature(body, secret, NOW)}` } });
};
function fresh(over = {}) {
  const changes = [];
  const post = createStripeWebhook({ ledger: memoryLedger(), secrets: [SECRET], clock: () => NOW * 1000,
    onChange: ({ from, to }) => { changes.push(`${from.word} → ${to.word}`); }, ...over });
  return { post, changes };
}

test("a paid checkout opens the order once, however often it is told", async () => {
  const { post, changes } = fresh();
  const first = await post(request(completed));
  const again = await post(request(completed));
  const otherEventSameFact = await post(request({ ...completed, id: "evt_2" }));
  assert.deepEqual([first.status, again.status, otherEventSameFact.status], [200, 200, 200]);
  assert.deepEqual(await again.json(), { received: true, duplicate: true });
  assert.deepEqual(changes, ["open → paid"]);
});

test("a forged event changes nothing", async () => {
  const { post, changes } = fresh();
  assert.equal((await post(request(completed, "guess"))).status, 400);
  assert.deepEqual(changes, []);
});

test("an event of an unknown order is kept and acknowledged", async () => {
  const { post, changes } = fresh();
  const other = structuredClone(completed);
  other.data.object.metadata.order_id = "somebody-else";
  assert.equal((await post(request(other))).status, 200);
  assert.deepEqual(changes, []);
});

test("when nothing can be stored Stripe is asked to come again", async () => {
  const { post } = fresh({ ledger: { record: async () => { throw new Error("connection refused"); } } });
  assert.equal((await post(request(completed))).status, 503);
});

test("a failing application does not fail the webhook: the facts are safe", async () => {
  const { post } = fresh({ onChange: async () => { throw new Error("mail server down"); } });
  assert.equal((await post(request(completed))).status, 200);
});
