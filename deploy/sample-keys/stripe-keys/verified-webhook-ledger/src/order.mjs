// @ts-check
/**
 * From Stripe events to the state of an order. Two steps, both pure:
 *
 *   factsOf(event)      what an event says about which Stripe object
 *   stateOf(order, facts)   where the order stands, given the *set* of facts seen so far
 *
 * Stripe promises neither order nor uniqueness of events. A state machine that is pushed from state to state by whatever arrives next
 * ends somewhere else for each order of arrival. Here every Stripe object keeps the furthest point it was seen at, and the order's state
 * is worked out from those; late, repeated and shuffled events cannot matter. tests/order.test.mjs tries all orders.
 */

/**
 * @typedef {{ object: string, kind: "session" | "charge" | "dispute", stage: number, word: string, amount?: number, subtotal?: number,
 *   currency?: string, livemode?: boolean }} Fact  object: the Stripe object's id
 * @typedef {{ id: string, amount: number, currency: string, livemode: boolean }} Order  as it was quoted; amount in the smallest unit
 * @typedef {"open" | "waiting" | "paid" | "mismatch" | "failed" | "expired" | "partially_refunded" | "refunded" | "disputed" | "lost"} Word
 * @typedef {{ word: Word, access: boolean, refunded: number, because: string }} State
 */

/** Later stages win over earlier ones of the same object. "paid" beats "expired": money that arrived is a fact, a timer is not. */
const SESSION_STAGES = { completed_unpaid: 1, async_failed: 2, expired: 2, paid: 3 };
const DISPUTE_STAGES = { open: 1, won: 2, lost: 3 };

/**
 * A dispute does not carry the metadata you gave the session; what ties it to the order is the payment intent. Both are handed on.
 *
 * @param {any} event a verified Stripe event @returns {{ orderId: string | null, paymentIntent: string | null, facts: Fact[] }}
 */
export function factsOf(event) {
  const o = event.data?.object ?? {};
  const link = {
    orderId: /** @type {string | null} */ (o.metadata?.order_id ?? o.client_reference_id ?? null),
    paymentIntent: /** @type {string | null} */ (typeof o.payment_intent === "string" ? o.payment_intent : o.payment_intent?.id ?? null),
  };
  const session = (/** @type {keyof typeof SESSION_STAGES} */ word) => ({
    ...link,
    facts: [/** @type {Fact} */ ({ object: o.id, kind: "session", stage: SESSION_STAGES[word], word, amount: o.amount_total,
      currency: o.currency, livemode: event.livemode })],
  });
  const dispute = (/** @type {keyof typeof DISPUTE_STAGES} */ word) => ({
    ...link, facts: [/** @type {Fact} */ ({ object: o.id, kind: "dispute", stage: DISPUTE_STAGES[word], word, amount: o.amount })],
  });
  switch (event.type) {
    case "checkout.session.completed":
      return session(o.payment_status === "unpaid" ? "completed_unpaid" : "paid");
    case "checkout.session.async_payment_succeeded":
      return session("paid");
    case "checkout.session.async_payment_failed":
      return session("async_failed");
    case "checkout.session.expired":
      return session("expired");
    case "charge.refunded":
      // amount_refunded only grows on a charge, so the amount itself is the stage.
      return { ...link, facts: [{ object: o.id, kind: "charge", stage: o.amount_refunded, word: "refunded", amount: o.amount_refunded }] };
    case "charge.dispute.created":
      return dispute("open");
    case "charge.dispute.closed":
      return dispute(o.status === "won" || o.status === "warning_closed" ? "won" : "lost");
    default:
      return { ...link, facts: [] };
  }
}

/** The furthest fact of each object. @param {Fact[]} facts */
function furthest(facts) {
  /** @type {Map<string, Fact>} */
  const best = new Map();
  for (const fact of facts) {
    const known = best.get(fact.object);
    if (!known || fact.stage > known.stage) best.set(fact.object, fact);
  }
  return [...best.values()];
}

/** @param {Order} order @param {Fact[]} facts in any order, with any repetition @returns {State} */
export function stateOf(order, facts) {
  const seen = furthest(facts);
  const sessions = seen.filter((f) => f.kind === "session");
  const paid = sessions.filter((f) => f.word === "paid");
  const refunded = seen.filter((f) => f.kind === "charge").reduce((sum, f) => sum + (f.amount ?? 0), 0);
  const say = (/** @type {Word} */ word, /** @type {boolean} */ access, /** @type {string} */ because) => ({ word, access, refunded, because });

  if (paid.length === 0) {
    const has = (/** @type {string} */ word) => sessions.some((f) => f.word === word);
    if (has("completed_unpaid")) return say("waiting", false, "the bank has not confirmed the payment yet");
    if (has("async_failed")) return say("failed", false, "the bank refused the payment");
    if (has("expired")) return say("expired", false, "the checkout ran out of time");
    return say("open", false, "nothing has been paid");
  }
  const wrong = paid.find((f) => f.amount !== order.amount || f.currency !== order.currency || f.livemode !== order.livemode);
  if (wrong) {
    return say("mismatch", false, `paid ${wrong.amount} ${wrong.currency}${wrong.livemode ? "" : " (test mode)"}, quoted ${order.amount} ${order.currency}`);
  }
  const dispute = (/** @type {string} */ word) => seen.some((f) => f.kind === "dispute" && f.word === word);
  if (dispute("lost")) return say("lost", false, "a dispute was decided for the buyer");
  if (dispute("open")) return say("disputed", false, "a dispute is open");
  if (refunded >= order.amount && order.amount > 0) return say("refunded", false, "everything was given back");
  if (refunded > 0) return say("partially_refunded", true, `${refunded} of ${order.amount} was given back`);
  return say("paid", true, "the payment was confirmed");
}
