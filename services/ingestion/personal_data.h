// Lists what ingestion keeps about a person, as an export shows it (common/personal_data). Ids of
// other people, also of those who acted, are left out.
#pragma once

#include "common/personal_data/personal_data.h"

namespace keys::ingestion {

// clang-format off
inline constexpr personal_data::Section kPersonalData[] = {
    {"ingestions", {"ingestion.export_ingestions", R"(
  SELECT id::text, jsonb_build_object('id', id, 'source', source, 'dry_run', dry_run, 'status', status,
    'created_at', created_at, 'finished_at', finished_at)::text
  FROM marketplace_ingestions
  WHERE started_by = $1::uuid AND id::text > $2 ORDER BY id::text LIMIT $3)"}},
    {"audit", {"ingestion.export_audit", R"(
  SELECT lpad(seq::text, 20, '0'), jsonb_build_object('seq', seq, 'at', at, 'action', action,
    'by_you', actor = $1::text)::text
  FROM ingestion_audit WHERE keys_ids_of_entry(actor, subject, details) @> ARRAY[$1::uuid]
    AND lpad(seq::text, 20, '0') > $2 ORDER BY 1 LIMIT $3)"}},
};
// clang-format on

}  // namespace keys::ingestion
