// @ts-check
/**
 * The endpoint: Request → Response. Verify, store event and facts in one transaction, answer; then tell the rest of the application.
 *
 *   export const POST = createStripeWebhook({ ledger, secrets: process.env.STRIPE_WEBHOOK_SECRET.split(","), onChange });
 */
import { factsOf, stateOf } from "./order.mjs";
import { verifyStripeSignature } from "./verify.mjs";

/**
 * @typedef {import("./order.mjs").Order} Order
 * @typedef {import("./order.mjs").Fact} Fact
 * @typedef {{ record(input: { eventId: string, type: string, orderId: string | null, paymentIntent: string | null, facts: Fact[], payload: unknown }):
 *   Promise<{ duplicate: boolean, order: Order | null, factsBefore: Fact[], factsAfter: Fact[] }> }} Ledger
 *   record is one transaction and locks the order's row while it runs
 */

/**
 * @param {{ ledger: Ledger, secrets: string[], toleranceSeconds?: number, maxBytes?: number, clock?: () => number,
 *   onChange?: (change: { order: Order, from: import("./order.mjs").State, to: import("./order.mjs").State }) => unknown,
 *   log?: (note: { event: string, reason?: string, id?: string }) => void }} options
 */
export function createStripeWebhook({ ledger, secrets, toleranceSeconds = 300, maxBytes = 1 << 20, clock = Date.now,
  onChange = () => {}, log = () => {} }) {
  const answer = (/** @type {number} */ status, /** @type {object} */ body) => Response.json(body, { status });

  return async (/** @type {Request} */ request) => {
    const rawBody = new Uint8Array(await request.arrayBuffer());
    if (rawBody.byteLength > maxBytes) return answer(413, { error: "body_too_large" });
    const verdict = verifyStripeSignature({
      rawBody, header: request.headers.get("stripe-signature"), secrets, nowSeconds: Math.floor(clock() / 1000), toleranceSeconds,
    });
    if (!verdict.ok) {
      log({ event: "refused", reason: verdict.reason });
      // Stripe retries a 503 for three days, so a missing secret loses nothing. A bad signature deserves no second chance.
      return verdict.reason === "not_configured" ? answer(503, { error: "not_configured" }) : answer(400, { error: "signature" });
    }
    const event = JSON.parse(new TextDecoder().decode(rawBody));
    const { orderId, paymentIntent, facts } = factsOf(event);
    let recorded;
    try {
      recorded = await ledger.record({ eventId: event.id, type: event.type, orderId, paymentIntent, facts, payload: event });
    } catch (error) {
      log({ event: "store_failed", id: event.id, reason: String(error) });
      return answer(503, { error: "store" });
    }
    if (recorded.duplicate) return answer(200, { received: true, duplicate: true });

    const { order, factsBefore, factsAfter } = recorded;
    if (order) {
      const [from, to] = [stateOf(order, factsBefore), stateOf(order, factsAfter)];
      if (from.word !== to.word || from.refunded !== to.refunded) {
        // What fails here is repaired by a sweep over orders, never by failing the webhook: the facts are safe.
        try {
          await onChange({ order, from, to });
        } catch (error) {
          log({ event: "on_change_failed", id: event.id, reason: String(error) });
        }
      }
    }
    return answer(200, { received: true });
  };
}
