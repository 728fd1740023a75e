// All SQL of discovery. Functions work on a connection or a transaction and know no rules; errors
// as in common/pg/error.h. Stateless.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"

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

// A page of signals begins after this one. If it is absent, the page begins with the newest.
struct SignalPlace {
  std::optional<absl::Time> created_at;
  std::optional<std::string> id;
};
// Returns signals that are unexpired at `now`, newest first.
absl::StatusOr<std::vector<SignalRow>> ListSignals(pg::Executor& db, const std::string& user_id,
                                                   absl::Time now, const SignalPlace& after,
                                                   int limit);
// Finds a signal that is unexpired at `now`.
absl::StatusOr<std::optional<SignalRow>> FindSignal(pg::Executor& db, const std::string& user_id,
                                                    const std::string& id, absl::Time now);

// All that a recommendation looks at of one person, as it stood at one moment.
struct Told {
  struct Signal {
    std::string id;
    std::string type;
    std::string value;
  };
  // Has for each type the unexpired signal that counts, which is the newest, and the one that would
  // count if it were not there. They stand in the order of types, newest first.
  std::vector<Signal> newest;
  // The types of opt-outs, in their order.
  std::vector<std::string> opt_outs;
  // Ids of the KEYS the person is not interested in.
  std::vector<std::string> dismissed;
};
absl::StatusOr<Told> FindTold(pg::Executor& db, const std::string& user_id, absl::Time now);

// Returns how many were deleted. The id of another person's signal deletes nothing.
absl::StatusOr<int64_t> DeleteSignal(pg::Executor& db, const std::string& user_id,
                                     const std::string& id);
absl::StatusOr<int64_t> DeleteSignals(pg::Executor& db, const std::string& user_id);
absl::StatusOr<int64_t> DeleteSignalsOfType(pg::Executor& db, const std::string& user_id,
                                            const std::string& signal_type);

struct OptOutRow {
  std::string signal_type;  // or domain/signal_types.h kEverything
  absl::Time created_at;
  absl::Time updated_at;
};

// Both last until the transaction ends. Whoever stores a signal shares the person's lock with
// others who do and then looks at the opt-outs; whoever writes an opt-out has it alone and then
// deletes: of two at the same time the second sees what the first did.
absl::Status LockToStore(pg::Transaction& tx, const std::string& user_id);
absl::Status LockToOptOut(pg::Transaction& tx, const std::string& user_id);

// Returns them in the order of types.
absl::StatusOr<std::vector<OptOutRow>> ListOptOuts(pg::Executor& db, const std::string& user_id);
// One that stands already stays as it is.
absl::Status InsertOptOut(pg::Executor& db, const std::string& user_id, const OptOutRow& opt_out);
// Returns how many were deleted.
absl::StatusOr<int64_t> DeleteOptOut(pg::Executor& db, const std::string& user_id,
                                     const std::string& signal_type);
absl::StatusOr<int64_t> DeleteOptOuts(pg::Executor& db, const std::string& user_id);

struct DismissalRow {
  std::string key_id;
  std::string slug;
  absl::Time created_at;
};
// Newest first.
absl::StatusOr<std::vector<DismissalRow>> ListDismissals(pg::Executor& db,
                                                         const std::string& user_id);
// One that stands already stays as it is.
absl::Status InsertDismissal(pg::Executor& db, const std::string& user_id,
                             const DismissalRow& dismissal);
// `key` is a slug or an id. Returns how many were deleted.
absl::StatusOr<int64_t> DeleteDismissal(pg::Executor& db, const std::string& user_id,
                                        const std::string& key);

// Removes at most `limit` rows that have expired, and returns how many it removed.
absl::StatusOr<int64_t> PruneExpired(pg::Executor& db, absl::Time now, int limit);

// The test that compares every statement with the migrated schema reads them here.
absl::Status CheckStatements(pg::Executor& db);

}  // namespace keys::discovery
