// Lists what billing keeps about a person, as an export shows it (common/personal_data). Ids of
// other people, also of those who acted, are left out. So is the buyer in events about
// organisations' orders, because the organisation's customer has the address of its first buyer. An
// order that only mentions the person, in an address to return to, belongs to its buyer alone and
// is left out.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::billing {

// An event may have a megabyte, so a page has few.
inline constexpr int kLargeRows = 20;

// clang-format off
inline constexpr personal_data::Section kPersonalData[] = {
    {"orders", {"billing.export_orders", R"(
  SELECT o.id::text, jsonb_build_object('id', o.id, 'tenant_id', o.tenant_id, 'tenant_type', o.tenant_type,
    'item_kind', o.item_kind, 'item_slug', o.item_slug, 'item_title', o.item_title,
    'original_cents', o.original_cents, 'final_cents', o.final_cents, 'currency', o.currency,
    'quote_lines', o.quote_lines, 'status', o.status, 'refunded_cents', o.refunded_cents,
    'success_url', o.success_url, 'cancel_url', o.cancel_url, 'paid_at', o.paid_at,
    'created_at', o.created_at, 'updated_at', o.updated_at)::text
  FROM billing_next_orders($1::uuid, $2, $3::int + 1) AS n (id) JOIN marketplace_orders AS o ON o.id = n.id
  WHERE o.id::text COLLATE "C" > $2 ORDER BY o.id LIMIT $3::int)"}},
    {"order_lines", {"billing.export_order_lines", R"(
  SELECT n.id || '|' || coalesce(l.id::text, ''), CASE WHEN l.id IS NULL THEN '' ELSE jsonb_build_object('id', l.id, 'order_id', l.order_id, 'slug', l.slug,
    'title', l.title, 'amount_cents', l.amount_cents, 'net_cents', l.net_cents)::text END
  FROM billing_next_orders($1::uuid, $2, $3::int + 1) AS n (id)
    LEFT JOIN marketplace_order_lines AS l ON l.order_id = n.id AND (n.id || '|' || l.id) COLLATE "C" > $2
  WHERE l.id IS NOT NULL OR (n.id || '|') COLLATE "C" > $2
  ORDER BY n.id, l.id LIMIT $3::int)"}},
    {"order_facts", {"billing.export_order_facts", R"(
  SELECT n.id || '|' || coalesce(f.id::text, ''), CASE WHEN f.id IS NULL THEN '' ELSE jsonb_build_object('id', f.id, 'order_id', f.order_id, 'kind', f.kind,
    'object_id', f.object_id, 'state', f.state, 'amount_cents', f.amount_cents, 'currency', f.currency,
    'recorded_at', f.recorded_at)::text END
  FROM billing_next_orders($1::uuid, $2, $3::int + 1) AS n (id)
    LEFT JOIN marketplace_order_facts AS f ON f.order_id = n.id AND (n.id || '|' || f.id) COLLATE "C" > $2
  WHERE f.id IS NOT NULL OR (n.id || '|') COLLATE "C" > $2
  ORDER BY n.id, f.id LIMIT $3::int)"}},
    {"refunds", {"billing.export_refunds", R"(
  SELECT n.id || '|' || coalesce(r.stripe_refund_id, ''), CASE WHEN r.stripe_refund_id IS NULL THEN '' ELSE jsonb_build_object('id', r.stripe_refund_id, 'order_id', r.order_id,
    'amount_cents', r.amount_cents, 'currency', r.currency, 'status', r.status, 'reason', r.reason,
    'created_at', r.created_at)::text END
  FROM billing_next_orders($1::uuid, $2, $3::int + 1) AS n (id)
    LEFT JOIN stripe_refunds AS r ON r.order_id = n.id AND (n.id || '|' || r.stripe_refund_id) COLLATE "C" > $2
  WHERE r.stripe_refund_id IS NOT NULL OR (n.id || '|') COLLATE "C" > $2
  ORDER BY n.id, r.stripe_refund_id COLLATE "C" LIMIT $3::int)"}},
    {"disputes", {"billing.export_disputes", R"(
  SELECT n.id || '|' || coalesce(d.stripe_dispute_id, ''), CASE WHEN d.stripe_dispute_id IS NULL THEN '' ELSE jsonb_build_object('id', d.stripe_dispute_id, 'order_id', d.order_id,
    'amount_cents', d.amount_cents, 'currency', d.currency, 'status', d.status, 'reason', d.reason,
    'created_at', d.created_at)::text END
  FROM billing_next_orders($1::uuid, $2, $3::int + 1) AS n (id)
    LEFT JOIN stripe_disputes AS d ON d.order_id = n.id AND (n.id || '|' || d.stripe_dispute_id) COLLATE "C" > $2
  WHERE d.stripe_dispute_id IS NOT NULL OR (n.id || '|') COLLATE "C" > $2
  ORDER BY n.id, d.stripe_dispute_id COLLATE "C" LIMIT $3::int)"}},
    {"stripe_customers", {"billing.export_stripe_customers", R"(
  SELECT stripe_customer_id, jsonb_build_object('stripe_customer_id', stripe_customer_id,
    'created_at', created_at)::text
  FROM stripe_customers
  WHERE tenant_id = $1::uuid AND tenant_type = 'user' AND stripe_customer_id > $2
  ORDER BY stripe_customer_id LIMIT $3)"}},
    {"sent_to_stripe", {"billing.export_sent_to_stripe", R"(
  WITH own AS MATERIALIZED (
    SELECT 'o|' || n.id || '|' || coalesce(r.id::text, '') AS place, r.id
    FROM billing_next_orders($1::uuid, substr($2, 3), $3::int + 1) AS n (id)
      LEFT JOIN stripe_requests AS r ON r.order_id = n.id AND ('o|' || n.id || '|' || r.id) COLLATE "C" > $2
    WHERE $2 COLLATE "C" < 'p' AND (r.id IS NOT NULL OR ('o|' || n.id || '|') COLLATE "C" > $2)
    ORDER BY n.id, r.id LIMIT $3::int),
  found AS (
    SELECT place, id FROM own
    UNION ALL
    SELECT 'p|' || r.id, r.id FROM stripe_requests AS r
    WHERE (SELECT count(*) FROM own) < $3::int AND ('p|' || r.id) COLLATE "C" > $2
      AND billing_named(subject || ' ' || body) @> ARRAY[$1::text]
      AND NOT EXISTS (SELECT 1 FROM marketplace_orders AS o WHERE o.id = r.order_id
                      AND (o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')))
      AND (position($1::text IN subject) > 0 OR (order_id IS NULL AND position('=' || $1::text IN body) > 0)))
  SELECT found.place, CASE WHEN r.id IS NULL THEN '' ELSE jsonb_build_object('path', r.path, 'body', r.body, 'state', r.state,
    'created_at', r.created_at)::text END
  FROM found LEFT JOIN stripe_requests AS r ON r.id = found.id
  ORDER BY found.place COLLATE "C" LIMIT $3::int)"}, kLargeRows},
    {"heard_from_stripe", {"billing.export_heard_from_stripe", R"(
  WITH own AS MATERIALIZED (
    SELECT 'o|' || n.id || '|' || coalesce(e.stripe_event_id, '') AS place, e.stripe_event_id AS id
    FROM billing_next_orders($1::uuid, substr($2, 3), $3::int + 1) AS n (id)
      LEFT JOIN stripe_webhook_events AS e
        ON e.order_id = n.id AND ('o|' || n.id || '|' || e.stripe_event_id) COLLATE "C" > $2
    WHERE $2 COLLATE "C" < 'p' AND (e.stripe_event_id IS NOT NULL OR ('o|' || n.id || '|') COLLATE "C" > $2)
    ORDER BY n.id, e.stripe_event_id COLLATE "C" LIMIT $3::int),
  found AS (
    SELECT place, id FROM own
    UNION ALL
    SELECT 'p|' || e.stripe_event_id, e.stripe_event_id FROM stripe_webhook_events AS e
    WHERE (SELECT count(*) FROM own) < $3::int AND ('p|' || e.stripe_event_id) COLLATE "C" > $2
      AND billing_named(payload) @> ARRAY[$1::text]
      AND NOT EXISTS (SELECT 1 FROM marketplace_orders AS o WHERE o.id = e.order_id)
      AND position('"' || $1::text || '"' IN payload) > 0)
  SELECT found.place, CASE WHEN e.stripe_event_id IS NULL THEN '' ELSE jsonb_build_object('id', e.stripe_event_id, 'type', e.event_type,
    'payload', CASE WHEN o.tenant_type = 'org' THEN billing_event_without_buyer(e.payload, '{}') ELSE e.payload END,
    'received_at', e.received_at)::text END
  FROM found LEFT JOIN stripe_webhook_events AS e ON e.stripe_event_id = found.id
    LEFT JOIN marketplace_orders AS o ON o.id = e.order_id
  ORDER BY found.place COLLATE "C" LIMIT $3::int)"}, kLargeRows},
    {"audit", {"billing.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM billing_audit WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1::uuid]
    AND seq IS DISTINCT FROM (SELECT max(seq) FROM billing_audit WHERE subject = $1::text AND action = 'person.export')
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::billing
