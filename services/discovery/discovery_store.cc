#include "services/discovery/discovery_store.h"

#include "common/base/status_macros.h"
#include "common/pg/check.h"

namespace keys::discovery {
namespace {

constexpr pg::Statement kInsert{
    "discovery.insert_signal",
    "INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, metadata, "
    "origin, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

constexpr pg::Statement kList{
    "discovery.list_signals",
    "SELECT id, signal_type, signal_value, metadata, origin, created_at, expires_at FROM "
    "marketplace_discovery_signals WHERE user_id = $1 AND expires_at > $2 "
    "ORDER BY created_at DESC, id DESC LIMIT $3"};

constexpr pg::Statement kNewest{
    "discovery.newest_signals",
    "SELECT DISTINCT ON (signal_type) id, signal_type, signal_value, metadata, origin, created_at, "
    "expires_at FROM marketplace_discovery_signals WHERE user_id = $1 AND expires_at > $2 "
    "ORDER BY signal_type, created_at DESC, id DESC"};

constexpr pg::Statement kDelete{
    "discovery.delete_signal",
    "DELETE FROM marketplace_discovery_signals WHERE user_id = $1 AND id = $2"};

constexpr pg::Statement kDeleteAll{"discovery.delete_signals",
                                   "DELETE FROM marketplace_discovery_signals WHERE user_id = $1"};

constexpr pg::Statement kPrune{
    "discovery.prune_expired",
    "DELETE FROM marketplace_discovery_signals WHERE id IN (SELECT id FROM "
    "marketplace_discovery_signals WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)"};

}  // namespace

absl::Status InsertSignal(pg::Executor& db, const std::string& user_id, const SignalRow& signal) {
  return db
      .Execute(kInsert, signal.id, user_id, signal.signal_type, signal.signal_value,
               signal.metadata, signal.origin, signal.created_at, signal.expires_at)
      .status();
}

absl::StatusOr<std::vector<SignalRow>> ListSignals(pg::Executor& db, const std::string& user_id,
                                                   absl::Time now) {
  return db.Query<SignalRow>(kList, user_id, now, kMaxListedSignals);
}

absl::StatusOr<std::vector<SignalRow>> NewestSignals(pg::Executor& db, const std::string& user_id,
                                                     absl::Time now) {
  return db.Query<SignalRow>(kNewest, user_id, now);
}

absl::StatusOr<int64_t> DeleteSignal(pg::Executor& db, const std::string& user_id,
                                     const std::string& id) {
  return db.Execute(kDelete, user_id, id);
}

absl::StatusOr<int64_t> DeleteSignals(pg::Executor& db, const std::string& user_id) {
  return db.Execute(kDeleteAll, user_id);
}

absl::StatusOr<int64_t> PruneExpired(pg::Executor& db, absl::Time now, int limit) {
  return db.Execute(kPrune, now, limit);
}

absl::Status CheckStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<SignalRow>(db, kList));
  RETURN_IF_ERROR(pg::CheckStatement<SignalRow>(db, kNewest));
  for (const pg::Statement& statement : {kInsert, kDelete, kDeleteAll, kPrune}) {
    RETURN_IF_ERROR(pg::CheckCommand(db, statement));
  }
  return absl::OkStatus();
}

}  // namespace keys::discovery
