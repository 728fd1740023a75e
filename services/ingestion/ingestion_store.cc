#include "services/ingestion/ingestion_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/pg/check.h"
#include "common/time/proto_time.h"

namespace keys::ingestion {
namespace {

using pg::Statement;

// The bytes of "ingest". Advisory locks share one name space in a database.
constexpr int64_t kLockKey = 0x696e67657374;

struct ReportRow {
  std::optional<pg::Json> report;
};
struct LockRow {
  bool is_held = false;
};

constexpr Statement kInsert{
    "ingestion.insert",
    "INSERT INTO marketplace_ingestions (id, status, source, dry_run, started_by, success,"
    " unchanged, rejected, created_at, updated_at)"
    " VALUES ($1, 'running', $2, $3, $4, 0, 0, 0, $5, $5)"};

constexpr Statement kFinish{
    "ingestion.finish",
    "UPDATE marketplace_ingestions SET status = $2, finished_at = $3, updated_at = $3,"
    " success = $4, unchanged = $5, rejected = $6, report = $7 WHERE id = $1"};

constexpr Statement kFailAbandoned{
    "ingestion.fail_abandoned",
    "UPDATE marketplace_ingestions SET status = 'failed', finished_at = $1, updated_at = $1"
    " WHERE status = 'running'"};

constexpr Statement kList{
    "ingestion.list",
    "SELECT id, status, source, dry_run, started_by, created_at, finished_at, success, unchanged,"
    " rejected FROM marketplace_ingestions"
    " WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)"
    " ORDER BY created_at DESC, id DESC LIMIT $3"};

constexpr Statement kFind{
    "ingestion.find",
    "SELECT id, status, source, dry_run, started_by, created_at, finished_at, success, unchanged,"
    " rejected FROM marketplace_ingestions WHERE id = $1"};

constexpr Statement kFindReport{"ingestion.find_report",
                                "SELECT report FROM marketplace_ingestions WHERE id = $1"};

constexpr Statement kTryLock{"ingestion.try_lock", "SELECT pg_try_advisory_lock($1)"};
constexpr Statement kUnlock{"ingestion.unlock", "SELECT pg_advisory_unlock($1)"};

}  // namespace

v1::Ingestion ToProtoIngestion(const IngestionRow& row) {
  v1::Ingestion ingestion;
  ingestion.set_id(row.id);
  ingestion.set_status(row.status);
  ingestion.set_source(row.source);
  ingestion.set_dry_run(row.dry_run);
  if (row.started_by.has_value()) ingestion.set_started_by(*row.started_by);
  *ingestion.mutable_started_at() = ToProto(row.started_at);
  if (row.finished_at.has_value()) *ingestion.mutable_finished_at() = ToProto(*row.finished_at);
  ingestion.set_success(row.success);
  ingestion.set_unchanged(row.unchanged);
  ingestion.set_rejected(row.rejected);
  return ingestion;
}

absl::Status InsertIngestion(pg::Executor& db, const IngestionRow& row) {
  return db.Execute(kInsert, row.id, row.source, row.dry_run, row.started_by, row.started_at)
      .status();
}

absl::Status FinishIngestion(pg::Executor& db, const IngestionRow& row,
                             const std::string& report_json) {
  return db
      .Execute(kFinish, row.id, row.status, row.finished_at, row.success, row.unchanged,
               row.rejected, pg::Json{report_json})
      .status();
}

absl::StatusOr<int64_t> FailAbandoned(pg::Executor& db, absl::Time now) {
  return db.Execute(kFailAbandoned, now);
}

absl::StatusOr<std::vector<IngestionRow>> ListIngestions(
    pg::Executor& db, const std::optional<IngestionPlace>& before, int32_t limit) {
  std::optional<absl::Time> started_at;
  std::optional<std::string> id;
  if (before.has_value()) {
    started_at = before->started_at;
    id = before->id;
  }
  return db.Query<IngestionRow>(kList, started_at, id, limit);
}

absl::StatusOr<std::optional<IngestionRow>> FindIngestion(pg::Executor& db, const std::string& id) {
  return db.QueryOne<IngestionRow>(kFind, id);
}

absl::StatusOr<std::optional<std::string>> FindReport(pg::Executor& db, const std::string& id) {
  ASSIGN_OR_RETURN(auto row, db.QueryOne<ReportRow>(kFindReport, id));
  if (!row.has_value() || !row->report.has_value()) return std::optional<std::string>();
  return std::optional<std::string>(std::move(row->report->text));
}

absl::StatusOr<bool> TryLock(pg::Executor& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.QueryOne<LockRow>(kTryLock, kLockKey));
  return row.has_value() && row->is_held;
}

absl::Status Unlock(pg::Executor& connection) {
  return connection.QueryOne<LockRow>(kUnlock, kLockKey).status();
}

absl::Status CheckStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckCommand(db, kInsert));
  RETURN_IF_ERROR(pg::CheckCommand(db, kFinish));
  RETURN_IF_ERROR(pg::CheckCommand(db, kFailAbandoned));
  RETURN_IF_ERROR(pg::CheckStatement<IngestionRow>(db, kList));
  RETURN_IF_ERROR(pg::CheckStatement<IngestionRow>(db, kFind));
  RETURN_IF_ERROR(pg::CheckStatement<ReportRow>(db, kFindReport));
  RETURN_IF_ERROR(pg::CheckStatement<LockRow>(db, kTryLock));
  return pg::CheckStatement<LockRow>(db, kUnlock);
}

}  // namespace keys::ingestion
