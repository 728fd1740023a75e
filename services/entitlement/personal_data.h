// Lists what entitlement keeps about a person, as an export shows it (common/personal_data). Ids of
// other people, also of those who acted, are left out.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::entitlement {

// clang-format off
inline constexpr personal_data::Section kPersonalData[] = {
    {"memberships", {"entitlement.export_memberships", R"(
  SELECT m.org_id::text, jsonb_build_object('org_id', m.org_id, 'organization', o.name, 'role', m.role,
    'created_at', m.created_at)::text
  FROM organization_members AS m JOIN organizations AS o ON o.id = m.org_id
  WHERE m.user_id = $1::uuid AND m.org_id::text > $2 ORDER BY m.org_id::text LIMIT $3)"}},
    {"known_email", {"entitlement.export_known_email", R"(
  SELECT user_id::text, jsonb_build_object('email', email, 'created_at', created_at, 'updated_at', updated_at)::text
  FROM known_people WHERE user_id = $1::uuid AND user_id::text > $2 ORDER BY 1 LIMIT $3)"}},
    {"owned_organizations", {"entitlement.export_owned_organizations", R"(
  SELECT id::text, jsonb_build_object('id', id, 'name', name, 'slug', slug, 'created_at', created_at)::text
  FROM organizations WHERE owner_id = $1::uuid AND id::text > $2 ORDER BY id::text LIMIT $3)"}},
    {"entitlements", {"entitlement.export_entitlements", R"(
  SELECT id::text, jsonb_build_object('id', id, 'key_id', key_id, 'source', source, 'status', status,
    'reason', reason, 'starts_at', starts_at, 'ends_at', ends_at, 'order_id', order_id,
    'bundle_id', bundle_id, 'created_at', created_at, 'updated_at', updated_at)::text
  FROM marketplace_entitlements
  WHERE tenant_id = $1::uuid AND tenant_type = 'user' AND id::text > $2 ORDER BY id::text LIMIT $3)"}},
    {"bundle_entitlements", {"entitlement.export_bundle_entitlements", R"(
  SELECT id::text, jsonb_build_object('id', id, 'bundle_id', bundle_id, 'order_id', order_id,
    'status', status, 'starts_at', starts_at)::text
  FROM marketplace_bundle_entitlements
  WHERE tenant_id = $1::uuid AND tenant_type = 'user' AND id::text > $2 ORDER BY id::text LIMIT $3)"}},
    {"facts", {"entitlement.export_facts", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('id', id, 'grant_id', grant_id, 'kind', kind,
    'key_id', key_id, 'source', source, 'reason', reason, 'starts_at', starts_at, 'ends_at', ends_at,
    'order_id', order_id, 'bundle_id', bundle_id, 'note', note, 'occurred_at', occurred_at,
    'recorded_at', recorded_at)::text
  FROM marketplace_entitlement_facts
  WHERE tenant_id = $1::uuid AND tenant_type = 'user' AND lpad(seq::text, 20, '0') > $2
  ORDER BY 1 LIMIT $3)"}},
    {"downloads", {"entitlement.export_downloads", R"(
  SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || 'Z|' || id,
    jsonb_build_object('id', id, 'key_id', key_id, 'version', version, 'sha256', sha256,
    'tenant_id', tenant_id, 'tenant_type', tenant_type, 'grant_id', grant_id, 'ip_hash', ip_hash,
    'user_agent', user_agent, 'created_at', created_at)::text
  FROM marketplace_download_events
  WHERE user_id = $1::uuid
    AND (created_at, id) > (coalesce(nullif(split_part($2, '|', 1), ''), '-infinity')::timestamptz,
                            coalesce(nullif(split_part($2, '|', 2), ''), '00000000-0000-0000-0000-000000000000')::uuid)
  ORDER BY created_at, id LIMIT $3)"}},
    {"audit", {"entitlement.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM entitlement_audit WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1::uuid]
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::entitlement
