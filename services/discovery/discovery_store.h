// All SQL of discovery. Functions work on a connection or a transaction and know no rules; errors
// as in common/pg/error.h. Stateless.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"

namespace keys::discovery {

struct SignalRow {
  std::string id;
  std::string signal_type;
  std::string signal_value;
  pg::Json metadata;
  std::string origin;
  absl::Time created_at;
  absl::Time expires_at;
};

absl::Status InsertSignal(pg::Executor& db, const std::string& user_id, const SignalRow& signal);

// Unexpired at `now`, newest first; at most kMaxListedSignals.
inline constexpr int kMaxListedSignals = 1000;
absl::StatusOr<std::vector<SignalRow>> ListSignals(pg::Executor& db, const std::string& user_id,
                                                   absl::Time now);

// The newest unexpired signal of each type.
absl::StatusOr<std::vector<SignalRow>> NewestSignals(pg::Executor& db, const std::string& user_id,
                                                     absl::Time now);

// How many were deleted; a foreign id deletes nothing.
absl::StatusOr<int64_t> DeleteSignal(pg::Executor& db, const std::string& user_id,
                                     const std::string& id);
absl::StatusOr<int64_t> DeleteSignals(pg::Executor& db, const std::string& user_id);

// Removes what has expired, at most `limit` rows; how many.
absl::StatusOr<int64_t> PruneExpired(pg::Executor& db, absl::Time now, int limit);

// For the test that holds every statement against the migrated schema.
absl::Status CheckStatements(pg::Executor& db);

}  // namespace keys::discovery
