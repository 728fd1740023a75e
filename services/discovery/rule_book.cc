#include "services/discovery/rule_book.h"

#include "common/base/text.h"
#include "services/catalog/client.h"
#include "services/discovery/domain/situations.h"
#include "services/discovery/rules_text.h"

namespace keys::discovery {
namespace {

absl::Status CheckFilters(const v1::SituationFilters& filters) {
  const auto unknown = [](std::string_view filter, std::string_view word) {
    return absl::InvalidArgumentError(
        StrCat("discovery situations: no KEY has the ", filter, " '", word, "'"));
  };
  if (filters.has_tool() && !catalog::IsTool(filters.tool())) {
    return unknown("tool", filters.tool());
  }
  if (filters.has_key_type() && !catalog::IsKeyType(filters.key_type())) {
    return unknown("key_type", filters.key_type());
  }
  if (filters.has_maturity() && !catalog::IsMaturity(filters.maturity())) {
    return unknown("maturity", filters.maturity());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Rules> ParseRules(std::string_view json) {
  ASSIGN_OR_RETURN(Rules rules, Rules::FromJson(json));
  for (const SignalRules& signal : rules.signals) {
    for (const Row& row : signal.rows) {
      for (const std::string& family : row.families) {
        if (catalog::IsTool(family)) continue;
        return absl::InvalidArgumentError(
            StrCat("discovery rules: no KEY is of the family '", family, "'"));
      }
    }
  }
  for (const std::string& word : rules.maturity_words) {
    if (catalog::IsMaturity(word)) continue;
    return absl::InvalidArgumentError(
        StrCat("discovery rules: no KEY is of the maturity '", word, "'"));
  }
  return rules;
}

absl::StatusOr<std::unique_ptr<RuleBook>> MakeRuleBook(const std::string& path) {
  return RuleBook::Make("rules", path, kRulesText, ParseRules);
}

absl::StatusOr<v1::ListSituationsResponse> ParseSituations(std::string_view json) {
  ASSIGN_OR_RETURN(v1::ListSituationsResponse situations, SituationsFromJson(json));
  for (const v1::Situation& situation : situations.situations()) {
    RETURN_IF_ERROR(CheckFilters(situation.filters()));
    for (const v1::SituationChoice& choice : situation.choices()) {
      RETURN_IF_ERROR(CheckFilters(choice.filters()));
    }
  }
  return situations;
}

absl::StatusOr<std::unique_ptr<SituationBook>> MakeSituationBook(const std::string& path) {
  return SituationBook::Make("situations", path, kSituationsText, ParseSituations);
}

}  // namespace keys::discovery
