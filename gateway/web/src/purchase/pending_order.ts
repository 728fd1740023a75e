// The order that was begun in this tab, per item, so that a page one comes back to knows what to look for. Whether it
// was paid is asked of the API and of nothing else.

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
