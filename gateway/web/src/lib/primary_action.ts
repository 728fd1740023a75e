// Decides the one thing that a page of a KEY asks its visitor to do.
import type {BundleOfKey, KeyDetail} from '../api';

export type PrimaryAction =
  | {kind: 'download'; version: string}
  | {kind: 'buy'; amount: number; currency: string}
  | {kind: 'claim'}
  | {kind: 'bundle'; bundle: BundleOfKey}
  | {kind: 'unavailable'}
  | {kind: 'not-for-sale'};

type Offer = Pick<KeyDetail, 'hasAccess' | 'available' | 'price_cents' | 'currency' | 'bundles'>;

export function primaryAction(key: Offer, version: string): PrimaryAction {
  if (key.hasAccess && key.available) return {kind: 'download', version};
  if (!key.available) return {kind: 'unavailable'};
  if (key.price_cents === 0) return {kind: 'claim'};
  if (key.price_cents !== null) return {kind: 'buy', amount: key.price_cents, currency: key.currency};
  // The cheapest bundle is the smallest step for a buyer.
  const [cheapest] = [...(key.bundles ?? [])].sort((a, b) => a.price_cents - b.price_cents);
  return cheapest ? {kind: 'bundle', bundle: cheapest} : {kind: 'not-for-sale'};
}
