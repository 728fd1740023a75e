// An erasure as a client carries it out: asked for once, and followed by its state while it goes on.
import assert from 'node:assert/strict';

import { eventually, get, ok, post } from './shop.mjs';

/** Erases somebody as an administrator, and waits for the end of it. Answers the state, or undefined when it ended at once. */
export async function eraseFully(user, { as, reason = 'a test', seconds = 120 }) {
  // Something of theirs may be under way, so that it could not be begun.
  const answer = await eventually('begun', async () => {
    const tried = await post(`/marketplace/admin/users/${user}/erase`, { as, body: { reason }, timeout: 60_000 });
    if (tried.status === 503) return undefined;
    assert.ok([200, 202].includes(tried.status), `${tried.status} ${tried.text}`);
    return tried;
  }, seconds);
  assert.deepEqual(answer.body, { user_id: user, erased: answer.status === 200 });
  if (answer.status === 200) return undefined;
  const location = answer.headers.get('location');
  assert.equal(location, `/marketplace/admin/users/${user}/erase`);
  return eventually('the erasure has ended', async () => {
    const asked = await get(location, { as }).catch(() => undefined);
    if (asked?.status !== 200) return undefined;
    const { erasure } = ok(asked);
    return erasure.state === 'done' && erasure;
  }, seconds);
}
