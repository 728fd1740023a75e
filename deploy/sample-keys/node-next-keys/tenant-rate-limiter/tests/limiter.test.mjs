import assert from "node:assert/strict";
import { test } from "node:test";
import { createLimiter, limitRoute, rateLimitHeaders } from "../src/limiter.mjs";
import { createMemoryStore } from "../src/store_memory.mjs";

const budget = { ratePerMinute: 60, burst: 2 };
const request = (tenant) => new Request("http://localhost/api/limited", { headers: tenant ? { "x-test-tenant": tenant } : {} });

function fresh(over = {}) {
  let now = 1_790_000_000_000;
  const limiter = createLimiter({ store: createMemoryStore(), budgetOf: () => budget, clock: () => now, ...over });
  const route = limitRoute(() => Response.json({ ok: true }), { limiter, tenantOf: (r) => r.headers.get("x-test-tenant") });
  return { limiter, route, advance: (ms) => { now += ms; } };
}

test("one noisy tenant does not slow another", async () => {
  const { route } = fresh();
  const statuses = [];
  for (const tenant of ["noisy", "noisy", "noisy", "quiet"]) statuses.push((await route(request(tenant))).status);
  assert.deepEqual(statuses, [200, 200, 429, 200]);
});

test("a refusal says when to come back, and that is true", async () => {
  const { route, advance } = fresh();
  await route(request("a"));
  await route(request("a"));
  const refused = await route(request("a"));
  assert.equal(refused.headers.get("retry-after"), "1");
  assert.equal(refused.headers.get("ratelimit-remaining"), "0");
  advance(1000 * Number(refused.headers.get("retry-after")));
  assert.equal((await route(request("a"))).status, 200);
});

test("an answer that is let in carries the headers too, even with immutable ones of its own", async () => {
  const { limiter } = fresh();
  const route = limitRoute(() => Response.redirect("http://localhost/elsewhere", 303), { limiter, tenantOf: () => "a" });
  const response = await route(request("a"), undefined);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("ratelimit-remaining"), "1");
});

test("who is not signed in has no budget to spend", async () => {
  const { route } = fresh();
  const response = await route(request(null));
  assert.deepEqual([response.status, response.headers.get("www-authenticate")], [401, "Bearer"]);
});

test("a store that fails or hangs lets requests in and says so", async () => {
  const errors = [];
  for (const take of [async () => { throw new Error("down"); }, () => new Promise(() => {})]) {
    const { limiter } = fresh({ store: { take }, storeTimeoutMs: 5, onStoreError: (e) => errors.push(e.message) });
    const { decision, degraded } = await limiter.take("a");
    assert.deepEqual([decision.allowed, degraded], [true, true]);
  }
  assert.deepEqual(errors, ["down", "the rate limit store is slow"]);
});

test("tenants may have different budgets and buckets share nothing", async () => {
  const store = createMemoryStore();
  const plans = { big: { ratePerMinute: 600, burst: 5 }, small: budget };
  const search = createLimiter({ store, bucket: "search", budgetOf: (t) => plans[t] });
  const exporting = createLimiter({ store, bucket: "export", budgetOf: (t) => plans[t] });
  assert.equal((await search.take("big")).decision.remaining, 4);
  assert.equal((await search.take("small")).decision.remaining, 1);
  assert.equal((await exporting.take("big")).decision.remaining, 4);
});

test("the memory store stays small and forgets the rested first", async () => {
  const store = createMemoryStore({ maxKeys: 3 });
  const take = (key, now) => store.take({ key, now, cost: 1, budget });
  for (const [i, key] of ["a", "b", "c"].entries()) await take(key, i);
  await take("d", 60_000);
  assert.equal(store.size, 1, "a, b and c were full again");
  for (const key of ["e", "f", "g", "h"]) await take(key, 60_000);
  assert.ok(store.size <= 3);
});

test("seconds are rounded up, so that nobody who obeys comes too early", () => {
  const headers = rateLimitHeaders({ allowed: false, tat: 0, remaining: 0, retryAfterMs: 1001, resetMs: 1999 }, budget);
  assert.equal(headers["retry-after"], "2");
  assert.equal(headers["ratelimit-reset"], "2");
});
