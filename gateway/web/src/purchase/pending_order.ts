// Remembers the order that was begun in this tab for each item, so that a page to which the buyer returns knows what to
// look for. Only the API says whether it was paid.

export type ItemKind = 'key' | 'bundle';
const name = (kind: ItemKind, slug: string) => `keys.order.${kind}.${slug}`;

export function pendingOrder(kind: ItemKind, slug: string): string | undefined {
  try {
    return sessionStorage.getItem(name(kind, slug)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function setPendingOrder(kind: ItemKind, slug: string, id: string | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(name(kind, slug));
    else sessionStorage.setItem(name(kind, slug), id);
  } catch {
    // Without storage the newest order of the item is looked up instead.
  }
}
