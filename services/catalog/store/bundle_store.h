// Stores and reads bundles with their KEYS, with one query each.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/domain/bundle.h"

namespace keys::catalog {

struct StoredBundle {
  // Its KEYS in the order in which they were written, whatever their status.
  v1::BundleForSale sale;
  int64_t row_version = 0;
};

// Returns bundles on sale, the cheapest first. If `bundle_type` is absent, bundles of every type.
absl::StatusOr<std::vector<StoredBundle>> FindBundles(
    pg::Executor& db, const std::optional<std::string>& bundle_type);
absl::StatusOr<std::optional<StoredBundle>> FindBundle(pg::Executor& db,
                                                       const std::string& slug_or_id);

struct BundleWrite {
  // Used for a slug that is new. A bundle that exists keeps its id.
  std::string new_id;
  std::string slug;
  std::string title;
  std::optional<std::string> description;
  std::string bundle_type;
  int64_t price_cents = 0;
  std::string currency;
  std::vector<std::string> key_ids;
  MemberRule rule;
};
// Creates or replaces a bundle. KEYS that stay keep the time at which they were added.
absl::Status WriteBundle(pg::Transaction& tx, const BundleWrite& bundle, absl::Time now);

// Returns the slugs of published KEYS that fit, by slug; at most `limit`.
absl::StatusOr<std::vector<std::string>> FindMembers(pg::Executor& db, const MemberRule& rule,
                                                     int limit);

struct GrownBundle {
  std::string id;
  std::string slug;
  // The KEYS that were added, by slug.
  std::vector<std::string> key_slugs;
};
// Adds those of the given KEYS that are published to each bundle on sale whose rule they fit.
// Returns the bundles that have grown.
absl::StatusOr<std::vector<GrownBundle>> GrowBundles(pg::Transaction& tx,
                                                     const std::vector<std::string>& key_ids,
                                                     absl::Time now);

absl::Status TakeOffSale(pg::Transaction& tx, const std::string& bundle_id, absl::Time now);

absl::Status CheckBundleStatements(pg::Executor& db);

}  // namespace keys::catalog
