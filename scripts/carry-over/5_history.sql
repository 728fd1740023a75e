-- Carries over the history: downloads, events, signals, Stripe's events and customers. Tables that have no place here
-- are left out.

CREATE TEMP TABLE old_downloads AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'id') AS id, pg_temp.as_uuid(o.line ->> 'tenant_id') AS tenant_id,
         o.line ->> 'tenant_type' AS tenant_type, pg_temp.as_uuid(o.line ->> 'user_id') AS user_id, m.new_id AS key_id,
         pg_temp.as_time(o.line ->> 'created_at') AS created_at, row_number() OVER (PARTITION BY o.line ->> 'id' ORDER BY o.place) AS nth
  FROM original o LEFT JOIN key_map m ON m.old_id = pg_temp.as_uuid(coalesce(o.line ->> 'key_id', o.line ->> 'pack_id'))
  WHERE o.tab = 'marketplace_download_events';
INSERT INTO outcomes SELECT place, 'left', reason, 'A download is kept with its id, tenant, user, KEY and time.' FROM (
    SELECT place, CASE WHEN id IS NULL THEN 'NO_ID' WHEN nth > 1 THEN 'TWICE'
      WHEN tenant_id IS NULL OR coalesce(tenant_type, '') NOT IN ('user', 'org') THEN 'TENANT_UNKNOWN'
      WHEN user_id IS NULL THEN 'USER_UNKNOWN' WHEN key_id IS NULL THEN 'KEY_UNKNOWN'
      WHEN created_at IS NULL THEN 'TIME_UNREADABLE' END AS reason FROM old_downloads) AS judged WHERE reason IS NOT NULL;
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM old_downloads
  WHERE place NOT IN (SELECT place FROM outcomes) AND id IN (SELECT id FROM marketplace_download_events);
-- The grant it was made under, else the nil UUID: nobody knows. The digest of what was served is not known either.
INSERT INTO marketplace_download_events (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash, user_agent,
    request_id, created_at)
  SELECT d.id, d.tenant_id, d.tenant_type, coalesce((SELECT min(e.id::text)::uuid FROM marketplace_entitlements e
      WHERE e.tenant_id = d.tenant_id AND e.tenant_type = d.tenant_type AND e.key_id = d.key_id), '00000000-0000-0000-0000-000000000000'),
    d.user_id, d.key_id, coalesce(d.line ->> 'version', ''), '', coalesce(d.line ->> 'ip_hash', ''),
    CASE WHEN length(d.line ->> 'user_agent') > 500 THEN left(d.line ->> 'user_agent', 497) || '...'
         ELSE coalesce(d.line ->> 'user_agent', '') END, 'carry-over', d.created_at
  FROM old_downloads d WHERE d.place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_downloads WHERE place NOT IN (SELECT place FROM outcomes);

CREATE TEMP TABLE old_events AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'id') AS id, o.line ->> 'event_type' AS event_type,
         pg_temp.as_time(o.line ->> 'created_at') AS created_at, pg_temp.as_count(o.line ->> 'amount') AS amount,
         pg_temp.as_uuid(o.line ->> 'tenant_id') AS tenant_id, o.line ->> 'tenant_type' AS tenant_type,
         row_number() OVER (PARTITION BY o.line ->> 'id' ORDER BY o.place) AS nth
  FROM original o WHERE o.tab = 'marketplace_analytics';
INSERT INTO outcomes SELECT place, 'left', reason, 'An event is kept with its id, type and time.' FROM (
    SELECT place, CASE WHEN id IS NULL THEN 'NO_ID' WHEN nth > 1 THEN 'TWICE' WHEN created_at IS NULL THEN 'TIME_UNREADABLE'
      WHEN coalesce(event_type, '') NOT IN ('view', 'discovery_click', 'purchase', 'download', 'bundle_upgrade') THEN 'TYPE_UNKNOWN' END AS reason
    FROM old_events) AS judged WHERE reason IS NOT NULL;
INSERT INTO outcomes SELECT e.place, 'kept', NULL, NULL FROM old_events e
  WHERE e.place NOT IN (SELECT place FROM outcomes) AND EXISTS (
    SELECT FROM marketplace_analytics a WHERE a.id = e.id AND a.created_at = e.created_at);
