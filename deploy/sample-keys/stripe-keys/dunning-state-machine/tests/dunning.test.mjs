import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceFor, knownCodes } from "../src/decline_codes.mjs";
import { DEFAULT_POLICY, standing } from "../src/dunning.mjs";
import { factsFromEvent } from "../src/from_stripe.mjs";
import { PLAN, mailDue } from "../src/mail_plan.mjs";

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 9, 1);
const fact = (kind, day, over = {}) => ({ invoice: "in_1", at: T0 + day * DAY, kind, declineCode: "insufficient_funds", ...over });
const at = (day, invoices, subscription = []) => standing({ invoices, subscription, now: T0 + day * DAY });

test("access goes down in steps, and each answer names the moment of the next", () => {
  const invoices = [fact("failed", 0)];
  const seen = [0, 6.9, 7, 13.9, 14, 29.9, 30].map((day) => at(day, invoices));
  assert.deepEqual(seen.map((s) => s.stage), ["grace", "grace", "limited", "limited", "suspended", "suspended", "ended"]);
  assert.deepEqual(seen.map((s) => s.access), ["full", "full", "read", "read", "none", "none", "none"]);
  let moment = T0;
  const path = [];
  for (;;) {
    const s = standing({ invoices, subscription: [], now: moment });
    path.push(s.stage);
    if (s.nextChangeAt === null) break;
    assert.equal(standing({ invoices, subscription: [], now: s.nextChangeAt - 1 }).stage, s.stage, "not a moment earlier");
    moment = s.nextChangeAt;
  }
  assert.deepEqual(path, ["grace", "limited", "suspended", "ended"]);
});

test("later failures of the same invoice do not start the clock anew", () => {
  assert.equal(at(8, [fact("failed", 0), fact("failed", 3), fact("failed", 7)]).stage, "limited");
});

test("a payment heals everything, at every stage, also when events come late and shuffled", () => {
  for (const day of [1, 8, 20, 40]) {
    const facts = [fact("paid", day - 0.1), fact("failed", day - 0.1), fact("failed", 0)];
    for (const order of [facts, [...facts].reverse()]) {
      const s = at(day, order);
      assert.deepEqual([s.stage, s.access, s.say], ["healthy", "full", null]);
    }
  }
});

test("with two unpaid invoices the older one sets the stage, and paying only the newer does not help", () => {
  const two = [fact("failed", 0), fact("failed", 10, { invoice: "in_2" })];
  assert.equal(at(10, two).invoice, "in_1");
  assert.equal(at(10, [...two, fact("paid", 10, { invoice: "in_2" })]).stage, "limited");
  assert.equal(at(10, [...two, fact("paid", 10)]).stage, "grace");
});

test("a voided invoice is no debt", () => {
  assert.equal(at(9, [fact("failed", 0), fact("voided", 8)]).stage, "healthy");
});

test("the bank is asked only if that can help, and not for ever", () => {
  assert.equal(at(1, [fact("failed", 0)]).askBank, true);
  assert.equal(at(15, [fact("failed", 0)]).askBank, false);
  assert.equal(at(1, [fact("failed", 0, { declineCode: "stolen_card" })]).askBank, false);
  const confirm = at(1, [fact("failed", 0), fact("action_required", 0.5)]);
  assert.deepEqual([confirm.askBank, confirm.askCustomer], [false, true]);
  assert.match(confirm.say, /confirm this payment/);
});

test("who has left is left alone, with the reason", () => {
  const canceled = [{ at: T0 + 2 * DAY, status: "canceled" }];
  assert.equal(at(3, [], canceled).because, "the customer ended the subscription");
  assert.equal(at(3, [fact("failed", 0)], canceled).because, "the subscription ended after an unpaid invoice");
  assert.equal(at(3, [fact("failed", 0)], canceled).askCustomer, false);
});

test("no word to the customer tells a thief why a card was refused, and none blames", () => {
  const harmless = adviceFor("generic_decline").say;
  for (const code of ["lost_card", "stolen_card", "pickup_card", "fraudulent"]) assert.equal(adviceFor(code).say, harmless);
  for (const code of [...knownCodes, "never heard of", null, "constructor"]) {
    assert.doesNotMatch(adviceFor(code).say, /stolen|fraud|fail|declin|insufficient|invalid/i, String(code));
  }
});

test("mails: at most one at a time, none twice, none after payment", () => {
  const sent = [];
  const log = [];
  for (let day = 0; day <= 31; day += 0.5) {
    const due = mailDue(at(day, [fact("failed", 0)]), { sent, now: T0 + day * DAY });
    if (due) { sent.push(due.key); log.push([day, due.step.id]); }
  }
  assert.deepEqual(log, [[1, "first"], [5, "before_limited"], [7, "limited"], [25, "before_end"], [30, "ended"]]);
  assert.equal(mailDue(at(8, [fact("failed", 0), fact("paid", 7)]), { sent: [], now: T0 + 8 * DAY }), null);
  const back = mailDue(at(26, [fact("failed", 0)]), { sent: [], now: T0 + 26 * DAY });
  assert.equal(back.step.id, "before_end", "only the newest, not five at once");
});

test("if only the customer can help they hear of it at once", () => {
  const s = at(0, [fact("failed", 0, { declineCode: "expired_card" })]);
  assert.equal(mailDue(s, { sent: [], now: T0 }).step.id, "first");
  assert.equal(mailDue(at(0, [fact("failed", 0)]), { sent: [], now: T0 }), null);
});

test("the plan's days fit the default policy", () => {
  const day = (id) => PLAN.find((step) => step.id === id && !step.only).afterDays;
  assert.equal(day("limited"), DEFAULT_POLICY.graceDays);
  assert.equal(day("ended"), DEFAULT_POLICY.finalDays);
  assert.throws(() => standing({ invoices: [], subscription: [], now: 0, policy: { graceDays: 5, limitedDays: 5, finalDays: 9 } }), RangeError);
});

test("events of old and new API versions name the same subscription", () => {
  const created = T0 / 1000;
  const invoice = { object: "invoice", id: "in_1", amount_remaining: 900, currency: "eur" };
  const old = factsFromEvent({ type: "invoice.payment_failed", created, data: { object: { ...invoice, subscription: "sub_1" } } }, { declineCode: "expired_card" });
  const now = factsFromEvent({ type: "invoice.payment_failed", created, data: { object: { ...invoice, parent: { subscription_details: { subscription: "sub_1" } } } } });
  assert.deepEqual([old.subscription, now.subscription, old.invoiceFact.declineCode], ["sub_1", "sub_1", "expired_card"]);
  const gone = factsFromEvent({ type: "customer.subscription.deleted", created, data: { object: { object: "subscription", id: "sub_1", status: "canceled" } } });
  assert.deepEqual([gone.subscription, gone.subscriptionFact.status], ["sub_1", "canceled"]);
});
