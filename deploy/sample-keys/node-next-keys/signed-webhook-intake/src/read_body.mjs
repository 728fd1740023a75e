// @ts-check
/** Thrown as soon as one byte too many has arrived; the rest is never read. */
export class BodyTooLargeError extends Error {
  name = "BodyTooLargeError";
}

/**
 * Reads a request's body as bytes. `Content-Length` is a claim and may be absent, so the bytes themselves are counted.
 *
 * @param {Request} request @param {number} maxBytes @returns {Promise<Uint8Array>}
 */
export async function readBody(request, maxBytes) {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new BodyTooLargeError();
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    if (total > maxBytes) {
      // The sender may be slow to hear of it; we do not wait for that.
      reader.cancel().catch(() => {});
      throw new BodyTooLargeError();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, total);
}
