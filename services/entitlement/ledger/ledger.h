// The ledger in Postgres: facts that are only ever added, and the grants they add up to.
//
//   ASSIGN_OR_RETURN(const auto grants, ledger::GrantsOfUser(tx, {.user_id = user}, key_id));
//   ASSIGN_OR_RETURN(const Grant after, ledger::Record(tx, before, fact));
//
// Record is the only writer of both tables. Functions take the connection or transaction they work
// in; errors as in common/pg/error.h.
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

// A person and what they may act for: themselves, organisations that have them as a member, and
// organisations their token claims, which the gateway passes on only when it is told to trust it.
struct Person {
  std::string user_id;
  std::vector<std::string> claimed_orgs;
};

namespace ledger {

// Of all the person's tenants, by id; of one KEY when given. Whatever they are worth.
absl::StatusOr<std::vector<Grant>> GrantsOfUser(pg::Executor& db, const Person& person,
                                                const std::optional<std::string>& key_id);
absl::StatusOr<std::vector<Grant>> GrantsOfTenant(pg::Executor& db, const Tenant& tenant,
                                                  const std::optional<std::string>& key_id);

// What a transfer rests on.
struct Holding {
  Tenant tenant;
  std::string key_id;
  // The user who must be a member of the tenant; empty when nobody must.
  std::string member_id;
};
// Of each holding the grants of its tenant for its KEY, none where the user is no member any more.
// All in one statement, so that they are of one moment.
absl::StatusOr<std::vector<std::vector<Grant>>> GrantsOfHoldings(
    pg::Executor& db, const std::vector<Holding>& holdings);

// What had been recorded up to and at `until`, in the order it was written. Membership is today's.
absl::StatusOr<std::vector<Fact>> FactsOfUser(pg::Executor& db, const Person& person,
                                              const std::optional<std::string>& key_id,
                                              absl::Time until);

// Held until the transaction ends.
absl::StatusOr<std::vector<Grant>> LockGrantsOfOrder(pg::Transaction& tx,
                                                     const std::string& order_id);
absl::StatusOr<std::optional<Grant>> LockGrant(pg::Transaction& tx, const std::string& id);

// A grant and everything that may change it: first its order, as whoever applies a snapshot does,
// then itself.
absl::StatusOr<std::optional<Grant>> LockGrantAndOrder(pg::Transaction& tx, const std::string& id);

// As whoever applies a snapshot of the order does.
absl::Status LockOrder(pg::Transaction& tx, const std::string& order_id);

// The lines of an order that are credited to other purchases, whole; and one of them.
absl::Status PutPledges(pg::Transaction& tx, const std::string& order_id,
                        const std::vector<std::string>& line_ids, absl::Time now);
absl::StatusOr<bool> IsPledged(pg::Executor& db, const std::string& order_id,
                               const std::string& line_id);

// False when `revision` or a later one was recorded before. The order stays locked either way.
absl::StatusOr<bool> AdvanceOrder(pg::Transaction& tx, const std::string& order_id,
                                  int64_t revision, absl::Time now);

// Appends the fact and brings the projection to Apply(before, fact), which it returns. `before` was
// read under a lock in `tx`, or is absent for a new grant.
absl::StatusOr<Grant> Record(pg::Transaction& tx, const std::optional<Grant>& before,
                             const Fact& fact);

}  // namespace ledger
}  // namespace keys::entitlement
