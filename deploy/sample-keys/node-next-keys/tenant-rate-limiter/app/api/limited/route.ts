// Move the wrapper to your own routes. The tenant must come from something the caller cannot choose: a verified session, an API key.
import { createLimiter, limitRoute } from "../../../src/limiter.mjs";
import { createMemoryStore } from "../../../src/store_memory.mjs";

export const runtime = "nodejs";

const limiter = createLimiter({
  store: createMemoryStore(),
  bucket: "api",
  budgetOf: () => ({
    ratePerMinute: Number(process.env.RATE_LIMIT_PER_MINUTE ?? 120),
    burst: Number(process.env.RATE_LIMIT_BURST ?? 30),
  }),
  onStoreError: (error) => console.error(JSON.stringify({ event: "rate_limit_store", reason: String(error) })),
});

async function verifiedTenant(request: Request): Promise<string | null> {
  // Replace by your session. An unverified header would let anybody spend somebody else's budget.
  const key = request.headers.get("authorization")?.replace(/^Bearer /, "");
  return key === process.env.EXAMPLE_API_KEY && key ? "example-tenant" : null;
}

const handler = async (request: Request) => Response.json({ hello: new URL(request.url).pathname });

export const GET = limitRoute(handler, { limiter, tenantOf: verifiedTenant });
export const POST = limitRoute(handler, { limiter, tenantOf: verifiedTenant, costOf: () => 5 });
