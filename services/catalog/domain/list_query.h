// A list request as the store answers it: every parameter checked. Pure.
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

// Clients without a pager show one page: it is the largest there is.
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
  // true: with bytes to download; false: without.
  std::optional<bool> available;
  std::optional<int64_t> price_min;
  std::optional<int64_t> price_max;
  // Without blanks around it; absent when there is nothing to look for.
  std::optional<std::string> search;
  // Relevance only with a search.
  Sort sort = Sort::kNewest;
  int limit = kDefaultLimit;
  bool facets = false;
};

// UNAUTHENTICATED for `owned` when signed out; else INVALID_ARGUMENT with all violations, each
// naming its parameter as "?name".
absl::StatusOr<ListQuery> ParseListQuery(const v1::ListKeysRequest& request, bool signed_in);

// Which rows a list shows and in what order: a cursor fits lists with the same fingerprint only.
std::string FingerprintOf(const ListQuery& query);

}  // namespace keys::catalog
