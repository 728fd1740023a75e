// Lists what a curator should look at before a KEY is sold. Pure.
import type {KeyDetail} from '../../src/api';

export type Warning = 'NOT_AVAILABLE' | 'NOT_FOR_SALE' | 'INCOMPLETE' | 'WITHDRAWN';

type Facts = Pick<KeyDetail, 'status' | 'available' | 'price_cents' | 'incomplete' | 'bundles'>;

export function warningsOf({status, available, price_cents: price, incomplete, bundles}: Facts, versions: {yanked: boolean}[]): Warning[] {
  const isPublished = status === 'published';
  const found: Warning[] = [];
  if (isPublished && !available) found.push('NOT_AVAILABLE');
  if (isPublished && price === null && !bundles?.length) found.push('NOT_FOR_SALE');
  if (incomplete) found.push('INCOMPLETE');
  if (versions.length > 0 && versions.every(({yanked}) => yanked)) found.push('WITHDRAWN');
  return found;
}
