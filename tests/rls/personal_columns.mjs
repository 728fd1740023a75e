// Every column that could hold somebody's id or words, and what was decided about it. A migration that adds one
// makes personal_columns.test.mjs fail until it stands here.

/** Means the same wherever it stands, and never a person. */
export const everywhere = new Set(`id key_id bundle_id order_id order_line_id grant_id item_id version_id source_line_id
  parent_id event_id org_id tenant_type status currency kind item_kind event_type bundle_type origin role topic action source
  version sha256 hash prev_hash request_hash content_hash facts_hash entry_hash
  object_id api_version suspended_code signal_type`.split(/\s+/));

/** Columns that hold no person, by table, with the reason. */
export const nobody = {
  catalog_applied_pricing: ['slug', 'of KEYS'],
  billing_erased_people: ['id_hash stand_in progress', 'a hash, an id of nobody, and counts of rows'],
  analytics_erasing: ['id_hash somebody', 'a hash, and an id of nobody, while somebody is erased'],
  billing_outbox: ['last_error', 'what a service answered: reasons, never ids'],
  entitlement_outbox: ['last_error', 'what a service answered: reasons, never ids'],
  catalog_words: ['word gaps', 'words of KEYS'],
  entitlement_known_versions: ['asked slug answer', 'versions of KEYS'],
  marketplace_bundles: ['slug rule_tool rule_maturity', 'of the shop'],
  marketplace_entitlement_facts: ['reason', 'one of a few words'],
  marketplace_entitlements: ['reason', 'one of a few words'],
  marketplace_bundle_entitlements: ['reason', 'one of a few words'],
  marketplace_key_contents: ['files manifest readme_html changelog_html preview_html', 'what authors publish'],
  marketplace_key_versions: ['sort_key storage_path changelog_md_path facts', 'what authors and the shop publish'],
  marketplace_keys: [`slug family tool key_type key_types title description category difficulty tags license_spdx outcome outcome_word category_word tag_words
    maturity severity_level attributes key_references`, 'what authors publish'],
  catalog_tags: ['tag title', 'what authors publish'],
  marketplace_discovery_dismissals: ['slug', 'of a KEY'],
  marketplace_order_facts: ['state', "Stripe's words and ids"],
  marketplace_order_lines: ['slug title', 'of the KEY'],
  marketplace_orders: ['item_slug item_title quote_lines quote_fingerprint suspended_orders lost_line_ids mismatch', 'what was sold, and by which numbers'],
  schema_migrations: ['service name', 'of files'],
  stripe_disputes: ['stripe_dispute_id reason', "Stripe's id and one of its words"],
  stripe_refunds: ['stripe_refund_id reason', "Stripe's id and one of its words"],
  stripe_feeds: ['name sweep_after', 'how far a list was read'],
  stripe_prices: ['stripe_price_id', 'of an item'],
  stripe_products: ['stripe_product_id name', 'of an item'],
  stripe_requests: ['path state error_code stripe_request_id', "of a request, none of its buyer's"],
  stripe_sessions: ['session_id url payment_intent_id', "Stripe's ids; they lead nowhere once the session is over"],
  stripe_webhook_events: ['stripe_event_id outcome last_error', "Stripe's id and words of ours"],
};

const ofService = (service, table, column, how) => ({ service, table, column, ...how });
const audit = (service) => ['actor', 'subject', 'details'].map((column) =>
  ofService(service, `${service}_audit`, column, { form: column === 'details' ? 'json' : 'words', exact: column !== 'details', section: 'audit' }));
const answers = (service) => ['scope', 'key', 'response'].map((column) =>
  ofService(service, `${service}_idempotency`, column, { form: column === 'response' ? 'bytes' : 'words', spelled: true,
    unexported: 'a copy of what the sections show, kept for two days to answer a repetition' }));
const outbox = (service) => [
  ['aggregate', 'words'], ['payload', 'bytes'],
].map(([column, form]) => ofService(service, `${service}_outbox`, column, { form, ours: true,
  unexported: 'a copy of what the sections show, on its way' })).concat(
  // Only if a message names them.
  ofService(service, `${service}_outbox`, 'request_id', { form: 'words', with: 'aggregate', unexported: 'a mark a client may put on a request' }));

const user = (extra) => ({ form: 'id', ...extra });
/** The person is named in a row of another person. */
const others = (service, table, column, form) =>
  ofService(service, table, column, { form, where: "user_id <> 'f1a2b3c4-d5e6-4f70-8a9b-0c1d2e3f4a5b'", unexported: 'what stands in rows of others is theirs' });
const tenant = (extra) => ({ form: 'id', where: "tenant_type = 'user'", ...extra });

/** form: how a person stands there; section: of the export it shows in; ours: written by us alone, so in one spelling;
 *  unshown: a name of ours for the row, which is shown; exact: exported where it is the id and nothing else; with: a column beside it that names them; where: of which row. */
