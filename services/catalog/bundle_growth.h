// Adds KEYS that were just published or changed to the bundles whose rule they fit. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/audit/audit.h"
#include "common/pg/transaction.h"

namespace keys::catalog {

// The actor who made bundles grow, and the audit log that records it.
struct GrowthCause {
  const audit::Log& audit;
  std::string actor;
  absl::Time now;
};

// Adds those of the KEYS that fit to bundles, and writes one audit row for each bundle that has
// grown.
absl::Status LetBundlesGrow(pg::Transaction& tx, const std::vector<std::string>& key_ids,
                            const GrowthCause& cause);

}  // namespace keys::catalog
