import {api, type Quote} from '../api';
import {preload, useResource} from '../state/resource';
import {user} from '../state/session';

// The quote that checkout charges, for the caller or one of their organisations. Nothing for a visitor who is signed
// out.
const quoteOf = (slug: string, orgId: string): [string | undefined, () => Promise<Quote>] =>
  [user.value && `quote:${slug}:${user.value.id}:${orgId}`, () => api.quote(slug, orgId || undefined)];

export const useQuote = (slug: string, orgId = '') => useResource(...quoteOf(slug, orgId));
export const preloadQuote = (slug: string) => preload(...quoteOf(slug, ''));
