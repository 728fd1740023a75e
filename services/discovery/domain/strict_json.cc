#include "services/discovery/domain/strict_json.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/text/fold.h"

namespace keys::discovery {

using rapidjson::Value;

absl::Status Wrong(std::string_view what) { return absl::InvalidArgumentError(ToAbsl(what)); }

absl::Status About(std::string_view subject, const absl::Status& complaint) {
  return Wrong(StrCat(subject, ": ", MessageOf(complaint)));
}

absl::StatusOr<rapidjson::Document> ReadObject(std::string_view written) {
  const std::string_view json = text::WithoutByteOrderMark(written);
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return Wrong("not a JSON object");
  return document;
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

absl::StatusOr<std::string> Text(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) {
    return Wrong(StrCat("'", name, "' must be a text"));
  }
  return std::string(member->value.GetString(), member->value.GetStringLength());
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

absl::StatusOr<const Value*> Object(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsObject()) {
    return Wrong(StrCat("'", name, "' must be an object"));
  }
  return &member->value;
}

absl::StatusOr<std::vector<const Value*>> Objects(const Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsArray()) {
    return Wrong(StrCat("'", name, "' must be a list"));
  }
  std::vector<const Value*> objects;
  for (const Value& item : member->value.GetArray()) {
    if (!item.IsObject()) return Wrong(StrCat("an entry of '", name, "' must be an object"));
    objects.push_back(&item);
  }
  return objects;
}

}  // namespace keys::discovery
