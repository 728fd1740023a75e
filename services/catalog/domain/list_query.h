// A list request with every parameter checked, as the store answers it. Pure.
//
//   ASSIGN_OR_RETURN(const ListQuery query, ParseListQuery(request, /*signed_in=*/true));
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

enum class Sort { kNewest, kTitle, kPrice, kRelevance };

// Clients that do not page show the first page only, so it is the largest there is.
inline constexpr int kDefaultLimit = 100;
inline constexpr int kLargestLimit = 100;

struct ListQuery {
  std::optional<std::string> tool;
  std::optional<std::string> key_type;
  std::optional<std::string> category;
  std::optional<std::string> difficulty;
  std::optional<std::string> outcome;  // with "-" for "_"
  std::optional<std::string> maturity;
  std::optional<std::string> license;
  std::optional<std::string> tag;
  std::optional<std::string> severity_level;
  bool owned_only = false;
  // true: only KEYS with bytes to download. false: only KEYS without.
  std::optional<bool> available;
  std::optional<int64_t> price_min;
  std::optional<int64_t> price_max;
  // The search without blanks around it. Absent when there is nothing to look for.
  std::optional<std::string> search;
  // Relevance is allowed with a search only.
  Sort sort = Sort::kNewest;
  int limit = kDefaultLimit;
  bool facets = false;
};

// Returns UNAUTHENTICATED for `owned` when the caller is signed out, else INVALID_ARGUMENT with all
// violations, each of which names its parameter as "?name".
absl::StatusOr<ListQuery> ParseListQuery(const v1::ListKeysRequest& request, bool signed_in);

// Names the rows that a list shows and their order. A cursor fits only lists with the same
// fingerprint.
std::string FingerprintOf(const ListQuery& query);

}  // namespace keys::catalog
