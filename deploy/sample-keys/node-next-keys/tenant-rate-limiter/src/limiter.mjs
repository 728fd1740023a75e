// @ts-check
/**
 * A limiter for an application: which budget a tenant has, what to do while the store is down, and the headers to send.
 *
 *   const limiter = createLimiter({ store: createMemoryStore(), budgetOf: (tenant) => plans[tenant.plan] });
 *   export const GET = limitRoute(handler, { limiter, tenantOf: (request) => session(request).tenantId });
 */

/**
 * @typedef {import("./gcra.mjs").Budget} Budget
 * @typedef {import("./gcra.mjs").Decision} Decision
 * @typedef {{ take(input: { key: string, now: number, cost: number, budget: Budget }): Promise<Decision> }} Store
 */

/**
 * @param {{ store: Store, budgetOf: (tenantId: string) => Budget | Promise<Budget>, bucket?: string, clock?: () => number,
 *   storeTimeoutMs?: number, onStoreError?: (error: unknown) => void }} options bucket: limiters of different buckets share nothing
 */
export function createLimiter({ store, budgetOf, bucket = "default", clock = Date.now, storeTimeoutMs = 250, onStoreError = () => {} }) {
  return {
    /** @param {string} tenantId @param {number} [cost] @returns {Promise<{ decision: Decision, budget: Budget, degraded: boolean }>} */
    async take(tenantId, cost = 1) {
      const budget = await budgetOf(tenantId);
      const now = clock();
      /** @type {NodeJS.Timeout | undefined} */
      let timer;
      const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("the rate limit store is slow")), storeTimeoutMs); });
      try {
        const decision = await Promise.race([store.take({ key: `${bucket}:${tenantId}`, now, cost, budget }), late]);
        return { decision: /** @type {Decision} */ (decision), budget, degraded: false };
      } catch (error) {
        // A limiter protects the service from its customers. When the limiter itself is ill, letting everybody in for a while
        // does less harm than keeping everybody out. For a login form decide the other way.
        onStoreError(error);
        const decision = { allowed: true, tat: now, remaining: budget.burst, retryAfterMs: 0, resetMs: 0 };
        return { decision, budget, degraded: true };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/**
 * RateLimit-* as in the IETF drafts up to 06, which clients read today; Retry-After in whole seconds, rounded up, so that nobody who
 * obeys comes too early.
 *
 * @param {Decision} decision @param {Budget} budget @returns {Record<string, string>}
 */
export function rateLimitHeaders(decision, budget) {
  /** @type {Record<string, string>} */
  const headers = {
    "ratelimit-limit": String(budget.burst),
    "ratelimit-remaining": String(decision.remaining),
    "ratelimit-reset": String(Math.ceil(decision.resetMs / 1000)),
  };
  if (!decision.allowed && Number.isFinite(decision.retryAfterMs)) {
    headers["retry-after"] = String(Math.max(1, Math.ceil(decision.retryAfterMs / 1000)));
  }
  return headers;
}

/**
 * Puts the limiter before a Route Handler.
 *
 * @template C
 * @param {(request: Request, context: C) => Response | Promise<Response>} handler
 * @param {{ limiter: ReturnType<typeof createLimiter>, tenantOf: (request: Request) => string | null | Promise<string | null>,
 *   costOf?: (request: Request) => number }} options tenantOf null: not signed in, answered 401
 * @returns {(request: Request, context: C) => Promise<Response>}
 */
export function limitRoute(handler, { limiter, tenantOf, costOf = () => 1 }) {
  return async (request, context) => {
    const tenantId = await tenantOf(request);
    if (!tenantId) return Response.json({ error: "sign_in_first" }, { status: 401, headers: { "www-authenticate": "Bearer" } });
    const { decision, budget } = await limiter.take(tenantId, costOf(request));
    const headers = rateLimitHeaders(decision, budget);
    if (!decision.allowed) {
      const never = decision.retryAfterMs === Infinity;
      const detail = never ? "This request costs more than the whole budget; make it smaller." : "Too many requests from your organisation.";
      return Response.json({ error: "rate_limited", detail }, { status: never ? 413 : 429, headers });
    }
    const response = await handler(request, context);
    // A response of fetch() has immutable headers; a copy takes ours.
    const copy = new Response(response.body, response);
    for (const [name, value] of Object.entries(headers)) copy.headers.set(name, value);
    return copy;
  };
}
