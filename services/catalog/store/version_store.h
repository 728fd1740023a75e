// Reads the versions of a KEY, and yanks them.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

struct StoredVersion {
  v1::KeyVersion shown;
  std::string id;
  std::optional<std::string> storage_path;
  std::string content_hash;
  int source_rank = 1;
};

// Returns the versions, the highest by SemVer first.
absl::StatusOr<std::vector<StoredVersion>> FindVersions(pg::Executor& db,
                                                        const std::string& key_id);
absl::StatusOr<std::optional<StoredVersion>> FindVersion(pg::Executor& db,
                                                         const std::string& key_id,
                                                         const std::string& version);
// Finds the version that "latest" names: releases before pre-releases, without yanked ones.
absl::StatusOr<std::optional<StoredVersion>> FindLatestVersion(pg::Executor& db,
                                                               const std::string& key_id);

// Returns false when it was yanked before.
absl::StatusOr<bool> MarkYanked(pg::Transaction& tx, const std::string& version_id,
                                const std::string& reason, absl::Time now);

absl::Status CheckVersionStatements(pg::Executor& db);

}  // namespace keys::catalog
