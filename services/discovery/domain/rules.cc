#include "services/discovery/domain/rules.h"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/text/fold.h"
#include "common/text/words.h"
#include "rapidjson/document.h"
#include "services/discovery/domain/signal_types.h"

namespace keys::discovery {
namespace {

using rapidjson::Value;

absl::Status Wrong(std::string_view what) {
  return absl::InvalidArgumentError(StrCat("discovery rules: ", what));
}

absl::StatusOr<std::string> Text(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) {
    return Wrong(StrCat("'", name, "' must be a text"));
  }
  return std::string(member->value.GetString(), member->value.GetStringLength());
}

// More would be no rule but a mistake, and sums stay far from overflow.
constexpr int kMaxPoints = 1000;

absl::StatusOr<int> Points(const Value& object) {
  const auto member = object.FindMember("points");
  if (member == object.MemberEnd() || !member->value.IsInt() || member->value.GetInt() < 1 ||
      member->value.GetInt() > kMaxPoints) {
    return Wrong(StrCat("'points' must be a whole number from 1 to ", kMaxPoints));
  }
  return member->value.GetInt();
}

absl::Status OnlyMembers(const Value& object, std::initializer_list<std::string_view> known) {
  std::set<std::string_view> seen;
  for (const auto& member : object.GetObject()) {
    const std::string_view name(member.name.GetString(), member.name.GetStringLength());
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return Wrong(StrCat("'", name, "' means nothing here"));
    }
    if (!seen.insert(name).second) return Wrong(StrCat("'", name, "' comes twice"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Texts(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsArray()) {
    return Wrong(StrCat("'", name, "' must be a list of texts"));
  }
  std::vector<std::string> texts;
  for (const Value& item : member->value.GetArray()) {
    if (!item.IsString()) return Wrong(StrCat("'", name, "' must be a list of texts"));
    texts.emplace_back(item.GetString(), item.GetStringLength());
  }
  return texts;
}

absl::StatusOr<Row> ReadRow(const Value& object, const std::string& type) {
  if (!object.IsObject()) return Wrong("an entry of 'rows' must be an object");
  RETURN_IF_ERROR(OnlyMembers(object, {"name", "words", "families"}));
  Row row;
  ASSIGN_OR_RETURN(const std::string name, Text(object, "name"));
  row.name = StrCat(type, ".", name);
  ASSIGN_OR_RETURN(row.words, Texts(object, "words"));
  ASSIGN_OR_RETURN(row.families, Texts(object, "families"));
  for (const std::string& word : row.words) {
    if (text::WordsOf(word, 2) != std::vector<std::string>{word}) {
      return Wrong(StrCat("'", word, "' is not one word in lower case"));
    }
  }
  return row;
}

absl::StatusOr<SignalRules> ReadSignalRules(const Value& object) {
  if (!object.IsObject()) return Wrong("an entry of 'signals' must be an object");
  RETURN_IF_ERROR(OnlyMembers(object, {"type", "points", "reason", "rows"}));
  SignalRules rules;
  ASSIGN_OR_RETURN(rules.type, Text(object, "type"));
  if (!IsSignalType(rules.type)) return Wrong(StrCat("no signal is of type '", rules.type, "'"));
  ASSIGN_OR_RETURN(rules.points, Points(object));
  ASSIGN_OR_RETURN(rules.reason, Text(object, "reason"));
  const auto rows = object.FindMember("rows");
  if (rows == object.MemberEnd() || !rows->value.IsArray()) return Wrong("'rows' must be a list");
  for (const Value& entry : rows->value.GetArray()) {
    ASSIGN_OR_RETURN(Row row, ReadRow(entry, rules.type));
    for (const Row& other : rules.rows) {
      if (other.name == row.name) return Wrong(StrCat("the row '", row.name, "' comes twice"));
    }
    rules.rows.push_back(std::move(row));
  }
  return rules;
}

absl::StatusOr<const Value*> Object(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsObject()) {
    return Wrong(StrCat("'", name, "' must be an object"));
  }
  return &member->value;
}

}  // namespace

absl::StatusOr<Rules> Rules::FromJson(std::string_view written) {
  const std::string_view json = text::WithoutByteOrderMark(written);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return Wrong("not a JSON object");
  RETURN_IF_ERROR(OnlyMembers(document, {"signals", "maturity", "popular"}));
  Rules rules;
  const auto signals = document.FindMember("signals");
  if (signals == document.MemberEnd() || !signals->value.IsArray()) {
    return Wrong("'signals' must be a list");
  }
  for (const Value& entry : signals->value.GetArray()) {
    ASSIGN_OR_RETURN(SignalRules signal, ReadSignalRules(entry));
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

}  // namespace keys::discovery
