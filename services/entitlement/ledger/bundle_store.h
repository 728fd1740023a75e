// Bundles as the ledger knows them: their contents, the orders that bought them, and the KEYS for
// which each order was considered.
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

// Records that an order bought a bundle, and the status of its KEYS together.
struct BundleEntitlement {
  std::string id;  // of a new row
  Tenant tenant;
  std::string bundle_id;
  std::string order_id;
  std::string status;  // active, suspended, revoked
  BundleStanding standing;
};
absl::Status Put(pg::Transaction& tx, const BundleEntitlement& bundle, absl::Time now);

// An order that gets the KEYS which are added to its bundle.
struct Growing {
  Tenant tenant;
  std::string bundle_id;
  Standing standing = Standing::kActive;
};
absl::StatusOr<std::optional<Growing>> FindGrowing(pg::Executor& db, const std::string& order_id);

// Until the transaction ends, no KEY is added to the bundle unseen.
absl::Status ShareContents(pg::Transaction& tx, const std::string& bundle_id);
// Returns the KEYS of the bundle for which the order was not considered yet.
absl::StatusOr<std::vector<std::string>> MissingKeys(pg::Executor& db, const std::string& order_id,
                                                     const std::string& bundle_id);
absl::Status NoteKeys(pg::Transaction& tx, const std::string& order_id,
                      const std::vector<std::string>& key_ids, absl::Time now);

// Maps a bundle to its KEYS, and each KEY to whether it is settled.
using Contents = std::map<std::string, std::map<std::string, bool>>;
absl::StatusOr<Contents> AllContents(pg::Executor& db);
// Sets the bundle's contents. KEYS that are added now are not settled.
absl::Status ReplaceContents(pg::Transaction& tx, const std::string& bundle_id,
                             const std::vector<std::string>& key_ids, absl::Time now);
absl::Status SettleContents(pg::Executor& db, const std::string& bundle_id,
                            const std::vector<std::string>& key_ids);
// Returns orders that lack some of the bundle's KEYS, by id after `after`.
absl::StatusOr<std::vector<std::string>> LackingOrders(pg::Executor& db,
                                                       const std::string& bundle_id,
                                                       const std::string& after, int limit);

}  // namespace keys::entitlement::bundles
