// Lists what analytics keeps about a person, as an export shows it (common/personal_data). Ids of
// other people, also of those who acted, are left out. Actions of others for the person are a
// section of their own, so that an index finds each.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::analytics {

// clang-format off
inline constexpr personal_data::Section kPersonalData[] = {
    {"events", {"analytics.export_events", R"(
  SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || 'Z|' || id,
    jsonb_build_object('id', id, 'event_type', event_type, 'key_id', key_id,
    'key_slug', key_slug, 'bundle_id', bundle_id, 'bundle_slug', bundle_slug, 'tenant_id', tenant_id,
    'tenant_type', tenant_type, 'discovery_reason', discovery_reason, 'metadata', metadata,
    'amount_cents', amount_cents, 'currency', currency, 'created_at', created_at)::text
  FROM marketplace_analytics
  WHERE user_id = $1::uuid
    AND (created_at, id) > (coalesce(nullif(split_part($2, '|', 1), ''), '-infinity')::timestamptz,
                            coalesce(nullif(split_part($2, '|', 2), ''), '00000000-0000-0000-0000-000000000000')::uuid)
  ORDER BY created_at, id LIMIT $3)"}},
    {"events_of_others", {"analytics.export_events_of_others", R"(
  SELECT id::text, jsonb_build_object('id', id, 'event_type', event_type, 'key_id', key_id,
    'key_slug', key_slug, 'bundle_id', bundle_id, 'bundle_slug', bundle_slug, 'tenant_id', tenant_id,
    'tenant_type', tenant_type, 'discovery_reason', discovery_reason, 'metadata', metadata,
    'amount_cents', amount_cents, 'currency', currency, 'created_at', created_at)::text
  FROM marketplace_analytics
  WHERE tenant_id = $1::uuid AND tenant_type = 'user' AND user_id IS DISTINCT FROM $1::uuid AND id::text > $2
  ORDER BY id::text LIMIT $3)"}},
    {"audit", {"analytics.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM analytics_audit WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1::uuid]
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::analytics