export const personal = [
  ...['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].flatMap(audit),
  ...['billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].flatMap(answers),
  ...['billing', 'entitlement'].flatMap(outbox),
  // This step comes before the events, whose counts follow them.
  ofService('analytics', 'marketplace_analytics_quarters', 'key_name', { form: 'words', unexported: 'a count' }),
  ofService('analytics', 'marketplace_analytics', 'user_id', user({ section: 'events' })),
  ofService('analytics', 'marketplace_analytics', 'tenant_id', { form: 'id', beside: "tenant_type = 'user', user_id = NULL", section: 'events_of_others' }),
  ofService('analytics', 'marketplace_analytics', 'metadata', { form: 'json', unexported: 'of events of theirs it is; what others write of them is theirs' }),
  ofService('analytics', 'marketplace_analytics', 'discovery_reason', { form: 'words', unexported: 'the same' }),
  ofService('analytics', 'marketplace_analytics', 'key_slug', { form: 'words', unexported: 'the same' }),
  ofService('analytics', 'marketplace_analytics', 'bundle_slug', { form: 'words', unexported: 'the same' }),
  ofService('billing', 'billing_erased_people', 'person', user({ unexported: 'who is just being erased', finish: true })),
  ofService('billing', 'billing_erased_people', 'asked_by', user({ unexported: 'an administrator, until the erasure is done' })),
  ofService('billing', 'billing_erased_people', 'reason', { form: 'words', unexported: 'until the erasure is done' }),
  ofService('billing', 'marketplace_orders', 'user_id', user({ section: 'orders' })),
  ofService('billing', 'marketplace_orders', 'tenant_id', tenant({ section: 'orders' })),
  ofService('billing', 'marketplace_orders', 'success_url', { form: 'url', with: 'user_id', section: 'orders' }),
  ofService('billing', 'marketplace_orders', 'cancel_url', { form: 'url', with: 'user_id', section: 'orders' }),
  ofService('billing', 'stripe_customers', 'tenant_id', tenant({ section: 'stripe_customers' })),
  ofService('billing', 'stripe_customers', 'stripe_customer_id', { form: 'words', with: 'tenant_id', section: 'stripe_customers' }),
  ofService('billing', 'stripe_requests', 'subject', { form: 'words', ours: true, section: 'sent_to_stripe', unshown: true }),
  ofService('billing', 'stripe_requests', 'body', { form: 'form', ours: true, section: 'sent_to_stripe' }),
  others('billing', 'marketplace_orders', 'success_url', 'url'),
  others('billing', 'marketplace_orders', 'cancel_url', 'url'),
  ofService('billing', 'stripe_requests', 'body', { form: 'words', where: 'order_id IS NULL', unexported: 'an address somebody else returned to' }),
  ofService('catalog', 'marketplace_bundles', 'title', { form: 'words', unexported: 'published' }),
  ofService('catalog', 'marketplace_bundles', 'description', { form: 'words', unexported: 'published' }),
  ofService('catalog', 'marketplace_key_versions', 'yanked_reason', { form: 'words', unexported: 'said of a version' }),
  ofService('billing', 'stripe_webhook_events', 'payload', { form: 'event', ours: true, section: 'heard_from_stripe' }),
  ofService('discovery', 'marketplace_discovery_signals', 'user_id', user({ section: 'signals' })),
  ofService('discovery', 'marketplace_discovery_signals', 'signal_value', { form: 'words', with: 'user_id', section: 'signals' }),
  ofService('discovery', 'marketplace_discovery_signals', 'metadata', { form: 'json', with: 'user_id', section: 'signals' }),
  ofService('discovery', 'marketplace_discovery_opt_outs', 'user_id', user({ section: 'opt_outs' })),
  ofService('discovery', 'marketplace_discovery_dismissals', 'user_id', user({ section: 'dismissals' })),
  others('discovery', 'marketplace_discovery_signals', 'signal_value', 'words'),
  others('discovery', 'marketplace_discovery_signals', 'metadata', 'json'),
  ofService('entitlement', 'organizations', 'owner_id', user({ section: 'owned_organizations' })),
  ofService('entitlement', 'organizations', 'name', { form: 'words', with: 'owner_id', section: 'owned_organizations' }),
  ofService('entitlement', 'organizations', 'slug', { form: 'words', with: 'owner_id', section: 'owned_organizations' }),
  ofService('entitlement', 'organization_members', 'user_id', user({ section: 'memberships' })),
  ofService('entitlement', 'known_people', 'user_id', user({ section: 'known_email' })),
  ofService('entitlement', 'known_people', 'email', { form: 'words', with: 'user_id', section: 'known_email' }),
  ofService('entitlement', 'marketplace_entitlements', 'tenant_id', tenant({ section: 'entitlements' })),
  ofService('entitlement', 'marketplace_bundle_entitlements', 'tenant_id', tenant({ section: 'bundle_entitlements' })),
  ofService('entitlement', 'marketplace_entitlement_facts', 'tenant_id', tenant({ section: 'facts' })),
  ofService('entitlement', 'marketplace_entitlement_facts', 'actor', { form: 'words', unexported: 'who did it to somebody else is in the audit' }),
  ofService('entitlement', 'marketplace_entitlement_facts', 'note', { form: 'words', unexported: 'said of somebody else, it is theirs' }),
  ofService('entitlement', 'marketplace_download_events', 'user_id', user({ section: 'downloads' })),
  ofService('entitlement', 'marketplace_download_events', 'tenant_id', tenant({ unexported: 'always of the one who downloaded' })),
  ofService('entitlement', 'marketplace_download_events', 'ip_hash', { form: 'words', with: 'user_id', section: 'downloads' }),
  ofService('entitlement', 'marketplace_download_events', 'user_agent', { form: 'words', with: 'user_id', section: 'downloads' }),
  ofService('entitlement', 'marketplace_download_events', 'request_id', { form: 'words', with: 'user_id', unexported: 'a mark a client may put on a request' }),
  ofService('ingestion', 'marketplace_ingestions', 'started_by', user({ section: 'ingestions' })),
  ofService('ingestion', 'marketplace_ingestions', 'report', { form: 'json', unexported: 'of the assets' }),
];
