// Looks up the KEYS that a bundle names, in one query. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/executor.h"
#include "services/catalog/domain/bundle.h"
#include "services/catalog/store/bundle_store.h"

namespace keys::catalog {

struct KnownParts {
  // The parts by slug and by id.
  std::map<std::string, Part> parts;
  std::map<std::string, std::string> ids;

  // Every KEY of `input` must be known.
  BundleWrite ToWrite(const BundleInput& input, std::string new_id) const;
};

// Appends to the KEYS that a bundle names those that fit its rule and are not named.
absl::Status AddMembers(pg::Executor& db, BundleInput& input);

absl::StatusOr<KnownParts> FindParts(pg::Executor& db, const std::vector<std::string>& refs);

}  // namespace keys::catalog
