// Says for every relation of the schema who may do what, after people.sql. A relation that is not here fails the test:
// say of it who writes it and what (of select, insert, update, delete), and which others see how many rows.
//
//   rows     how many there are, and so how many its service sees
//   service  whose login may use it, and for what: S I U D
//   roles    what anybody else sees; whoever is not named is refused altogether
//   deletes  how many rows of it a user may delete

/** The claims each user's requests carry; role authenticated. */
const uuid = (end) => `00000000-0000-4000-8000-00000000000${end}`;
export const people = {
  alice: { sub: uuid('a'), role: 'authenticated' },
  bob: { sub: uuid('b'), role: 'authenticated' },
  carol: { sub: uuid('c'), role: 'authenticated' },
  dave: { sub: uuid('d'), role: 'authenticated' },
  erin: { sub: uuid('e'), role: 'authenticated' },
  // Claims of a token about roles and organisations grant nothing here.
  boaster: { sub: uuid('f'), role: 'service_role', app_metadata: { role: 'superadmin', orgs: [{ id: '10000000-0000-4000-8000-00000000000a', role: 'owner' }] } },
  nobody: null,
};

const service = (name, operations, rows = 1) => ({ service: { name, operations }, rows, roles: {} });
const readable = (entry) => ({ ...entry, roles: { service_role: entry.rows, ...entry.roles } });
/** Seen by signed-in users: `seen` rows each, none by those who are not named. */
const ownRows = (entry, seen) => {
  const roles = Object.fromEntries(Object.keys(people).map((person) => [person, seen[person] ?? 0]));
  return { ...entry, roles: { service_role: entry.rows, ...roles } };
};
const everybody = (rows) => ({
  rows,
  roles: { anon: rows, service_role: rows, ...Object.fromEntries(Object.keys(people).map((person) => [person, rows])) },
});

export const expectations = {
  // catalog
  marketplace_keys: readable(service('catalog', 'SIUD', 2)),
  marketplace_key_versions: readable(service('catalog', 'SIUD', 2)),
  marketplace_key_contents: readable(service('catalog', 'SIUD', 2)),
  marketplace_bundles: readable(service('catalog', 'SIUD', 2)),
  marketplace_bundle_keys: readable(service('catalog', 'SIUD', 2)),
  marketplace_keys_public: everybody(1),
  marketplace_key_versions_public: everybody(1),
  marketplace_bundles_public: everybody(1),
  catalog_revision: readable(service('catalog', 'SU')),
  catalog_applied_pricing: readable(service('catalog', 'SIUD')),
  catalog_words: readable(service('catalog', 'SI')),
  catalog_tags: readable(service('catalog', 'SIUD')),
  catalog_audit: readable(service('catalog', 'SI')),
  catalog_idempotency: readable(service('catalog', 'SIUD')),
  // ingestion
  marketplace_ingestions: readable(service('ingestion', 'SIU')),
  ingestion_audit: readable(service('ingestion', 'SI')),
  ingestion_idempotency: readable(service('ingestion', 'SIUD')),
  // entitlement
  organizations: ownRows(service('entitlement', 'SIUD', 2), { alice: 1, carol: 1, dave: 1 }),
  organization_members: ownRows(service('entitlement', 'SIUD', 4), { alice: 3, carol: 3, dave: 3 }),
  marketplace_entitlements: ownRows(service('entitlement', 'SIU', 5), { alice: 3, bob: 1, carol: 1, dave: 1 }),
  marketplace_bundle_entitlements: ownRows(service('entitlement', 'SIU', 3), { alice: 2, bob: 1, carol: 1, dave: 1 }),
  marketplace_entitlement_facts: readable(service('entitlement', 'SI', 5)),
  marketplace_download_events: ownRows(service('entitlement', 'SI', 4), { alice: 2, bob: 1, carol: 2, dave: 2 }),
  known_people: ownRows(service('entitlement', 'SIU'), { alice: 1 }),
  order_access_revisions: service('entitlement', 'SIU'),
  bundle_contents: service('entitlement', 'SIUD'),
  bundle_order_keys: service('entitlement', 'SI'),
  pledged_order_lines: service('entitlement', 'SID'),
  entitlement_known_versions: service('entitlement', 'SIU'),
  entitlement_outbox: service('entitlement', 'SIUD'),
  entitlement_idempotency: service('entitlement', 'SIUD'),
  entitlement_audit: readable(service('entitlement', 'SI')),
  // billing
  marketplace_orders: ownRows(service('billing', 'SIU', 3), { alice: 1, bob: 1, carol: 1, dave: 1 }),
  marketplace_order_lines: ownRows(service('billing', 'SIU', 4), { alice: 2, bob: 1, carol: 1, dave: 1 }),
  marketplace_order_credits: readable(service('billing', 'SI', 3)),
  marketplace_order_facts: readable(service('billing', 'SI', 3)),
  stripe_requests: service('billing', 'SIUD'),
  stripe_sessions: readable(service('billing', 'SIUD')),
  stripe_customers: readable(service('billing', 'SIUD')),
  stripe_products: readable(service('billing', 'SIUD')),
  stripe_prices: readable(service('billing', 'SIUD')),
  stripe_refunds: readable(service('billing', 'SIUD')),
  stripe_disputes: readable(service('billing', 'SIUD')),
  stripe_feeds: readable(service('billing', 'SIUD')),
  stripe_movements: readable(service('billing', 'SIUD')),
  stripe_webhook_events: readable(service('billing', 'SIUD')),
  billing_outbox: service('billing', 'SIUD'),
  billing_idempotency: service('billing', 'SIUD'),
  billing_audit: readable(service('billing', 'SI')),
  billing_erased_people: service('billing', 'SIU'),
  // discovery
  marketplace_discovery_signals: {
    ...ownRows(service('discovery', 'SID', 3), { alice: 2, bob: 1 }),
    deletes: { alice: 2, bob: 1, carol: 0, dave: 0, erin: 0, boaster: 0, nobody: 0 },
  },
  marketplace_discovery_opt_outs: ownRows(service('discovery', 'SID', 3), { alice: 2, bob: 1 }),
  marketplace_discovery_dismissals: ownRows(service('discovery', 'SID', 3), { alice: 2, bob: 1 }),
  discovery_idempotency: service('discovery', 'SIUD'),
  discovery_audit: readable(service('discovery', 'SI')),
  // analytics
  marketplace_analytics: ownRows(service('analytics', 'SI', 4), { alice: 1, bob: 1, carol: 1 }),
  marketplace_analytics_event_ids: service('analytics', 'SI'),
  marketplace_analytics_quarters: readable(service('analytics', 'SIU')),
  analytics_erasing: { rows: 1, roles: {} },
  analytics_audit: readable(service('analytics', 'SI')),
  // Written by scripts/db.sh as the owner.
  schema_migrations: { rows: null, roles: {} },
};

/** Functions that act as the owner, and who may call them. */
export const definerFunctions = {
  ...Object.fromEntries(['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].map((name) =>
    [`${name}_erase_person`, [`keys_${name}`]])),
  ...Object.fromEntries(['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].map((name) =>
    [`${name}_erase_step`, [`keys_${name}`]])),
  keys_is_org_member: ['authenticated'],
  keys_runs_org: ['authenticated'],
  keys_audit_entries: ['keys_entitlement'],
  marketplace_analytics_drop_month: ['keys_analytics'],
  marketplace_analytics_ensure_month: ['keys_analytics'],
  marketplace_analytics_forget_step: ['keys_analytics'],
};
