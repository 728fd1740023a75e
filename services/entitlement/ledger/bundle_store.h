// Bundles as the ledger knows them: what they hold, which orders bought them, and which of their
// KEYS each order has had its turn with.
//
// Functions take the connection or transaction they work in; errors as in common/pg/error.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "services/entitlement/domain/bundle_order.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement::bundles {

// That an order bought a bundle, and what its KEYS are worth together.
struct BundleEntitlement {
  std::string id;  // of a new row
  Tenant tenant;
  std::string bundle_id;
  std::string order_id;
  std::string status;  // active, suspended, revoked
  BundleStanding standing;
};
absl::Status Put(pg::Transaction& tx, const BundleEntitlement& bundle, absl::Time now);

// An order to which KEYS come that are put into its bundle.
struct Growing {
  Tenant tenant;
  std::string bundle_id;
  Standing standing = Standing::kActive;
};
absl::StatusOr<std::optional<Growing>> FindGrowing(pg::Executor& db, const std::string& order_id);

// Until the transaction ends no KEY comes into the bundle unseen.
absl::Status ShareContents(pg::Transaction& tx, const std::string& bundle_id);
// The KEYS of the bundle that the order has not had its turn with.
absl::StatusOr<std::vector<std::string>> MissingKeys(pg::Executor& db, const std::string& order_id,
                                                     const std::string& bundle_id);
absl::Status NoteKeys(pg::Transaction& tx, const std::string& order_id,
                      const std::vector<std::string>& key_ids, absl::Time now);

// Bundle → KEY → settled.
using Contents = std::map<std::string, std::map<std::string, bool>>;
absl::StatusOr<Contents> AllContents(pg::Executor& db);
// From now on the bundle holds these KEYS; those that come in are not settled.
absl::Status ReplaceContents(pg::Transaction& tx, const std::string& bundle_id,
                             const std::vector<std::string>& key_ids, absl::Time now);
absl::Status SettleContents(pg::Executor& db, const std::string& bundle_id,
                            const std::vector<std::string>& key_ids);
// Orders that lack something of the bundle, by id from after `after` on.
absl::StatusOr<std::vector<std::string>> LackingOrders(pg::Executor& db,
                                                       const std::string& bundle_id,
                                                       const std::string& after, int limit);

}  // namespace keys::entitlement::bundles
