// Lists what discovery keeps about a person, as an export shows it (common/personal_data). Ids of
// other people, also of those who acted, are left out.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::discovery {

// clang-format off
inline constexpr personal_data::Section kPersonalData[] = {
    {"signals", {"discovery.export_signals", R"(
  SELECT id::text, jsonb_build_object('id', id, 'signal_type', signal_type, 'signal_value', signal_value,
    'metadata', metadata, 'origin', origin, 'created_at', created_at, 'expires_at', expires_at)::text
  FROM marketplace_discovery_signals
  WHERE user_id = $1::uuid AND id::text > $2 ORDER BY id::text LIMIT $3)"}},
    {"opt_outs", {"discovery.export_opt_outs", R"(
  SELECT signal_type, jsonb_build_object('signal_type', signal_type, 'created_at', created_at,
    'updated_at', updated_at)::text
  FROM marketplace_discovery_opt_outs
  WHERE user_id = $1::uuid AND signal_type > $2 ORDER BY signal_type LIMIT $3)"}},
    {"dismissals", {"discovery.export_dismissals", R"(
  SELECT key_id::text, jsonb_build_object('key_id', key_id, 'slug', slug, 'created_at', created_at)::text
  FROM marketplace_discovery_dismissals
  WHERE user_id = $1::uuid AND key_id::text > $2 ORDER BY key_id::text LIMIT $3)"}},
    {"audit", {"discovery.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM discovery_audit WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1::uuid]
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::discovery
