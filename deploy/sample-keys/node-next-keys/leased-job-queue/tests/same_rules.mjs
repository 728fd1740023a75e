// The rules of the queue as sentences. Each implementation runs them all; `advance` makes time pass.
import assert from "node:assert/strict";
import { LeaseLostError } from "../src/queue.mjs";

const KINDS = ["mail"];
const mail = (over = {}) => ({ tenantId: "acme", kind: "mail", payload: { to: 1 }, ...over });

/** @param {(name: string, body: () => Promise<void>) => void} test
 *  @param {() => Promise<{ queue: any, advance: (seconds: number) => Promise<void>, leaseSeconds: number }>} fresh */
export function sameRules(test, fresh) {
  test("a job is handed to one worker only", async () => {
    const { queue } = await fresh();
    await queue.enqueue(mail());
    const [first, second] = await Promise.all([queue.claim(KINDS, 10), queue.claim(KINDS, 10)]);
    assert.equal(first.length + second.length, 1);
  });

  test("the oldest due job comes first and a delayed one waits", async () => {
    const { queue, advance } = await fresh();
    const late = await queue.enqueue(mail({ delaySeconds: 30 }));
    const early = await queue.enqueue(mail());
    assert.deepEqual((await queue.claim(KINDS, 10)).map((j) => j.id), [early.id]);
    await advance(31);
    assert.ok((await queue.claim(KINDS, 10)).map((j) => j.id).includes(late.id));
  });

  test("jobs of a kind without a handler are left for others", async () => {
    const { queue } = await fresh();
    await queue.enqueue(mail({ kind: "export" }));
    assert.equal((await queue.claim(KINDS, 10)).length, 0);
  });

  test("a key that already waits is the same job, and may come again once it is finished", async () => {
    const { queue } = await fresh();
    const one = await queue.enqueue(mail({ dedupeKey: "welcome" }));
    const two = await queue.enqueue(mail({ dedupeKey: "welcome" }));
    assert.deepEqual([one.created, two.created, two.id], [true, false, one.id]);
    const other = await queue.enqueue(mail({ dedupeKey: "welcome", tenantId: "zenith" }));
    assert.notEqual(other.id, one.id, "another tenant's key is another key");
    for (const job of await queue.claim(KINDS, 10)) await queue.complete(job);
    assert.equal((await queue.enqueue(mail({ dedupeKey: "welcome" }))).created, true);
  });

  test("a worker that outlives its lease can settle nothing any more", async () => {
    const { queue, advance, leaseSeconds } = await fresh();
    await queue.enqueue(mail());
    const [slow] = await queue.claim(KINDS, 1);
    await advance(leaseSeconds + 1);
    const [fast] = await queue.claim(KINDS, 1);
    assert.equal(fast.id, slow.id);
    assert.ok(Number(fast.fence) > Number(slow.fence), "the fence rises with every claim");
    await assert.rejects(queue.complete(slow), LeaseLostError);
    await assert.rejects(queue.retry(slow, 0, "late"), LeaseLostError);
    await queue.complete(fast);
    await assert.rejects(queue.complete(fast), LeaseLostError, "settling twice is refused too");
  });

  test("renewing keeps a job", async () => {
    const { queue, advance, leaseSeconds } = await fresh();
    await queue.enqueue(mail());
    const [job] = await queue.claim(KINDS, 1);
    await advance(leaseSeconds * 0.7);
    await queue.renew(job);
    await advance(leaseSeconds * 0.7);
    assert.equal((await queue.claim(KINDS, 1)).length, 0);
    await queue.complete(job);
  });

  test("a worker that dies on the last attempt leaves a dead job with a reason, and it can be revived", async () => {
    const { queue, advance, leaseSeconds } = await fresh();
    const { id } = await queue.enqueue(mail({ maxAttempts: 1 }));
    await queue.claim(KINDS, 1);
    await advance(leaseSeconds + 1);
    assert.equal((await queue.claim(KINDS, 1)).length, 0);
    assert.equal(await queue.revive(id), true);
    assert.equal(await queue.revive(id), false);
    assert.equal((await queue.claim(KINDS, 1))[0].attempts, 1);
  });

  test("a released job is due at once and its attempt does not count", async () => {
    const { queue } = await fresh();
    await queue.enqueue(mail({ maxAttempts: 1 }));
    const [job] = await queue.claim(KINDS, 1);
    await queue.release(job);
    assert.equal((await queue.claim(KINDS, 1))[0].attempts, 1);
  });
}
