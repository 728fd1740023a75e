// @ts-check
/**
 * Cursors that a client can hold but not change. A cursor is base64url(JSON) and an HMAC over it; the JSON holds the values of the
 * sort columns in the last row, and a fingerprint of everything the cursor must not be carried over to: filters, sort, tenant.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const VERSION = 1;
const MAX_CURSOR_LENGTH = 4096;

/** The cursor is not one of ours, or not for this list. Answer 400 and let the client begin again without one. */
export class InvalidCursorError extends Error {
  name = "InvalidCursorError";
}

/** Key order must not matter: {a,b} and {b,a} are the same filter. @param {unknown} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** @param {unknown} scope */
const fingerprint = (scope) => createHash("sha256").update(canonical(scope)).digest("base64url").slice(0, 22);

/** @param {string} body @param {string} secret */
const mac = (body, secret) => createHmac("sha256", secret).update(`cursor.${VERSION}.${body}`).digest().subarray(0, 16);

/**
 * @param {unknown[]} values the sort columns of the last row shown, as the database gave them as text or number
 * @param {unknown} scope filters, sort and tenant of this list
 * @param {string} secret
 */
export function sealCursor(values, scope, secret) {
  if (secret.length < 16) throw new RangeError("CURSOR_SECRET needs at least 16 characters");
  if (values.some((v) => v === null || v === undefined)) throw new TypeError("a sort column was null: sort by NOT NULL columns only");
  const body = Buffer.from(JSON.stringify({ v: values, s: fingerprint(scope) })).toString("base64url");
  return `${body}.${mac(body, secret).toString("base64url")}`;
}

/**
 * @param {string} cursor @param {unknown} scope @param {string[]} secrets newest first; keep the old one for a day when you rotate
 * @returns {unknown[]} the values that sealCursor was given
 */
export function openCursor(cursor, scope, secrets) {
  const [body, tag, more] = cursor.length <= MAX_CURSOR_LENGTH ? cursor.split(".") : [];
  if (!body || !tag || more !== undefined) throw new InvalidCursorError("malformed");
  const given = Buffer.from(tag, "base64url");
  const genuine = secrets.some((secret) => {
    const expected = mac(body, secret);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!genuine) throw new InvalidCursorError("signature");
  // Signed by us, so it is JSON of our shape.
  const { v, s } = JSON.parse(Buffer.from(body, "base64url").toString());
  if (s !== fingerprint(scope)) throw new InvalidCursorError("made for another list");
  return v;
}
