import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, stateOf } from "../src/order.mjs";

const ORDER = { id: "order-1", amount: 4900, currency: "usd", livemode: false };
const metadata = { order_id: "order-1" };
let n = 0;
const event = (type, object) => ({ id: `evt_${(n += 1)}`, type, livemode: false, data: { object: { metadata, ...object } } });
const session = (type, over = {}) => event(`checkout.session.${type}`, { id: "cs_1", amount_total: 4900, currency: "usd", payment_status: "paid", ...over });
const refund = (amount) => event("charge.refunded", { id: "ch_1", amount_refunded: amount });
const dispute = (type, status) => event(`charge.dispute.${type}`, { id: "dp_1", amount: 4900, status });

const words = {
  paid: session("completed"),
  unpaid: session("completed", { payment_status: "unpaid" }),
  settled: session("async_payment_succeeded"),
  bounced: session("async_payment_failed", { payment_status: "unpaid" }),
  expired: session("expired", { payment_status: "unpaid" }),
  half: refund(2000),
  all: refund(4900),
  disputed: dispute("created", "needs_response"),
  won: dispute("closed", "won"),
  lost: dispute("closed", "lost"),
};
const state = (...names) => stateOf(ORDER, names.flatMap((name) => factsOf(words[name]).facts));

function permutations(list) {
  if (list.length < 2) return [list];
  return list.flatMap((head, i) => permutations([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [head, ...rest]));
}

for (const [names, word, access] of [
  [[], "open", false],
  [["unpaid"], "waiting", false],
  [["bounced"], "failed", false],
  [["unpaid", "bounced"], "failed", false],
  [["expired"], "expired", false],
  [["paid"], "paid", true],
  [["unpaid", "settled"], "paid", true],
  [["expired", "paid"], "paid", true],
  [["paid", "half"], "partially_refunded", true],
  [["paid", "half", "all"], "refunded", false],
  [["paid", "disputed"], "disputed", false],
  [["paid", "disputed", "won"], "paid", true],
  [["paid", "half", "disputed", "won"], "partially_refunded", true],
  [["paid", "disputed", "lost"], "lost", false],
]) {
  test(`${names.join(" + ") || "nothing"} → ${word}, in every order and with every repetition`, () => {
    for (const order of permutations(names)) {
      const result = state(...order, ...order.slice(0, 2));
      assert.deepEqual([result.word, result.access], [word, access], order.join(" "));
    }
  });
}

test("a payment of another sum, currency or mode opens nothing", () => {
  for (const over of [{ amount_total: 4899 }, { currency: "eur" }]) {
    const { facts } = factsOf(session("completed", over));
    assert.equal(stateOf(ORDER, facts).word, "mismatch");
  }
  const live = { ...session("completed"), livemode: true };
  assert.deepEqual([stateOf(ORDER, factsOf(live).facts).word, stateOf(ORDER, factsOf(live).facts).access], ["mismatch", false]);
});

test("an order of 0 is paid and never refunded by arithmetic", () => {
  const free = { ...ORDER, amount: 0 };
  const { facts } = factsOf(session("completed", { amount_total: 0, payment_status: "no_payment_required" }));
  assert.equal(stateOf(free, facts).word, "paid");
});

test("a dispute is tied to the order by its payment intent, written out or by id", () => {
  for (const payment_intent of ["pi_1", { id: "pi_1" }]) {
    const { orderId, paymentIntent } = factsOf(event("charge.dispute.created", { id: "dp_1", metadata: {}, payment_intent, status: "needs_response" }));
    assert.deepEqual([orderId, paymentIntent], [null, "pi_1"]);
  }
});

test("an event about something else says nothing", () => {
  assert.deepEqual(factsOf(event("customer.created", { id: "cus_1" })).facts, []);
});
