// Reads from the projection and the memberships who may use which KEYS.
//
// Functions take the connection or transaction they work in; errors as in common/pg/error.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement::access {

// Returns the ids of the KEYS to which the person has access at `now`, each once, sorted.
absl::StatusOr<std::vector<std::string>> AccessSet(pg::Executor& db, const Person& person,
                                                   absl::Time now);

struct Membership {
  std::string org_id;
  std::string role;  // owner, admin, member
};
absl::StatusOr<std::vector<Membership>> Memberships(pg::Executor& db, const std::string& user_id);

absl::StatusOr<bool> IsMember(pg::Executor& db, const std::string& org_id,
                              const std::string& user_id);

// Makes the organisation if it does not exist. Returns false when the member had this role already.
// `id` is for a new row.
absl::StatusOr<bool> PutMember(pg::Transaction& tx, const std::string& id, const v1::Member& member,
                               absl::Time now);

// Returns the role that the member had, or nothing when there was none.
absl::StatusOr<std::optional<std::string>> DeleteMember(pg::Transaction& tx,
                                                        const std::string& org_id,
                                                        const std::string& user_id);

}  // namespace keys::entitlement::access
