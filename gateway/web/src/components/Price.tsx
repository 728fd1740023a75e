import {Check} from 'lucide-preact';

import {price} from '../lib/money';
import {common} from '../text/common';
import {Badge} from './Badge';

interface Offer {
  price_cents?: number | null;
  currency?: string;
  available?: boolean;
  hasAccess?: boolean;
}

// Shows the price of a KEY in one word: Owned, Free, $59, Only in bundles, or that it is not available yet.
export function Price({offer}: {offer: Offer}) {
  if (offer.hasAccess) return <Badge tone="good"><Check aria-hidden="true" />{common.owned}</Badge>;
  if (offer.available === false) return <Badge>{common.notAvailable}</Badge>;
  if (offer.price_cents === 0) return <Badge tone="good">{common.free}</Badge>;
  if (offer.price_cents === undefined) return null;
  if (offer.price_cents === null) return <span class="small soft">{common.onlyInBundles}</span>;
  return <span class="price numbers">{price(offer.price_cents, offer.currency ?? '')}</span>;
}
