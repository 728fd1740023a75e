// All SQL of ingestion: runs with their reports. Functions work on a connection or a transaction
// and know no rules; errors as in common/pg/error.h. Stateless.
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

// status "running"; finished_at and the counts are not looked at.
absl::Status InsertIngestion(pg::Executor& db, const IngestionRow& row);

// status, finished_at and the counts of `row`, and the report as JSON.
absl::Status FinishIngestion(pg::Executor& db, const IngestionRow& row,
                             const std::string& report_json);

// Ends as failed what a process that is gone left running. Only while the lock is held.
absl::StatusOr<int64_t> FailAbandoned(pg::Executor& db, absl::Time now);

// Newest first; those before (started_at, id) when given.
struct IngestionPlace {
  absl::Time started_at;
  std::string id;
};
absl::StatusOr<std::vector<IngestionRow>> ListIngestions(
    pg::Executor& db, const std::optional<IngestionPlace>& before, int32_t limit);

absl::StatusOr<std::optional<IngestionRow>> FindIngestion(pg::Executor& db, const std::string& id);
// Absent until the run has ended.
absl::StatusOr<std::optional<std::string>> FindReport(pg::Executor& db, const std::string& id);

// One run at a time, over all processes: held by the connection until it unlocks or is closed.
absl::StatusOr<bool> TryLock(pg::Executor& connection);
absl::Status Unlock(pg::Executor& connection);

// For the test that holds every statement against the migrated schema.
absl::Status CheckStatements(pg::Executor& db);

}  // namespace keys::ingestion