SELECT marketplace_analytics_ensure_month(month) FROM (
    SELECT DISTINCT date_trunc('month', created_at AT TIME ZONE 'UTC')::date AS month FROM old_events
    WHERE place NOT IN (SELECT place FROM outcomes)) AS months \g /dev/null
-- A KEY or bundle that is gone leaves its id; a tenant needs both its id and its type.
INSERT INTO marketplace_analytics (id, event_type, key_id, key_slug, bundle_id, bundle_slug, user_id, tenant_id, tenant_type,
    discovery_reason, metadata, amount_cents, currency, created_at, recorded_at)
  SELECT e.id, e.event_type, coalesce(m.new_id, pg_temp.as_uuid(e.line ->> 'key_id')), m.slug,
    coalesce(b.new_id, pg_temp.as_uuid(e.line ->> 'bundle_id')), (SELECT slug FROM marketplace_bundles WHERE id = b.new_id),
    pg_temp.as_uuid(e.line ->> 'user_id'), CASE WHEN t.whole THEN e.tenant_id END, CASE WHEN t.whole THEN e.tenant_type END,
    left(e.line ->> 'discovery_reason', 200),
    CASE WHEN jsonb_typeof(e.line -> 'metadata') = 'object' THEN e.line -> 'metadata'
         WHEN jsonb_typeof(e.line -> 'metadata') <> 'null' THEN jsonb_build_object('original', e.line -> 'metadata') ELSE '{}' END,
    e.amount, CASE WHEN e.amount IS NOT NULL THEN 'usd' END, e.created_at, :'at'::timestamptz
  FROM old_events e LEFT JOIN key_map m ON m.old_id = pg_temp.as_uuid(e.line ->> 'key_id')
    LEFT JOIN bundle_map b ON b.old_id = pg_temp.as_uuid(e.line ->> 'bundle_id'),
    LATERAL (SELECT e.tenant_id IS NOT NULL AND coalesce(e.tenant_type, '') IN ('user', 'org') AS whole) AS t
  WHERE e.place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_events WHERE place NOT IN (SELECT place FROM outcomes);

-- A signal lives 90 days here, whatever the original said.
CREATE TEMP TABLE old_signals AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'id') AS id, pg_temp.as_uuid(o.line ->> 'user_id') AS user_id,
         o.line ->> 'signal_type' AS signal_type, left(o.line ->> 'signal_value', 200) AS value,
         pg_temp.as_time(o.line ->> 'created_at') AS created_at,
         least(pg_temp.as_time(o.line ->> 'expires_at'), pg_temp.as_time(o.line ->> 'created_at') + interval '90 days') AS expires_at,
         row_number() OVER (PARTITION BY o.line ->> 'id' ORDER BY o.place) AS nth
  FROM original o WHERE o.tab = 'marketplace_discovery_signals';
INSERT INTO outcomes SELECT place, 'left', reason, 'A signal is kept with its id, user, type, value and time while it lives.' FROM (
    SELECT place, CASE WHEN id IS NULL THEN 'NO_ID' WHEN nth > 1 THEN 'TWICE' WHEN user_id IS NULL THEN 'USER_UNKNOWN'
      WHEN created_at IS NULL THEN 'TIME_UNREADABLE'
      WHEN coalesce(signal_type, '') NOT IN ('role', 'tool_intent', 'problem_category', 'view', 'purchase') THEN 'TYPE_UNKNOWN'
      WHEN coalesce(value, '') = '' THEN 'EMPTY' WHEN expires_at <= :'at'::timestamptz THEN 'EXPIRED' END AS reason
    FROM old_signals) AS judged WHERE reason IS NOT NULL;
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM old_signals
  WHERE place NOT IN (SELECT place FROM outcomes) AND id IN (SELECT id FROM marketplace_discovery_signals);
-- Signals of types that a person has opted out of here are not brought back. The lock keeps new opt-outs away until the
-- end.
LOCK TABLE marketplace_discovery_opt_outs IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO outcomes SELECT s.place, 'left', 'OPTED_OUT', 'The user opted out of signals of this type.' FROM old_signals s
  WHERE s.place NOT IN (SELECT place FROM outcomes) AND EXISTS (SELECT FROM marketplace_discovery_opt_outs o
    WHERE o.user_id = s.user_id AND o.signal_type IN (s.signal_type, 'everything'));
INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, metadata, origin, created_at, expires_at)
  SELECT id, user_id, signal_type, value, CASE WHEN jsonb_typeof(line -> 'metadata') = 'object' THEN line -> 'metadata' ELSE '{}' END,
         CASE WHEN signal_type = 'purchase' THEN 'purchase' ELSE 'you' END, created_at, expires_at
  FROM old_signals WHERE place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_signals WHERE place NOT IN (SELECT place FROM outcomes);

-- Stored as handled, so that an event that Stripe sends again is recognised as a duplicate. The original kept no payload.
CREATE TEMP TABLE old_hooks AS
  SELECT o.place, o.line, o.line ->> 'stripe_event_id' AS id,
         coalesce(pg_temp.as_time(o.line ->> 'processed_at'), pg_temp.as_time(o.line ->> 'created_at'), :'at'::timestamptz) AS at,
         row_number() OVER (PARTITION BY o.line ->> 'stripe_event_id' ORDER BY o.place) AS nth
  FROM original o WHERE o.tab = 'stripe_webhook_events';
INSERT INTO outcomes SELECT place, 'left', CASE WHEN coalesce(id, '') = '' THEN 'NO_ID' ELSE 'TWICE' END, 'An event is known by its id.'
  FROM old_hooks WHERE coalesce(id, '') = '' OR nth > 1;
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM old_hooks
  WHERE place NOT IN (SELECT place FROM outcomes) AND id IN (SELECT stripe_event_id FROM stripe_webhook_events);
INSERT INTO outcomes SELECT place, 'left', 'EVENT_FAILED', concat('The original could not handle it (', line ->> 'error_message',
    '). Look at Stripe what it was; sent again it is handled here.') FROM old_hooks
  WHERE place NOT IN (SELECT place FROM outcomes) AND line ->> 'status' = 'failed';
INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, handled_at, outcome, next_attempt_at)
  SELECT id, coalesce(line ->> 'event_type', ''), '', true, '{}', at, at, 'carried over', at FROM old_hooks
  WHERE place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_hooks WHERE place NOT IN (SELECT place FROM outcomes);

CREATE TEMP TABLE old_customers AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'user_id') AS user_id, nullif(o.line ->> 'stripe_customer_id', '') AS customer,
         row_number() OVER (PARTITION BY lower(o.line ->> 'user_id') ORDER BY o.line ->> 'stripe_customer_id' IS NULL, o.place) AS nth
  FROM original o WHERE o.tab = 'user_profiles';
INSERT INTO outcomes SELECT place, 'left', reason, 'Of a profile only the Stripe customer has a place here.' FROM (
    SELECT place, CASE WHEN customer IS NULL THEN 'NO_CUSTOMER' WHEN user_id IS NULL THEN 'USER_UNKNOWN' WHEN nth > 1 THEN 'TWICE' END AS reason
    FROM old_customers) AS judged WHERE reason IS NOT NULL;
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM old_customers
  WHERE place NOT IN (SELECT place FROM outcomes) AND user_id IN (SELECT tenant_id FROM stripe_customers WHERE tenant_type = 'user');
INSERT INTO stripe_customers (tenant_id, tenant_type, stripe_customer_id, created_at, updated_at)
  SELECT user_id, 'user', customer, :'at'::timestamptz, :'at'::timestamptz FROM old_customers WHERE place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_customers WHERE place NOT IN (SELECT place FROM outcomes);

INSERT INTO outcomes SELECT place, 'left', 'NO_PLACE', 'This shop has no such table.' FROM original
  WHERE tab NOT IN ('marketplace_keys', 'marketplace_key_versions', 'marketplace_bundles', 'organizations', 'organization_members',
    'marketplace_entitlements', 'marketplace_bundle_entitlements', 'marketplace_download_events', 'marketplace_analytics',
    'marketplace_discovery_signals', 'stripe_webhook_events', 'user_profiles');
