#include "services/discovery/domain/rules.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/json/number.h"
#include "common/text/fold.h"
#include "common/text/words.h"
#include "services/discovery/domain/signal_types.h"
#include "services/discovery/domain/strict_json.h"

namespace keys::discovery {
namespace {

using rapidjson::Value;

// More points would be a mistake in the file, and sums must stay far from overflow.
constexpr int kMaxPoints = 1000;

absl::StatusOr<int> Points(const Value& object) {
  const auto member = object.FindMember("points");
  const auto points =
      member == object.MemberEnd() ? std::nullopt : json::WholeNumber(member->value);
  if (!points.has_value() || *points < 1 || *points > kMaxPoints) {
    return Wrong(StrCat("'points' must be a whole number from 1 to ", kMaxPoints));
  }
  return static_cast<int>(*points);
}

absl::StatusOr<Row> ReadRow(const Value& object, const std::string& type) {
  RETURN_IF_ERROR(OnlyMembers(object, {"name", "words", "families"}));
  Row row;
  ASSIGN_OR_RETURN(const std::string name, Text(object, "name"));
  row.name = StrCat(type, ".", name);
  ASSIGN_OR_RETURN(row.words, Texts(object, "words"));
  ASSIGN_OR_RETURN(row.families, Texts(object, "families"));
  for (std::string& word : row.words) {
    std::vector<std::string> found = text::WordsOf(word, 2);
    if (found.size() != 1) return Wrong(StrCat("'", word, "' is not one word"));
    // Words are folded like those of signals: "Größe" and "groesse" stay two words, "Größe" and
    // "GRÖSSE" are one.
    word = std::move(found.front());
  }
  return row;
}

absl::StatusOr<SignalRules> ReadSignalRules(const Value& object) {
  RETURN_IF_ERROR(OnlyMembers(object, {"type", "points", "reason", "rows"}));
  SignalRules rules;
  ASSIGN_OR_RETURN(rules.type, Text(object, "type"));
  if (!IsSignalType(rules.type)) return Wrong(StrCat("no signal is of type '", rules.type, "'"));
  ASSIGN_OR_RETURN(rules.points, Points(object));
  ASSIGN_OR_RETURN(rules.reason, Text(object, "reason"));
  ASSIGN_OR_RETURN(const auto rows, Objects(object, "rows"));
  for (const Value* entry : rows) {
    ASSIGN_OR_RETURN(Row row, ReadRow(*entry, rules.type));
    for (const Row& other : rules.rows) {
      if (other.name == row.name) return Wrong(StrCat("the row '", row.name, "' comes twice"));
    }
    rules.rows.push_back(std::move(row));
  }
  return rules;
}

absl::StatusOr<Rules> ReadRules(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, ReadObject(json));
  RETURN_IF_ERROR(OnlyMembers(document, {"signals", "maturity", "popular"}));
  Rules rules;
  ASSIGN_OR_RETURN(const auto signals, Objects(document, "signals"));
  for (const Value* entry : signals) {
    ASSIGN_OR_RETURN(SignalRules signal, ReadSignalRules(*entry));
    for (const SignalRules& other : rules.signals) {
      if (other.type == signal.type) return Wrong(StrCat("'", signal.type, "' comes twice"));
    }
    rules.signals.push_back(std::move(signal));
  }
  ASSIGN_OR_RETURN(const Value* maturity, Object(document, "maturity"));
  RETURN_IF_ERROR(OnlyMembers(*maturity, {"words", "points"}));
  ASSIGN_OR_RETURN(rules.maturity_words, Texts(*maturity, "words"));
  ASSIGN_OR_RETURN(rules.maturity_points, Points(*maturity));
  ASSIGN_OR_RETURN(const Value* popular, Object(document, "popular"));
  RETURN_IF_ERROR(OnlyMembers(*popular, {"points", "reason"}));
  ASSIGN_OR_RETURN(rules.popular_points, Points(*popular));
  ASSIGN_OR_RETURN(rules.popular_reason, Text(*popular, "reason"));
  return rules;
}

}  // namespace

absl::StatusOr<Rules> Rules::FromJson(std::string_view json) {
  absl::StatusOr<Rules> rules = ReadRules(json);
  if (!rules.ok()) return About("discovery rules", rules.status());
  return rules;
}

}  // namespace keys::discovery
