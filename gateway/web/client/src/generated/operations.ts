// Made by tools/generate.mjs from /openapi.json. Do not edit: run scripts/client_types.sh.

/** The POST operations that take an Idempotency-Key. */
export const idempotent: ReadonlySet<string> = new Set([
  "/marketplace/admin/entitlements",
  "/marketplace/admin/entitlements/{id}/revoke",
  "/marketplace/admin/entitlements/{id}/transfer",
  "/marketplace/admin/ingest",
  "/marketplace/admin/ingest-index",
  "/marketplace/admin/keys/{slug}/versions/{version}/yank",
  "/marketplace/admin/orders/{id}/refund",
  "/marketplace/admin/orders/{id}/waive",
  "/marketplace/bundles/{slug}/checkout",
  "/marketplace/discover/signal",
  "/marketplace/keys/{slug}/checkout",
  "/marketplace/keys/{slug}/download",
  "/marketplace/orders/{id}/checkout",
  "/marketplace/orgs/{id}/members"
]);

/** The lists that come in pages, with the member that has the entries. */
export const lists = {
  "/marketplace/admin/audit": "entries",
  "/marketplace/admin/ingestions": "ingestions",
  "/marketplace/admin/orders": "orders",
  "/marketplace/admin/webhooks": "webhooks",
  "/marketplace/discover/signals": "signals",
  "/marketplace/keys": "keys",
  "/marketplace/orders": "orders",
  "/marketplace/orgs/{id}/members": "members"
} as const;
