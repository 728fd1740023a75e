#include "services/discovery/discovery_store.h"

#include "common/base/status_macros.h"
#include "common/id/id.h"
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
    "AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid)) "
    "ORDER BY created_at DESC, id DESC LIMIT $5"};

constexpr pg::Statement kFind{
    "discovery.find_signal",
    "SELECT id, signal_type, signal_value, metadata, origin, created_at, expires_at FROM "
    "marketplace_discovery_signals WHERE user_id = $1 AND id = $2 AND expires_at > $3"};

// One statement, so that of signals and opt-outs neither is newer than the other. Of signals it
// reads two entries of the index for each type, however many there are. Newest is what was stored
// last, whatever the clock said.
constexpr pg::Statement kTold{
    "discovery.find_told",
    "SELECT 'signal', s.id::text, s.signal_type, s.signal_value, s.sequence "
    "FROM unnest('{problem_category,purchase,role,tool_intent,view}'::text[]) AS t (name), "
    "LATERAL (SELECT id, signal_type, signal_value, sequence FROM marketplace_discovery_signals "
    "WHERE user_id = $1 AND signal_type = t.name AND expires_at > $2 "
    "ORDER BY sequence DESC LIMIT 2) AS s "
    "UNION ALL SELECT 'opt_out', '', signal_type, '', 0 FROM marketplace_discovery_opt_outs "
    "WHERE user_id = $1 "
    "UNION ALL SELECT 'dismissal', key_id::text, '', '', 0 FROM marketplace_discovery_dismissals "
    "WHERE user_id = $1 ORDER BY 1, 3, 5 DESC, 2"};
struct ToldRow {
  std::string kind;
  std::string id;
  std::string type;
  std::string value;
  int64_t sequence;
};

constexpr pg::Statement kDelete{
    "discovery.delete_signal",
    "DELETE FROM marketplace_discovery_signals WHERE user_id = $1 AND id = $2"};

constexpr pg::Statement kDeleteAll{"discovery.delete_signals",
                                   "DELETE FROM marketplace_discovery_signals WHERE user_id = $1"};

constexpr pg::Statement kDeleteOfType{
    "discovery.delete_signals_of_type",
    "DELETE FROM marketplace_discovery_signals WHERE user_id = $1 AND signal_type = $2"};

constexpr pg::Statement kLockToStore{
    "discovery.lock_to_store",
    "SELECT pg_advisory_xact_lock_shared(hashtextextended('discovery ' || $1, 0))::text"};

constexpr pg::Statement kLockToOptOut{
    "discovery.lock_to_opt_out",
    "SELECT pg_advisory_xact_lock(hashtextextended('discovery ' || $1, 0))::text"};

constexpr pg::Statement kListOptOuts{
    "discovery.list_opt_outs",
    "SELECT signal_type, created_at, updated_at FROM marketplace_discovery_opt_outs "
    "WHERE user_id = $1 ORDER BY signal_type"};

constexpr pg::Statement kInsertOptOut{
    "discovery.insert_opt_out",
    "INSERT INTO marketplace_discovery_opt_outs (user_id, signal_type, created_at, updated_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, signal_type) DO NOTHING"};

constexpr pg::Statement kDeleteOptOut{
    "discovery.delete_opt_out",
    "DELETE FROM marketplace_discovery_opt_outs WHERE user_id = $1 AND signal_type = $2"};

constexpr pg::Statement kDeleteOptOuts{
    "discovery.delete_opt_outs", "DELETE FROM marketplace_discovery_opt_outs WHERE user_id = $1"};

constexpr pg::Statement kListDismissals{
    "discovery.list_dismissals",
    "SELECT key_id, slug, created_at FROM marketplace_discovery_dismissals WHERE user_id = $1 "
    "ORDER BY created_at DESC, key_id"};

constexpr pg::Statement kInsertDismissal{
    "discovery.insert_dismissal",
    "INSERT INTO marketplace_discovery_dismissals (user_id, key_id, slug, created_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, key_id) DO NOTHING"};

constexpr pg::Statement kDeleteDismissal{
    "discovery.delete_dismissal",
    "DELETE FROM marketplace_discovery_dismissals WHERE user_id = $1 "
    "AND (slug = $2 OR key_id = $3::uuid)"};

struct LockRow {
  std::string nothing;
};

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
                                                   absl::Time now, const SignalPlace& after,
                                                   int limit) {
  return db.Query<SignalRow>(kList, user_id, now, after.created_at, after.id, limit);
}

