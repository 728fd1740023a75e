// One request of world.mjs, sent with fetch: {status, headers, body}.
export async function send(base, { method, path, headers, body }, timeout = 20_000) {
  const response = await fetch(base + path, { method, headers, body, signal: AbortSignal.timeout(timeout) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined };
}

/** Sends them one after the other; throws at the first that is not answered with 200, or was known already. */
export async function sendAll(base, requests) {
  for (const request of requests) {
    const answer = await send(base, request);
    if (answer.status !== 200 || answer.body?.duplicate) throw new Error(`${request.method} ${request.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  }
}

/** Asks until `probe` gives something truthy. */
export async function until(what, probe, seconds = 120) {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
