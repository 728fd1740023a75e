// Stores the entries of marketplace.json that were applied last, and the terms of many KEYS at
// once.
//
// All functions may be called from several threads with executors of their own.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/executor.h"
#include "common/pg/transaction.h"
#include "services/catalog/store/key_store.h"

namespace keys::catalog {

// Maps ("key" or "bundle", slug) to the hash of the entry as it was applied.
using AppliedEntries = std::map<std::pair<std::string, std::string>, std::string>;

absl::StatusOr<AppliedEntries> FindAppliedEntries(pg::Executor& db);
absl::Status RecordAppliedEntries(pg::Transaction& tx, const AppliedEntries& entries,
                                  absl::Time now);

// Maps the id of a KEY to its new terms.
absl::Status SetTermsOfMany(pg::Transaction& tx, const std::map<std::string, SaleTerms>& terms,
                            absl::Time now);

absl::Status CheckPricingStatements(pg::Executor& db);

}  // namespace keys::catalog
