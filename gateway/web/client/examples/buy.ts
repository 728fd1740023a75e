// From "what do you have?" to a file whose digest is verified: everything a shop's client does, in one function.
import { createHash } from 'node:crypto';

import { createClient, newIdempotencyKey, type KeysClient } from '@keys/client';

export interface Shopper {
  baseUrl: string;
  /** The access token that is valid now. */
  accessToken: () => string;
  /** Returns a new one, or null when the person has to sign in again. */
  refresh: () => Promise<string | null>;
  /** Lets the person pay at the address and returns afterwards. A browser would go there. */
  pay: (url: string) => Promise<void>;
}

/** Buys the best recommendation for a person with this role and returns its archive. */
export async function buyWhatFits(shopper: Shopper, role: string): Promise<{ slug: string; bytes: Uint8Array }> {
  const keys = createClient(shopper);

  let seen = 0;
  for await (const key of keys.items('/marketplace/keys', { query: { sort: 'title', limit: 10 } })) {
    if (key.available) seen += 1;
  }
  if (seen === 0) throw new Error('The shop has nothing to download.');

  await keys.post('/marketplace/discover/signal', { body: { signal_type: 'role', signal_value: role } });
  const { recommendations } = await keys.get('/marketplace/discover', { query: { limit: 5 } });
  const best = recommendations[0];
  if (!best) throw new Error('Nothing is recommended.');

  // The key names this purchase. Sent again after a lost connection, it does not buy twice.
  const idempotencyKey = newIdempotencyKey();
  const checkout = await keys.post('/marketplace/keys/{slug}/checkout', {
    path: { slug: best.slug },
    body: { successUrl: `${shopper.baseUrl}/thanks`, cancelUrl: `${shopper.baseUrl}/cancelled` },
    idempotencyKey,
  });
  if (checkout.status !== 'fulfilled') {
    await shopper.pay(checkout.url);
    await fulfilled(keys, checkout.order_id);
  }
  return { slug: best.slug, bytes: await download(keys, best.slug) };
}

/** Waits until the order is fulfilled. The address to which the person comes back proves nothing. */
async function fulfilled(keys: KeysClient, id: string, signal = AbortSignal.timeout(120_000)): Promise<void> {
  for (;;) {
    const { order } = await keys.get('/marketplace/orders/{id}', { path: { id }, signal });
    if (order.status === 'fulfilled') return;
    if (order.status === 'failed' || order.status === 'expired') throw new Error(`The order has ${order.status}.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function download(keys: KeysClient, slug: string): Promise<Uint8Array> {
  const link = await keys.post('/marketplace/keys/{slug}/download', { path: { slug }, body: {} });
  const response = await keys.download(link.downloadUrl);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== link.sha256) throw new Error(`The file of ${slug} is damaged: ${digest} instead of ${link.sha256}.`);
  return bytes;
}
