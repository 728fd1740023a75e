// The ledger in Postgres: facts that are only ever added, and the grants that follow from them.
//
//   ASSIGN_OR_RETURN(const auto grants, ledger::GrantsOfUser(tx, {.user_id = user}, key_id));
//   ASSIGN_OR_RETURN(const Grant after, ledger::Record(tx, before, fact));
//
// Only Record writes the two tables. Functions take the connection or transaction in which they
// work; errors as in common/pg/error.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "services/entitlement/domain/fold.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

// A person with the tenants for which they may act: themselves, organisations that have them as a
// member, and organisations that their token claims, which the gateway passes on only when it is
// configured to trust them.
struct Person {
  std::string user_id;
  std::vector<std::string> claimed_orgs;
};

namespace ledger {

// Returns the grants of all of the person's tenants by id, in any standing; of one KEY if it is
// given.
absl::StatusOr<std::vector<Grant>> GrantsOfUser(pg::Executor& db, const Person& person,
                                                const std::optional<std::string>& key_id);
absl::StatusOr<std::vector<Grant>> GrantsOfTenant(pg::Executor& db, const Tenant& tenant,
                                                  const std::optional<std::string>& key_id);

// The access on which a download depends.
struct Holding {
  Tenant tenant;
  std::string key_id;
  // The user who must be a member of the tenant. Empty when no membership is needed.
  std::string member_id;
};
// Returns for each holding the grants of its tenant for its KEY, and none where the user is no
// longer a member. One statement reads them all, so that they are of one moment.
absl::StatusOr<std::vector<std::vector<Grant>>> GrantsOfHoldings(
    pg::Executor& db, const std::vector<Holding>& holdings);

// Returns the facts that were recorded up to and at `until`, in the order in which they were
// written. Membership is today's.
absl::StatusOr<std::vector<Fact>> FactsOfUser(pg::Executor& db, const Person& person,
                                              const std::optional<std::string>& key_id,
                                              absl::Time until);

// Locks the grants until the transaction ends.
absl::StatusOr<std::vector<Grant>> LockGrantsOfOrder(pg::Transaction& tx,
                                                     const std::string& order_id);
absl::StatusOr<std::optional<Grant>> LockGrant(pg::Transaction& tx, const std::string& id);

// Locks a grant and everything that may change it: first its order, as a transaction that applies a
// snapshot does, then the grant.
absl::StatusOr<std::optional<Grant>> LockGrantAndOrder(pg::Transaction& tx, const std::string& id);

// Takes the lock that a transaction takes which applies a snapshot of the order.
absl::Status LockOrder(pg::Transaction& tx, const std::string& order_id);

// Replaces the set of an order's lines that are credited to other purchases, and asks about one of
// them.
absl::Status PutPledges(pg::Transaction& tx, const std::string& order_id,
                        const std::vector<std::string>& line_ids, absl::Time now);
absl::StatusOr<bool> IsPledged(pg::Executor& db, const std::string& order_id,
                               const std::string& line_id);

// Returns false when `revision` or a later one was recorded before. The order stays locked in
// either case.
absl::StatusOr<bool> AdvanceOrder(pg::Transaction& tx, const std::string& order_id,
                                  int64_t revision, absl::Time now);

// Appends the fact and brings the projection to Apply(before, fact), which it returns. `before`
// must have been read under a lock in `tx`, or is absent for a new grant.
absl::StatusOr<Grant> Record(pg::Transaction& tx, const std::optional<Grant>& before,
                             const Fact& fact);

}  // namespace ledger
}  // namespace keys::entitlement
