// A buyer who does what people do when a shop stumbles: tries again until it is through.
import assert from 'node:assert/strict';

import { call, checkout, get, newUser, press } from '../../e2e/lib/shop.mjs';
import { mint, sleep } from './stack.mjs';

const PATIENCE_MS = 180_000;

export class Buyer {
  constructor() {
    this.user = newUser();
    this.as = mint(this.user);
    this.orders = new Set();
    this.retries = 0;
  }

  /** Repeats `ask` until it answers something but undefined; what fails on the way is tried again. */
  async persist(what, ask) {
    const end = Date.now() + PATIENCE_MS;
    let last = '';
    for (let round = 0; Date.now() < end; ++round) {
      try {
        const answer = await ask((why) => { last = why; });
        if (answer !== undefined) return answer;
      } catch (error) {
        last = `${error.cause?.code ?? error.message}`;
      }
      ++this.retries;
      await sleep(Math.min(100 + 50 * round, 500));
    }
    throw new Error(`${what}: not within ${PATIENCE_MS} ms (last: ${last})`);
  }

  /** The session to pay, or none when the item is owned by now. */
  checkout(kind, slug) {
    return this.persist(`checkout of ${slug}`, async (tell) => {
      const answer = await checkout(kind, slug, this.as, {});
      if (answer.status === 200) {
        this.orders.add(answer.body.order_id);
        return answer.body.sessionId === '' ? null : answer.body;
      }
      if (answer.body?.code === 'ALREADY_OWNED') return null;
      tell(`${answer.status} ${answer.body?.code ?? answer.text.slice(0, 100)}`);
      assert.ok([409, 502, 503, 504].includes(answer.status), `checkout: ${answer.status} ${answer.text}`);
      return undefined;
    });
  }

  /** Presses the button of the payment page; false when the session can no longer be paid. */
  pay(session) {
    return this.persist('paying', async (tell) => {
      const answer = await press(session, 'pay');
      if (answer.status === 303 || answer.status === 409) return true;
      if (answer.status === 410) return false;
      tell(String(answer.status));
      return undefined;
    });
  }

  async buy(kind, slug) {
    for (;;) {
      const session = await this.checkout(kind, slug);
      if (session === null || (await this.pay(session))) return session;
    }
  }

  order(id) {
    return this.persist('the order', async () => {
      const answer = await get(`/marketplace/orders/${id}`, { as: this.as });
      return answer.status === 200 ? answer.body.order : undefined;
    });
  }

  /** Waits until an order has this status. Looking at an open order makes the shop ask Stripe. */
  until(id, status) {
    return this.persist(`order ${id} ${status}`, async (tell) => {
      const order = await this.order(id);
      tell(order.status);
      return order.status === status ? order : undefined;
    });
  }

  owned() {
    return this.persist('entitlements', async () => {
      const answer = await get('/marketplace/entitlements', { as: this.as });
      return answer.status === 200 ? answer.body.entitlements.map((entry) => entry.packSlug).sort() : undefined;
    });
  }

  untilOwned(slugs) {
    const wanted = [...slugs].sort().join();
    return this.persist(`owning ${wanted}`, async (tell) => {
      const owned = (await this.owned()).join();
      tell(owned);
      return owned === wanted ? true : undefined;
    });
  }
}

/** An administrator's request, repeated under one key until it was answered with 200. */
export function insist(buyer, as, target, body, key) {
  return buyer.persist(target, async (tell) => {
    const answer = await call('POST', target, { as, body, headers: { 'idempotency-key': key } });
    tell(`${answer.status} ${answer.text.slice(0, 200)}`);
    if (answer.status === 200) return answer.body;
    assert.ok([409, 502, 503, 504].includes(answer.status), `${answer.status} ${answer.text}`);
    return undefined;
  });
}
