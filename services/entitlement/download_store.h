// The audit rows of downloads.
#pragma once

#include <string>

#include "absl/status/status.h"
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

// Errors as in common/pg/error.h.
absl::Status InsertDownload(pg::Executor& db, const DownloadEvent& event, absl::Time now);

}  // namespace keys::entitlement
