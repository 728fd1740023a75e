#include "services/catalog/domain/manifest_diff.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/semver/range.h"
#include "rapidjson/document.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::catalog {
namespace {

using rapidjson::Value;

enum class Breaks { kNever, kWhenAdded, kWhenRemoved, kAlways };

struct FieldRule {
  std::string_view name;
  Breaks breaks;
  // The member that identifies the objects of a list.
  const char* identity = nullptr;
};

constexpr FieldRule kRules[] = {{"required_env", Breaks::kWhenAdded},
                                {"side_effects", Breaks::kWhenAdded},
                                {"webhook_event_types", Breaks::kWhenAdded},
                                {"dependencies", Breaks::kWhenAdded, "name"},
                                {"compatibility", Breaks::kWhenAdded},
                                {"key_type", Breaks::kWhenRemoved},
                                {"exposed_routes", Breaks::kWhenRemoved, "path"},
                                {"runtime", Breaks::kAlways},
                                {"tool", Breaks::kAlways},
                                {"tenant_scope", Breaks::kAlways},
                                {"required_access_level", Breaks::kAlways},
                                {"license_spdx", Breaks::kAlways}};
constexpr FieldRule kOther{"", Breaks::kNever};

const FieldRule& RuleOf(std::string_view name) {
  for (const FieldRule& rule : kRules) {
    if (rule.name == name) return rule;
  }
  return kOther;
}

std::string ToJson(const Value* value) {
  if (value == nullptr) return "";
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value->Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string Escaped(std::string_view member) {
  std::string escaped;
  for (const char c : member) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string_view TextOf(const Value& text) { return {text.GetString(), text.GetStringLength()}; }

const Value* Find(const Value& object, std::string_view name) {
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    if (TextOf(member->name) == name) return &member->value;
  }
  return nullptr;
}

// Returns the text by which an element of one list is found in the other.
std::string IdentityOf(const Value& element, const FieldRule& rule) {
  if (rule.identity != nullptr && element.IsObject()) {
    const Value* name = Find(element, rule.identity);
    if (name != nullptr) return ToJson(name);
  }
  return ToJson(&element);
}

std::string_view Text(const Value* value) {
  return value != nullptr && value->IsString() ? TextOf(*value) : std::string_view();
}

bool IsOptional(const Value& dependency) {
  if (!dependency.IsObject()) return false;
  const Value* required = Find(dependency, "required");
  return required != nullptr && required->IsFalse();
}

bool LosesMethod(const Value& from, const Value& to) {
  const Value* before = Find(from, "method");
  const Value* after = Find(to, "method");
  if (before == nullptr || !before->IsArray()) return false;
  std::set<std::string> left;
  if (after != nullptr && after->IsArray()) {
    for (const Value& method : after->GetArray()) left.insert(ToJson(&method));
  }
  return std::any_of(before->Begin(), before->End(),
                     [&](const Value& method) { return left.count(ToJson(&method)) == 0; });
}

bool BreaksWhenChanged(const FieldRule& rule, const Value& from, const Value& to) {
  if (rule.name == "compatibility") return IsNarrower(Text(&from), Text(&to));
  const bool objects = from.IsObject() && to.IsObject();
  if (objects && rule.name == "dependencies") {
    return (IsOptional(from) && !IsOptional(to)) ||
           IsNarrower(Text(Find(from, "version")), Text(Find(to, "version")));
  }
  if (objects && rule.name == "exposed_routes") return LosesMethod(from, to);
  return rule.breaks != Breaks::kNever;
}

class Comparison {
 public:
  void Members(const Value& from, const Value& to) {
    for (auto member = from.MemberBegin(); member != from.MemberEnd(); ++member) {
      const std::string_view name = TextOf(member->name);
      Field(RuleOf(name), "/" + Escaped(name), &member->value, Find(to, name));
    }
    for (auto member = to.MemberBegin(); member != to.MemberEnd(); ++member) {
      const std::string_view name = TextOf(member->name);
      if (Find(from, name) != nullptr) continue;
      Field(RuleOf(name), "/" + Escaped(name), nullptr, &member->value);
    }
  }
  std::vector<ManifestChange> Take() { return std::move(changes_); }

 private:
  void Field(const FieldRule& rule, const std::string& at, const Value* from, const Value* to) {
    if (at == "/version") return;
    static const Value kNoElements(rapidjson::kArrayType);
    static const Value kNoMembers(rapidjson::kObjectType);
    const Value* known = from != nullptr ? from : to;
    const bool alike = from == nullptr || to == nullptr || from->GetType() == to->GetType();
    if (alike && known->IsArray()) {
      return Elements(rule, at, from != nullptr ? *from : kNoElements,
                      to != nullptr ? *to : kNoElements);
    }
    if (alike && known->IsObject()) {
      return Inner(rule, at, from != nullptr ? *from : kNoMembers,
                   to != nullptr ? *to : kNoMembers);
    }
    Compare(rule, at, from, to);
  }

  void Inner(const FieldRule& rule, const std::string& at, const Value& from, const Value& to) {
    for (auto member = from.MemberBegin(); member != from.MemberEnd(); ++member) {
      const std::string_view name = TextOf(member->name);
      Compare(rule, Concat({at, "/", Escaped(name)}), &member->value, Find(to, name));
    }
    for (auto member = to.MemberBegin(); member != to.MemberEnd(); ++member) {
      const std::string_view name = TextOf(member->name);
      if (Find(from, name) != nullptr) continue;
      Compare(rule, Concat({at, "/", Escaped(name)}), nullptr, &member->value);
    }
  }

  void Elements(const FieldRule& rule, const std::string& at, const Value& from, const Value& to) {
    const auto find = [&rule](const Value& list, const std::string& identity) {
      return std::find_if(list.Begin(), list.End(), [&](const Value& element) {
        return IdentityOf(element, rule) == identity;
      });
    };
    const auto pointer = [&at](const Value& list, const Value* element) {
      return Concat({at, "/", std::to_string(element - list.Begin())});
    };
    for (const Value* element = from.Begin(); element != from.End(); ++element) {
      const Value* other = find(to, IdentityOf(*element, rule));
      if (other == to.End()) {
        Compare(rule, pointer(from, element), element, nullptr);
      } else {
        Compare(rule, pointer(to, other), element, other);
      }
    }
    for (const Value* element = to.Begin(); element != to.End(); ++element) {
      if (find(from, IdentityOf(*element, rule)) != from.End()) continue;
      Compare(rule, pointer(to, element), nullptr, element);
    }
  }

  void Compare(const FieldRule& rule, std::string at, const Value* from, const Value* to) {
    ManifestChange change{.pointer = std::move(at), .from = ToJson(from), .to = ToJson(to)};
    if (change.from == change.to) return;
    if (from == nullptr) {
      change.breaking =
          rule.breaks == Breaks::kAlways || (rule.breaks == Breaks::kWhenAdded && !IsOptional(*to));
    } else if (to == nullptr) {
      change.breaking = rule.breaks == Breaks::kAlways || rule.breaks == Breaks::kWhenRemoved;
    } else {
      change.breaking = BreaksWhenChanged(rule, *from, *to);
    }
    changes_.push_back(std::move(change));
  }

  std::vector<ManifestChange> changes_;
};

rapidjson::Document Parse(std::string_view text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag>(text.data(),
                                                                                      text.size());
  if (document.HasParseError() || !document.IsObject()) document.SetObject();
  return document;
}

// Returns the versions at which a range can end, and their neighbours.
std::vector<semver::Version> Landmarks(std::string_view range) {
  std::vector<semver::Version> landmarks;
  for (size_t at = 0; at < range.size();) {
    if (!IsDigit(range[at])) {
      ++at;
      continue;
    }
    uint64_t part[3] = {0, 0, 0};
    for (int i = 0; i < 3 && at < range.size() && IsDigit(range[at]); ++i) {
      for (; at < range.size() && IsDigit(range[at]); ++at) {
        part[i] = std::min<uint64_t>(part[i] * 10 + (range[at] - '0'), semver::kMaxNumber - 1);
      }
      if (at < range.size() && range[at] == '.') ++at;
    }
    const auto [major, minor, patch] = part;
    landmarks.push_back(semver::Version::Of(major, minor, patch));
    landmarks.push_back(semver::Version::Of(major, minor, patch + 1));
    landmarks.push_back(semver::Version::Of(major, minor + 1, 0));
    landmarks.push_back(semver::Version::Of(major + 1, 0, 0));
    if (patch > 0) landmarks.push_back(semver::Version::Of(major, minor, patch - 1));
    if (minor > 0) landmarks.push_back(semver::Version::Of(major, minor - 1, 0));
    if (major > 0) landmarks.push_back(semver::Version::Of(major - 1, 0, 0));
  }
  landmarks.push_back(semver::Version::Of(0, 0, 0));
  return landmarks;
}

}  // namespace

std::vector<ManifestChange> DiffManifests(std::string_view from, std::string_view to) {
  const rapidjson::Document before = Parse(from);
  const rapidjson::Document after = Parse(to);
  Comparison comparison;
  comparison.Members(before, after);
  return comparison.Take();
}

bool IsNarrower(std::string_view from, std::string_view to) {
  if (from == to) return false;
  const auto before = semver::Range::Parse(from);
  const auto after = semver::Range::Parse(to);
  if (!before.ok() || !after.ok()) return true;
  std::vector<semver::Version> landmarks = Landmarks(from);
  const std::vector<semver::Version> others = Landmarks(to);
  landmarks.insert(landmarks.end(), others.begin(), others.end());
  return std::any_of(landmarks.begin(), landmarks.end(), [&](const semver::Version& version) {
    return before->Contains(version) && !after->Contains(version);
  });
}

}  // namespace keys::catalog
