// @ts-check
/**
 * Is this request really from the sender, and is it recent? Pure: the bytes, the header, the secrets and the time go in.
 *
 * The header is `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`; what is signed is `<t>.<raw body>`. The time is inside the signature, so
 * that a request overheard today cannot be sent again tomorrow with a new time on it.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * @typedef {"missing_header" | "malformed_header" | "too_old" | "too_new" | "no_match" | "not_configured"} Refusal
 * @typedef {{ ok: true, timestamp: number, secretIndex: number } | { ok: false, reason: Refusal }} Verdict
 */

const HEX_SHA256 = /^[0-9a-f]{64}$/;
const MAX_SIGNATURES = 8;

/** @param {string | null | undefined} header @returns {{ timestamp: number, signatures: string[] } | null} */
export function parseSignatureHeader(header) {
  let timestamp = NaN;
  const signatures = [];
  for (const part of (header ?? "").split(",")) {
    const at = part.indexOf("=");
    const name = part.slice(0, at).trim();
    const value = part.slice(at + 1).trim();
    if (name === "t") {
      // Two times would leave open which one was signed.
      if (!Number.isNaN(timestamp) || !/^\d{1,12}$/.test(value)) return null;
      timestamp = Number(value);
    }
    if (name === "v1" && HEX_SHA256.test(value)) signatures.push(value);
  }
  if (Number.isNaN(timestamp) || signatures.length === 0 || signatures.length > MAX_SIGNATURES) return null;
  return { timestamp, signatures };
}

/** What a sender puts into the header. @param {Uint8Array | string} rawBody @param {string} secret @param {number} timestamp */
export function signatureFor(rawBody, secret, timestamp) {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(rawBody).digest("hex");
}

/**
 * @param {{ rawBody: Uint8Array | string, header: string | null | undefined, secrets: string[], nowSeconds: number,
 *   toleranceSeconds?: number }} input secrets newest first; during a rotation both the new and the old one
 * @returns {Verdict}
 */
export function verifySignature({ rawBody, header, secrets, nowSeconds, toleranceSeconds = 300 }) {
  // An empty secret is a valid HMAC key that everybody knows: a missing variable must not open the door.
  const usable = secrets.filter((secret) => secret.trim() !== "");
  if (usable.length === 0) return { ok: false, reason: "not_configured" };
  if (!header) return { ok: false, reason: "missing_header" };
  const parsed = parseSignatureHeader(header);
  if (!parsed) return { ok: false, reason: "malformed_header" };

  let secretIndex = -1;
  usable.forEach((secret, index) => {
    const expected = Buffer.from(signatureFor(rawBody, secret, parsed.timestamp), "hex");
    for (const signature of parsed.signatures) {
      // Every pair is compared, whatever was found before: how long this takes says nothing about which one matched.
      if (timingSafeEqual(expected, Buffer.from(signature, "hex")) && secretIndex < 0) secretIndex = index;
    }
  });
  if (secretIndex < 0) return { ok: false, reason: "no_match" };

  // The age is judged last: only a genuine sender learns that its clock is wrong.
  if (parsed.timestamp < nowSeconds - toleranceSeconds) return { ok: false, reason: "too_old" };
  if (parsed.timestamp > nowSeconds + toleranceSeconds) return { ok: false, reason: "too_new" };
  return { ok: true, timestamp: parsed.timestamp, secretIndex };
}
