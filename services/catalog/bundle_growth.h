// Bundles whose rule takes in what was just published or changed. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/audit/audit.h"
#include "common/pg/transaction.h"

namespace keys::catalog {

// Who or what made bundles grow, and where that is written down.
struct GrowthCause {
  const audit::Log& audit;
  std::string actor;
  absl::Time now;
};

// Lets bundles take in those of the KEYS that fit; one audit row for each bundle that has grown.
absl::Status LetBundlesGrow(pg::Transaction& tx, const std::vector<std::string>& key_ids,
                            const GrowthCause& cause);

}  // namespace keys::catalog
