#include "services/catalog/domain/list_query.h"

#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/page/cursor.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

using Violations = std::vector<error::Violation>;

void CheckWord(const std::optional<std::string>& word, const char* parameter, Words words,
               Violations& violations) {
  if (!word.has_value() || IsOneOf(*word, words)) return;
  violations.push_back(
      error::MakeViolation(Concat({"?", parameter}), "UNKNOWN_WORD",
                           Concat({"`", parameter, "` is one of ", Enumerate(words), "."})));
}

void CheckPrices(const ListQuery& query, Violations& violations) {
  if (query.price_min.value_or(0) < 0) {
    violations.push_back(
        error::MakeViolation("?price_min", "OUT_OF_RANGE", "`price_min` is 0 or more cents."));
  }
  if (query.price_max.value_or(0) < 0) {
    violations.push_back(
        error::MakeViolation("?price_max", "OUT_OF_RANGE", "`price_max` is 0 or more cents."));
  } else if (query.price_max.has_value() && query.price_min.value_or(0) > *query.price_max) {
    violations.push_back(error::MakeViolation("?price_max", "OUT_OF_RANGE",
                                              "`price_max` is not below `price_min`."));
  }
}

Sort SortOf(const std::string& word, bool has_search) {
  if (word == "title") return Sort::kTitle;
  if (word == "price") return Sort::kPrice;
  return word == "relevance" && has_search ? Sort::kRelevance : Sort::kNewest;
}

// The name has the version of the order, because a cursor is a place in one order only.
std::string NameOf(Sort sort) {
  return sort == Sort::kTitle ? "title collated" : std::to_string(static_cast<int>(sort));
}

std::string PartOf(const std::optional<std::string>& value) {
  return value.has_value() ? "=" + *value : "";
}

std::string PartOf(const std::optional<int64_t>& value) {
  return value.has_value() ? "=" + std::to_string(*value) : "";
}

std::string PartOf(std::optional<bool> value) {
  return value.has_value() ? (*value ? "=true" : "=false") : "";
}

std::optional<std::string> Given(bool has, const std::string& value) {
  return has ? std::optional<std::string>(value) : std::nullopt;
}

ListQuery Take(const v1::ListKeysRequest& request) {
  ListQuery query{.tool = Given(request.has_tool(), request.tool()),
                  .key_type = Given(request.has_key_type(), request.key_type()),
                  .category = Given(request.has_category(), request.category()),
                  .difficulty = Given(request.has_difficulty(), request.difficulty()),
                  .outcome = Given(request.has_outcome(), OutcomeWord(request.outcome())),
                  .maturity = Given(request.has_maturity(), request.maturity()),
                  .license = Given(request.has_license(), request.license()),
                  .tag = Given(request.has_tag(), request.tag()),
                  .severity_level = Given(request.has_severity_level(), request.severity_level()),
                  .owned_only = request.owned(),
                  .facets = request.facets()};
  if (request.has_available()) query.available = request.available();
  if (request.has_price_min()) query.price_min = request.price_min();
  if (request.has_price_max()) query.price_max = request.price_max();
  if (request.has_limit()) query.limit = request.limit();
  const std::string search(StripBlanks(request.search()));
  if (!search.empty()) query.search = search;
  query.sort = SortOf(request.sort(), query.search.has_value());
  return query;
}

}  // namespace

absl::StatusOr<ListQuery> ParseListQuery(const v1::ListKeysRequest& request, bool signed_in) {
  if (request.owned() && !signed_in) {
    return error::Make(error::Reason::UNAUTHENTICATED, "Sign in to list the KEYS you have.");
  }
  const ListQuery query = Take(request);
  Violations violations;
  CheckWord(query.tool, "tool", kTools, violations);
  CheckWord(query.key_type, "key_type", kKeyTypes, violations);
  CheckWord(query.difficulty, "difficulty", kDifficulties, violations);
  CheckWord(query.maturity, "maturity", kMaturities, violations);
  CheckWord(query.severity_level, "severity_level", kSeverities, violations);
  CheckWord(Given(request.has_sort(), request.sort()), "sort", kSorts, violations);
  CheckPrices(query, violations);
  if (query.limit < 1 || query.limit > kLargestLimit) {
    violations.push_back(
        error::MakeViolation("?limit", "OUT_OF_RANGE", "`limit` is between 1 and 100."));
  }
  if (!violations.empty()) return error::Invalid(std::move(violations));
  return query;
}

std::string FingerprintOf(const ListQuery& query) {
  return page::Fingerprint({NameOf(query.sort), PartOf(query.tool), PartOf(query.key_type),
                            PartOf(query.category), PartOf(query.difficulty), PartOf(query.outcome),
                            PartOf(query.maturity), PartOf(query.license), PartOf(query.tag),
                            PartOf(query.severity_level), query.owned_only ? "owned" : "",
                            PartOf(query.price_min), PartOf(query.price_max), PartOf(query.search),
                            PartOf(query.available)});
}

}  // namespace keys::catalog
