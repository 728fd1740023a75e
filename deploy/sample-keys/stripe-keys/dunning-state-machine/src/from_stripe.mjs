// @ts-check
/**
 * Verified Stripe events → facts. The decline code is not on the invoice: fetch the invoice's latest payment (its payment intent's
 * `last_payment_error.decline_code`) when you handle invoice.payment_failed, and pass it in.
 *
 * @param {any} event @param {{ declineCode?: string | null }} [more]
 * @returns {{ subscription: string | null, invoiceFact?: import("./dunning.mjs").InvoiceFact, subscriptionFact?: import("./dunning.mjs").SubscriptionFact }}
 */
export function factsFromEvent(event, { declineCode = null } = {}) {
  const o = event.data.object;
  const at = event.created * 1000;
  // Newer API versions keep the subscription's id under `parent`.
  const subscription = o.object === "subscription" ? o.id : o.parent?.subscription_details?.subscription ?? o.subscription ?? null;
  const invoice = (/** @type {import("./dunning.mjs").InvoiceFact["kind"]} */ kind) => ({
    subscription,
    invoiceFact: { invoice: o.id, at, kind, declineCode, amount: o.amount_remaining, currency: o.currency, payUrl: o.hosted_invoice_url ?? undefined },
  });
  switch (event.type) {
    case "invoice.payment_failed":
      return invoice("failed");
    case "invoice.payment_action_required":
      return invoice("action_required");
    case "invoice.paid":
      return invoice("paid");
    case "invoice.voided":
      return invoice("voided");
    case "customer.subscription.updated":
    case "customer.subscription.deleted":
      return {
        subscription,
        subscriptionFact: { at, status: event.type.endsWith("deleted") ? "canceled" : o.status, cancelAtPeriodEnd: o.cancel_at_period_end },
      };
    default:
      return { subscription };
  }
}
