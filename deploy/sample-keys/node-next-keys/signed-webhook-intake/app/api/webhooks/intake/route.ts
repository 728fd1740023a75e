// Copy to app/api/webhooks/<sender>/route.ts and change two things: the store and what happens to an event.
import { after } from "next/server";
import { createIntake } from "../../../../src/intake.mjs";
import { createMemoryStore } from "../../../../src/store_memory.mjs";

// Web Crypto has no constant-time comparison, so this route stays off the edge runtime.
export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const number = (text: string | undefined, otherwise: number) => (text ? Number(text) : otherwise);

export const POST = createIntake({
  // Memory forgets at each restart. In production: createPostgresStore(pool, "sender-name").
  store: createMemoryStore(),
  secrets: (process.env.WEBHOOK_SECRETS ?? "").split(","),
  toleranceSeconds: number(process.env.WEBHOOK_TOLERANCE_SECONDS, 300),
  maxBytes: number(process.env.WEBHOOK_MAX_BYTES, 1 << 20),
  // `after` keeps a serverless function alive until the work is done; it is stable since Next.js 15.1.
  afterResponse: (work) => after(work),
  handle: async (event) => {
    console.log(JSON.stringify({ event: "webhook", id: event.id, type: event.type }));
  },
  log: (note) => console.log(JSON.stringify(note)),
});
