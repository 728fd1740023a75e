// What billing keeps of a person, as an export shows it (common/personal_data). Ids of other people
// are left out, who acted among them; so is the buyer in events about organisations' orders, whose
// customer has the address of whoever bought first. An order that only mentions the person, in an
// address to return to, is its buyer's and theirs alone.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::billing {

// An event has up to a megabyte.
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
  FROM marketplace_orders AS o
  WHERE (o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')) AND o.id::text > $2 ORDER BY o.id::text LIMIT $3)"}},
    {"order_lines", {"billing.export_order_lines", R"(
  SELECT l.id::text, jsonb_build_object('id', l.id, 'order_id', l.order_id, 'slug', l.slug,
    'title', l.title, 'amount_cents', l.amount_cents, 'net_cents', l.net_cents)::text
  FROM marketplace_orders AS o JOIN marketplace_order_lines AS l ON l.order_id = o.id
  WHERE (o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')) AND l.id::text > $2 ORDER BY l.id::text LIMIT $3)"}},
    {"order_facts", {"billing.export_order_facts", R"(
  SELECT f.id::text, jsonb_build_object('id', f.id, 'order_id', f.order_id, 'kind', f.kind,
    'object_id', f.object_id, 'state', f.state, 'amount_cents', f.amount_cents, 'currency', f.currency,
    'recorded_at', f.recorded_at)::text
  FROM marketplace_orders AS o JOIN marketplace_order_facts AS f ON f.order_id = o.id
  WHERE (o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')) AND f.id::text > $2 ORDER BY f.id::text LIMIT $3)"}},
    {"refunds", {"billing.export_refunds", R"(
  SELECT r.stripe_refund_id, jsonb_build_object('id', r.stripe_refund_id, 'order_id', r.order_id,
    'amount_cents', r.amount_cents, 'currency', r.currency, 'status', r.status, 'reason', r.reason,
    'created_at', r.created_at)::text
  FROM marketplace_orders AS o JOIN stripe_refunds AS r ON r.order_id = o.id
  WHERE (o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')) AND r.stripe_refund_id > $2 ORDER BY r.stripe_refund_id LIMIT $3)"}},
    {"disputes", {"billing.export_disputes", R"(
  SELECT d.stripe_dispute_id, jsonb_build_object('id', d.stripe_dispute_id, 'order_id', d.order_id,
    'amount_cents', d.amount_cents, 'currency', d.currency, 'status', d.status, 'reason', d.reason,
    'created_at', d.created_at)::text
  FROM marketplace_orders AS o JOIN stripe_disputes AS d ON d.order_id = o.id
  WHERE (o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')) AND d.stripe_dispute_id > $2 ORDER BY d.stripe_dispute_id LIMIT $3)"}},
    {"stripe_customers", {"billing.export_stripe_customers", R"(
  SELECT stripe_customer_id, jsonb_build_object('stripe_customer_id', stripe_customer_id,
    'created_at', created_at)::text
  FROM stripe_customers
  WHERE tenant_id = $1::uuid AND tenant_type = 'user' AND stripe_customer_id > $2
  ORDER BY stripe_customer_id LIMIT $3)"}},
    {"sent_to_stripe", {"billing.export_sent_to_stripe", R"(
  SELECT r.id::text, jsonb_build_object('path', r.path, 'body', r.body, 'state', r.state,
    'created_at', r.created_at)::text
  FROM stripe_requests AS r
  WHERE r.id IN (SELECT s.id FROM marketplace_orders AS o JOIN stripe_requests AS s ON s.order_id = o.id
                 WHERE o.user_id = $1::uuid OR (o.tenant_id = $1::uuid AND o.tenant_type = 'user')
                 UNION SELECT id FROM stripe_requests WHERE billing_named(subject || ' ' || body) @> ARRAY[$1::text]
                   AND (position($1::text IN subject) > 0 OR (order_id IS NULL AND position('=' || $1::text IN body) > 0)))
    AND r.id::text > $2
  ORDER BY r.id::text LIMIT $3)"}, kLargeRows},
    {"heard_from_stripe", {"billing.export_heard_from_stripe", R"(
  SELECT e.stripe_event_id, jsonb_build_object('id', e.stripe_event_id, 'type', e.event_type,
    'payload', CASE WHEN o.tenant_type = 'org' THEN billing_event_without_buyer(e.payload, '{}') ELSE e.payload END,
    'received_at', e.received_at)::text
  FROM stripe_webhook_events AS e LEFT JOIN marketplace_orders AS o ON o.id = e.order_id
  WHERE e.stripe_event_id IN (
      SELECT f.stripe_event_id FROM marketplace_orders AS p JOIN stripe_webhook_events AS f ON f.order_id = p.id
      WHERE p.user_id = $1::uuid OR (p.tenant_id = $1::uuid AND p.tenant_type = 'user')
      UNION SELECT f.stripe_event_id FROM stripe_webhook_events AS f LEFT JOIN marketplace_orders AS p ON p.id = f.order_id
      WHERE billing_named(f.payload) @> ARRAY[$1::text] AND p.id IS NULL AND position('"' || $1::text || '"' IN f.payload) > 0)
    AND e.stripe_event_id > $2
  ORDER BY e.stripe_event_id LIMIT $3)"}, kLargeRows},
    {"audit", {"billing.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM billing_audit WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1::uuid]
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::billing
