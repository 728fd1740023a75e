// KEYS in the order in which they changed. Functions may be called from several threads with
// executors of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "keys/catalog/v1/changes.pb.h"

namespace keys::catalog {

struct ChangedKeys {
  struct Published {
    v1::Candidate key;
    std::vector<std::string> references;
  };
  std::vector<Published> published;
  // Ids of KEYS that changed and are not published now.
  std::vector<std::string> gone;
  int64_t revision = 0;
  // Absent: nothing else changed up to this revision.
  std::optional<v1::ChangePlace> next;
};

// The first `limit` that changed after a place.
absl::StatusOr<ChangedKeys> FindChangedKeys(pg::Executor& db, const v1::ChangePlace& after,
                                            int limit);

absl::Status CheckChangeStatements(pg::Executor& db);

}  // namespace keys::catalog
