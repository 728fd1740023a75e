// Stores and reads the audit rows of downloads.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/statement.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

// One decision that allowed a download.
struct DownloadEvent {
  std::string id;
  Tenant tenant;
  std::string grant_id;
  std::string user_id;
  std::string key_id;
  std::string version;
  std::string sha256;
  std::string ip_hash;
  std::string user_agent;
  std::string request_id;
};

inline constexpr pg::Statement kInsertDownload{"entitlement.insert_download", R"(
  INSERT INTO marketplace_download_events
    (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash, user_agent,
     request_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};

struct NewestDownload {
  std::string key_id;
  std::string version;
  absl::Time created_at;
};
// $1 is the user, $2 has KEYS, $3 is the moment. Returns the last download of each KEY up to then,
// by index.
inline constexpr pg::Statement kNewestDownloads{"entitlement.newest_downloads", R"(
  SELECT k.id, d.version, d.created_at
  FROM unnest($2::uuid[]) AS k (id)
  CROSS JOIN LATERAL (SELECT version, created_at FROM marketplace_download_events
                      WHERE user_id = $1 AND key_id = k.id AND created_at <= $3
                      ORDER BY created_at DESC LIMIT 1) AS d)"};

// Errors of both are as in common/pg/error.h.
absl::StatusOr<std::vector<NewestDownload>> NewestDownloads(pg::Executor& db,
                                                            const std::string& user_id,
                                                            const std::vector<std::string>& key_ids,
                                                            absl::Time at);
absl::Status InsertDownload(pg::Executor& db, const DownloadEvent& event, absl::Time now);

}  // namespace keys::entitlement
