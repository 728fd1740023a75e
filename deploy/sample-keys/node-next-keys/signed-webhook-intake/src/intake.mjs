// @ts-check
/**
 * The route's whole behaviour as one function from Request to Response, so that it can be tried without Next.js.
 *
 *   export const POST = createIntake({ store, secrets, handle: (event) => queue.enqueue(…) });
 *
 * Order matters: verify the bytes, then parse them; store the event, then answer; work afterwards. A sender that gets its 200
 * only after your work is done will give up on slow days and send everything again.
 */
import { BodyTooLargeError, readBody } from "./read_body.mjs";
import { verifySignature } from "./verify.mjs";

/**
 * @typedef {{ id: string, type: string, payload: any, signedAt: number }} IntakeEvent
 * @typedef {{ insert(event: IntakeEvent): Promise<boolean>, markHandled(id: string): Promise<void>,
 *   markFailed(id: string, why: string): Promise<void> }} EventStore insert answers false if the id is already there
 * @typedef {{ level: "info" | "warn" | "error", event: string, reason?: string, id?: string }} Note
 */

/** @param {number} status @param {object} body */
const answer = (status, body) => Response.json(body, { status, headers: { "cache-control": "no-store" } });

/** @param {Uint8Array} rawBody @returns {{ id: string, type: string, payload: any } | null} */
function parseEvent(rawBody) {
  try {
    const payload = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody));
    const { id, type } = payload ?? {};
    const fits = (/** @type {unknown} */ word) => typeof word === "string" && word.length > 0 && word.length <= 200;
    return fits(id) && fits(type) ? { id, type, payload } : null;
  } catch {
    return null;
  }
}

/**
 * @param {{ store: EventStore, secrets: string[], handle?: (event: IntakeEvent) => unknown, headerName?: string,
 *   toleranceSeconds?: number, maxBytes?: number, clock?: () => number, log?: (note: Note) => void,
 *   afterResponse?: (work: () => Promise<void>) => void }} options clock in milliseconds
 * @returns {(request: Request) => Promise<Response>}
 */
export function createIntake({ store, secrets, handle = () => {}, headerName = "x-signature", toleranceSeconds = 300,
  maxBytes = 1 << 20, clock = Date.now, log = () => {}, afterResponse = (work) => void work() }) {
  /** @param {IntakeEvent} event */
  const work = async (event) => {
    try {
      await handle(event);
      await store.markHandled(event.id);
    } catch (error) {
      log({ level: "error", event: "handler_failed", id: event.id, reason: String(error) });
      // The event is safe in the store: a sweep over failed events is yours to run (see the README).
      await store.markFailed(event.id, String(error)).catch(() => {});
    }
  };

  return async (request) => {
    let rawBody;
    try {
      rawBody = await readBody(request, maxBytes);
    } catch (error) {
      if (!(error instanceof BodyTooLargeError)) throw error;
      return answer(413, { error: "body_too_large", max_bytes: maxBytes });
    }

    const verdict = verifySignature({
      rawBody, header: request.headers.get(headerName), secrets, nowSeconds: Math.floor(clock() / 1000), toleranceSeconds,
    });
    if (!verdict.ok) {
      log({ level: "warn", event: "refused", reason: verdict.reason });
      // 503 makes a sender try again later, which is what we want while we have no secret; 400 does not.
      if (verdict.reason === "not_configured") return answer(503, { error: "not_configured" });
      return answer(400, { error: "signature", reason: verdict.reason });
    }
    if (verdict.secretIndex > 0) log({ level: "info", event: "old_secret_used" });

    const parsed = parseEvent(rawBody);
    if (!parsed) return answer(400, { error: "event", reason: "JSON with string id and type expected" });
    const event = { ...parsed, signedAt: verdict.timestamp };

    let fresh;
    try {
      fresh = await store.insert(event);
    } catch (error) {
      // Not stored, not ours: the sender must come again.
      log({ level: "error", event: "store_failed", id: event.id, reason: String(error) });
      return answer(503, { error: "store" });
    }
    if (!fresh) return answer(200, { received: true, duplicate: true });
    afterResponse(() => work(event));
    return answer(200, { received: true });
  };
}
