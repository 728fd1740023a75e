// All SQL of ingestion, which stores runs with their reports. Functions work on a connection or a
// transaction and know no rules; errors as in common/pg/error.h. Stateless.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "keys/ingestion/v1/ingestion.pb.h"

namespace keys::ingestion {

struct IngestionRow {
  std::string id;
  std::string status;
  std::string source;
  bool dry_run = false;
  std::optional<std::string> started_by;
  absl::Time started_at;
  std::optional<absl::Time> finished_at;
  int32_t success = 0;
  int32_t unchanged = 0;
  int32_t rejected = 0;
};

v1::Ingestion ToProtoIngestion(const IngestionRow& row);

// Stores the run with status "running". finished_at and the counts of `row` are ignored.
absl::Status InsertIngestion(pg::Executor& db, const IngestionRow& row);

// Stores status, finished_at and the counts of `row`, and the report as JSON.
absl::Status FinishIngestion(pg::Executor& db, const IngestionRow& row,
                             const std::string& report_json);

// Marks runs as failed that a process which no longer exists left running. Only while the lock is
// held.
absl::StatusOr<int64_t> FailAbandoned(pg::Executor& db, absl::Time now);

// Lists runs, the newest first; if a place is given, those before it.
struct IngestionPlace {
  absl::Time started_at;
  std::string id;
};
absl::StatusOr<std::vector<IngestionRow>> ListIngestions(
    pg::Executor& db, const std::optional<IngestionPlace>& before, int32_t limit);

absl::StatusOr<std::optional<IngestionRow>> FindIngestion(pg::Executor& db, const std::string& id);
// Absent until the run has ended.
absl::StatusOr<std::optional<std::string>> FindReport(pg::Executor& db, const std::string& id);

// Allows one run at a time over all processes. The connection holds the lock until it unlocks or is
// closed.
absl::StatusOr<bool> TryLock(pg::Executor& connection);
absl::Status Unlock(pg::Executor& connection);

// Compares every statement with the migrated schema, for a test.
absl::Status CheckStatements(pg::Executor& db);

}  // namespace keys::ingestion
