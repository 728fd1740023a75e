// What analytics keeps of a person, as an export shows it (common/personal_data). Ids of other
// people are left out, who acted among them.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::analytics {

// clang-format off
inline constexpr personal_data::Section kPersonalData[] = {
    {"events", {"analytics.export_events", R"(
  SELECT id::text, jsonb_build_object('id', id, 'event_type', event_type, 'key_id', key_id,
    'key_slug', key_slug, 'bundle_id', bundle_id, 'bundle_slug', bundle_slug, 'tenant_id', tenant_id,
    'tenant_type', tenant_type, 'discovery_reason', discovery_reason, 'metadata', metadata,
    'amount_cents', amount_cents, 'currency', currency, 'created_at', created_at)::text
  FROM marketplace_analytics
  WHERE (user_id = $1::uuid OR (tenant_id = $1::uuid AND tenant_type = 'user')) AND id::text > $2
  ORDER BY id::text LIMIT $3)"}},
    {"audit", {"analytics.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM analytics_audit WHERE (actor = $1::text OR subject = $1::text OR position($1::text IN details::text) > 0)
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::analytics
