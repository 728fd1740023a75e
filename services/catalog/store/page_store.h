// All that a KEY's page shows but its related KEYS, in one statement and so from one snapshot.
// Functions may be called from several threads with executors of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "services/catalog/store/key_store.h"

namespace keys::catalog {

// The most bundles that a KEY's page names.
inline constexpr int kMostBundlesOfKey = 20;

struct StoredPage {
  // The row comes with versions, bundles and texts.
  StoredKey key;
  // The pictures are among the facts of the latest version.
  v1::Asset facts;
  // The catalog's revision in the snapshot.
  int64_t revision = 0;
};

absl::StatusOr<std::optional<StoredPage>> FindPage(pg::Executor& db, const std::string& slug_or_id);

// Checks that every statement fits the migrated schema.
absl::Status CheckPageStatements(pg::Executor& db);

}  // namespace keys::catalog
