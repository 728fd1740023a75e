#include "services/discovery/domain/rules.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "rapidjson/document.h"

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

absl::StatusOr<int> Points(const Value& object) {
  const auto member = object.FindMember("points");
  if (member == object.MemberEnd() || !member->value.IsInt() || member->value.GetInt() < 0) {
    return Wrong("'points' must be a whole number of 0 or more");
  }
  return member->value.GetInt();
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

absl::StatusOr<SignalRules> ReadSignalRules(const Value& object) {
  if (!object.IsObject()) return Wrong("an entry of 'signals' must be an object");
  SignalRules rules;
  ASSIGN_OR_RETURN(rules.type, Text(object, "type"));
  ASSIGN_OR_RETURN(rules.points, Points(object));
  ASSIGN_OR_RETURN(rules.reason, Text(object, "reason"));
  const auto rows = object.FindMember("rows");
  if (rows == object.MemberEnd() || !rows->value.IsArray()) return Wrong("'rows' must be a list");
  for (const Value& entry : rows->value.GetArray()) {
    if (!entry.IsObject()) return Wrong("an entry of 'rows' must be an object");
    Row row;
    ASSIGN_OR_RETURN(const std::string name, Text(entry, "name"));
    row.name = StrCat(rules.type, ".", name);
    ASSIGN_OR_RETURN(row.words, Texts(entry, "words"));
    ASSIGN_OR_RETURN(row.families, Texts(entry, "families"));
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

absl::StatusOr<Rules> Rules::FromJson(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return Wrong("not a JSON object");
  Rules rules;
  const auto signals = document.FindMember("signals");
  if (signals == document.MemberEnd() || !signals->value.IsArray()) {
    return Wrong("'signals' must be a list");
  }
  for (const Value& entry : signals->value.GetArray()) {
    ASSIGN_OR_RETURN(SignalRules signal, ReadSignalRules(entry));
    rules.signals.push_back(std::move(signal));
  }
  ASSIGN_OR_RETURN(const Value* maturity, Object(document, "maturity"));
  ASSIGN_OR_RETURN(rules.maturity_words, Texts(*maturity, "words"));
  ASSIGN_OR_RETURN(rules.maturity_points, Points(*maturity));
  ASSIGN_OR_RETURN(const Value* popular, Object(document, "popular"));
  ASSIGN_OR_RETURN(rules.popular_points, Points(*popular));
  ASSIGN_OR_RETURN(rules.popular_reason, Text(*popular, "reason"));
  return rules;
}

}  // namespace keys::discovery