absl::StatusOr<std::optional<SignalRow>> FindSignal(pg::Executor& db, const std::string& user_id,
                                                    const std::string& id, absl::Time now) {
  return db.QueryOne<SignalRow>(kFind, user_id, id, now);
}

absl::StatusOr<Told> FindTold(pg::Executor& db, const std::string& user_id, absl::Time now) {
  ASSIGN_OR_RETURN(std::vector<ToldRow> rows, db.Query<ToldRow>(kTold, user_id, now));
  Told told;
  for (ToldRow& row : rows) {
    if (row.kind == "signal") {
      told.newest.push_back({std::move(row.id), std::move(row.type), std::move(row.value)});
    } else if (row.kind == "opt_out") {
      told.opt_outs.push_back(std::move(row.type));
    } else {
      told.dismissed.push_back(std::move(row.id));
    }
  }
  return told;
}

absl::StatusOr<int64_t> DeleteSignal(pg::Executor& db, const std::string& user_id,
                                     const std::string& id) {
  return db.Execute(kDelete, user_id, id);
}

absl::StatusOr<int64_t> DeleteSignals(pg::Executor& db, const std::string& user_id) {
  return db.Execute(kDeleteAll, user_id);
}

absl::StatusOr<int64_t> DeleteSignalsOfType(pg::Executor& db, const std::string& user_id,
                                            const std::string& signal_type) {
  return db.Execute(kDeleteOfType, user_id, signal_type);
}

absl::Status LockToStore(pg::Transaction& tx, const std::string& user_id) {
  return tx.QueryOne<LockRow>(kLockToStore, user_id).status();
}

absl::Status LockToOptOut(pg::Transaction& tx, const std::string& user_id) {
  return tx.QueryOne<LockRow>(kLockToOptOut, user_id).status();
}

absl::StatusOr<std::vector<OptOutRow>> ListOptOuts(pg::Executor& db, const std::string& user_id) {
  return db.Query<OptOutRow>(kListOptOuts, user_id);
}

absl::Status InsertOptOut(pg::Executor& db, const std::string& user_id, const OptOutRow& opt_out) {
  return db
      .Execute(kInsertOptOut, user_id, opt_out.signal_type, opt_out.created_at, opt_out.updated_at)
      .status();
}

absl::StatusOr<int64_t> DeleteOptOut(pg::Executor& db, const std::string& user_id,
                                     const std::string& signal_type) {
  return db.Execute(kDeleteOptOut, user_id, signal_type);
}

absl::StatusOr<int64_t> DeleteOptOuts(pg::Executor& db, const std::string& user_id) {
  return db.Execute(kDeleteOptOuts, user_id);
}

absl::StatusOr<std::vector<DismissalRow>> ListDismissals(pg::Executor& db,
                                                         const std::string& user_id) {
  return db.Query<DismissalRow>(kListDismissals, user_id);
}

absl::Status InsertDismissal(pg::Executor& db, const std::string& user_id,
                             const DismissalRow& dismissal) {
  return db
      .Execute(kInsertDismissal, user_id, dismissal.key_id, dismissal.slug, dismissal.created_at)
      .status();
}

absl::StatusOr<int64_t> DeleteDismissal(pg::Executor& db, const std::string& user_id,
                                        const std::string& key) {
  return db.Execute(kDeleteDismissal, user_id, key, NormalizeUuid(key));
}

absl::StatusOr<int64_t> PruneExpired(pg::Executor& db, absl::Time now, int limit) {
  return db.Execute(kPrune, now, limit);
}

absl::Status CheckStatements(pg::Executor& db) {
  RETURN_IF_ERROR(pg::CheckStatement<SignalRow>(db, kList));
  RETURN_IF_ERROR(pg::CheckStatement<SignalRow>(db, kFind));
  RETURN_IF_ERROR(pg::CheckStatement<ToldRow>(db, kTold));
  RETURN_IF_ERROR(pg::CheckStatement<OptOutRow>(db, kListOptOuts));
  RETURN_IF_ERROR(pg::CheckStatement<DismissalRow>(db, kListDismissals));
  RETURN_IF_ERROR(pg::CheckStatement<LockRow>(db, kLockToStore));
  RETURN_IF_ERROR(pg::CheckStatement<LockRow>(db, kLockToOptOut));
  for (const pg::Statement& statement :
       {kInsert, kDelete, kDeleteAll, kDeleteOfType, kInsertOptOut, kDeleteOptOut, kDeleteOptOuts,
        kInsertDismissal, kDeleteDismissal, kPrune}) {
    RETURN_IF_ERROR(pg::CheckCommand(db, statement));
  }
  return absl::OkStatus();
}

}  // namespace keys::discovery
