// @ts-check
/**
 * Which mail is due. Planned from the standing at this moment, so that a mail about a debt that has been paid cannot go out: plan again
 * right before sending.
 */

const DAY = 86_400_000;

/** @typedef {{ id: string, afterDays: number, tone: string, only?: "customer" }} Step */

/** Few and useful. The first waits a day if the bank may well say yes tomorrow, and goes at once if only the customer can help. @type {Step[]} */
export const PLAN = [
  { id: "first", afterDays: 0, tone: "information", only: "customer" },
  { id: "first", afterDays: 1, tone: "information" },
  { id: "before_limited", afterDays: 5, tone: "what will change in two days, and that nothing is lost" },
  { id: "limited", afterDays: 7, tone: "what works, what does not, one button" },
  { id: "before_end", afterDays: 25, tone: "date of the end, how to export" },
  { id: "ended", afterDays: 30, tone: "thanks, how to come back, how long data is kept" },
];

/**
 * @param {import("./dunning.mjs").Standing} standing @param {{ sent: string[], now: number, plan?: Step[] }} context sent: keys of
 *   mails that went out already
 * @returns {{ key: string, step: Step } | null} at most one: somebody who was on holiday does not get three at once
 */
export function mailDue(standing, { sent, now, plan = PLAN }) {
  if (standing.since === null || standing.invoice === null || standing.stage === "healthy") return null;
  const onlyCustomer = standing.askCustomer && !standing.askBank;
  const age = now - standing.since;
  const due = plan.filter((step) => age >= step.afterDays * DAY && (step.only !== "customer" || onlyCustomer));
  const step = due.at(-1);
  if (!step) return null;
  const key = `${standing.invoice}:${step.id}`;
  return sent.includes(key) ? null : { key, step };
}
