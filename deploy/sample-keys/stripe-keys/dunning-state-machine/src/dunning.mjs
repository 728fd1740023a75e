// @ts-check
/**
 * Where a subscription stands between a failed renewal and the end, as a pure function of what is known and the time. Nothing is
 * stored but facts; ask again at `nextChangeAt` and the answer moves on by itself.
 *
 *   healthy → grace → limited → suspended → ended      and from anywhere back to healthy by a payment
 *
 * grace: everything works, a banner says so. limited: reading and exporting work, writing does not. suspended: signing in, paying and
 * exporting work. Nobody loses data by dunning.
 */
import { adviceFor } from "./decline_codes.mjs";

const DAY = 86_400_000;

/**
 * @typedef {{ graceDays: number, limitedDays: number, finalDays: number }} Policy  days from the first failure to the end of each stage
 * @typedef {{ invoice: string, at: number, kind: "failed" | "paid" | "voided" | "action_required", declineCode?: string | null,
 *   amount?: number, currency?: string, payUrl?: string }} InvoiceFact  at: milliseconds, the event's `created`
 * @typedef {{ at: number, status: "active" | "past_due" | "unpaid" | "canceled" | "trialing" | "paused", cancelAtPeriodEnd?: boolean }} SubscriptionFact
 * @typedef {"healthy" | "grace" | "limited" | "suspended" | "ended"} Stage
 * @typedef {{ stage: Stage, access: "full" | "read" | "none", since: number | null, nextChangeAt: number | null, askBank: boolean,
 *   askCustomer: boolean, say: string | null, because: string, invoice: string | null }} Standing
 */

/** @type {Policy} */
export const DEFAULT_POLICY = { graceDays: 7, limitedDays: 14, finalDays: 30 };

/** @param {Policy} policy */
export function checkPolicy({ graceDays, limitedDays, finalDays }) {
  if (!(graceDays >= 1 && limitedDays > graceDays && finalDays > limitedDays)) {
    throw new RangeError("1 ≤ graceDays < limitedDays < finalDays expected");
  }
}

/** The invoices that have failed and were not settled since, oldest first. @param {InvoiceFact[]} facts */
function openFailures(facts) {
  /** @type {Map<string, { first: number, last: InvoiceFact }>} */
  const open = new Map();
  const settled = new Set(facts.filter((f) => f.kind === "paid" || f.kind === "voided").map((f) => f.invoice));
  for (const fact of [...facts].sort((a, b) => a.at - b.at)) {
    // Paid is for ever: a failure event that arrives late, or was created a second before the payment, must not open it again.
    if (settled.has(fact.invoice)) continue;
    const known = open.get(fact.invoice);
    open.set(fact.invoice, { first: known?.first ?? fact.at, last: fact });
  }
  return [...open.values()].sort((a, b) => a.first - b.first);
}

/**
 * @param {{ invoices: InvoiceFact[], subscription: SubscriptionFact[], now: number, policy?: Policy }} input facts in any order
 * @returns {Standing}
 */
export function standing({ invoices, subscription, now, policy = DEFAULT_POLICY }) {
  checkPolicy(policy);
  const newest = [...subscription].sort((a, b) => a.at - b.at).at(-1);
  const [oldest] = openFailures(invoices);
  const base = { since: oldest?.first ?? null, nextChangeAt: null, askBank: false, askCustomer: false, say: null, invoice: oldest?.last.invoice ?? null };

  if (newest?.status === "canceled") {
    const because = oldest ? "the subscription ended after an unpaid invoice" : "the customer ended the subscription";
    return { ...base, stage: "ended", access: "none", because };
  }
  if (!oldest) return { ...base, stage: "healthy", access: "full", because: "everything is paid" };

  const { first, last } = oldest;
  const advice = last.kind === "action_required" ? adviceFor("authentication_required") : adviceFor(last.declineCode);
  const ends = [policy.graceDays, policy.limitedDays, policy.finalDays].map((days) => first + days * DAY);
  const index = ends.filter((end) => now >= end).length;
  const stage = /** @type {Stage} */ (["grace", "limited", "suspended", "ended"][index]);
  const access = /** @type {"full" | "read" | "none"} */ (["full", "read", "none", "none"][index]);
  const day = Math.floor((now - first) / DAY);
  return {
    ...base, stage, access, nextChangeAt: ends[index] ?? null, say: stage === "ended" ? null : advice.say,
    // After the limited stage the bank has been asked often enough.
    askBank: advice.retry === "later" && (stage === "grace" || stage === "limited"),
    askCustomer: stage !== "ended",
    because: `invoice ${last.invoice} has been unpaid for ${day} ${day === 1 ? "day" : "days"}`,
  };
}
