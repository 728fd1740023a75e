// @ts-check
/**
 * Stripe's webhook signature, checked over the raw bytes. Pure: nothing is read from the environment or the clock.
 *
 * Header: `Stripe-Signature: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>">`, possibly several v1 (Stripe signs with every
 * active secret while one is being rolled), possibly a v0 (test events; never to be trusted).
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** @typedef {"not_configured" | "no_header" | "malformed_header" | "no_match" | "outside_tolerance"} Refusal */

/** @param {Uint8Array | string} rawBody @param {string} secret @param {number} timestamp */
export function signature(rawBody, secret, timestamp) {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(rawBody).digest("hex");
}

/** @param {string} header @returns {{ timestamp: number, v1: string[] } | null} */
function parse(header) {
  const pairs = header.split(",").map((part) => part.trim().split("="));
  const times = pairs.filter(([name]) => name === "t").map(([, value]) => value);
  const v1 = pairs.filter(([name, value]) => name === "v1" && /^[0-9a-f]{64}$/.test(value ?? "")).map(([, value]) => value);
  if (times.length !== 1 || !/^\d{1,12}$/.test(times[0] ?? "") || v1.length === 0 || v1.length > 16) return null;
  return { timestamp: Number(times[0]), v1 };
}

/**
 * @param {{ rawBody: Uint8Array | string, header: string | null | undefined, secrets: string[], nowSeconds: number,
 *   toleranceSeconds?: number }} input rawBody exactly as it came: a parsed and re-printed body has another signature
 * @returns {{ ok: true, timestamp: number } | { ok: false, reason: Refusal }}
 */
export function verifyStripeSignature({ rawBody, header, secrets, nowSeconds, toleranceSeconds = 300 }) {
  // HMAC accepts an empty key. Without this line a missing variable would let everybody sign.
  const usable = secrets.map((s) => s.trim()).filter((s) => s !== "");
  if (usable.length === 0) return { ok: false, reason: "not_configured" };
  if (!header) return { ok: false, reason: "no_header" };
  const parsed = parse(header);
  if (!parsed) return { ok: false, reason: "malformed_header" };

  let matched = false;
  for (const secret of usable) {
    const expected = Buffer.from(signature(rawBody, secret, parsed.timestamp), "hex");
    // No early exit: the time taken must not tell which secret or signature was right.
    for (const candidate of parsed.v1) matched = timingSafeEqual(expected, Buffer.from(candidate, "hex")) || matched;
  }
  if (!matched) return { ok: false, reason: "no_match" };
  if (Math.abs(nowSeconds - parsed.timestamp) > toleranceSeconds) return { ok: false, reason: "outside_tolerance" };
  return { ok: true, timestamp: parsed.timestamp };
}
