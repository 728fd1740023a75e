#include "services/ingestion/domain/rule_check.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "common/text/disguise.h"
#include "services/ingestion/domain/file_lookup.h"
#include "services/ingestion/domain/formats.h"
#include "services/ingestion/domain/json_reader.h"

namespace keys::ingestion {
namespace {

bool HasType(const Json& value, ValueType type) {
  switch (type) {
    case ValueType::kString:
      return value.is_string();
    case ValueType::kInteger:
      return value.is_number();
    case ValueType::kBoolean:
      return value.is_bool();
    case ValueType::kArray:
      return value.is_array();
    case ValueType::kObject:
      return value.is_object();
    case ValueType::kAny:
      return true;
  }
  return false;
}

std::string_view NameOf(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "a string";
    case ValueType::kInteger:
      return "a whole number";
    case ValueType::kBoolean:
      return "true or false";
    case ValueType::kArray:
      return "an array";
    case ValueType::kObject:
      return "an object";
    case ValueType::kAny:
      return "any value";
  }
  return "";
}

std::string ListOf(std::span<const std::string_view> words) {
  std::string list;
  for (std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

const FieldRule* FindRule(std::span<const FieldRule> rules, std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const FieldRule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

RuleCheck::RuleCheck(RuleContext context, Findings& findings)
    : context_(std::move(context)), findings_(findings) {}

void RuleCheck::Run(const Json& object, std::span<const FieldRule> rules) {
  const FieldRule root = {
      .type = ValueType::kObject, .members = rules, .is_open = context_.is_open};
  CheckValue(object, root, context_.pointer);
}

void RuleCheck::CheckMembers(const Json& object, const FieldRule& rule,
                             const std::string& pointer) {
  for (const FieldRule& field : rule.members) {
    if (object.Find(field.name) == nullptr) CheckAbsent(field, ChildPointer(pointer, field.name));
  }
  for (std::size_t i = 0; i < object.keys().size(); ++i) {
    const std::string& name = object.keys()[i];
    if (const FieldRule* field = FindRule(rule.members, name)) {
      CheckValue(object.items()[i], *field, ChildPointer(pointer, name));
    } else {
      CheckExtraMember(object, i, rule, ChildPointer(pointer, name));
    }
  }
}

void RuleCheck::CheckExtraMember(const Json& object, std::size_t index, const FieldRule& rule,
                                 const std::string& pointer) {
  if (rule.element == nullptr) {
    if (!rule.is_open) Warn(pointer, code::kUnknownField, "is not a known member; it is kept");
    return;
  }
  const Format* format = rule.key_format;
  if (format != nullptr && !format->accepts(object.keys()[index])) {
    Violate(pointer, format->code, std::string(format->sentence));
  }
  CheckValue(object.items()[index], *rule.element, pointer);
}

void RuleCheck::CheckAbsent(const FieldRule& field, const std::string& pointer) {
  switch (field.need) {
    case Need::kOptional:
      return;
    case Need::kRecommended:
      if (!context_.allows_gaps) Warn(pointer, code::kRecommended, "should be given");
      return;
    case Need::kRequired:
      if (context_.allows_gaps) {
        has_gaps_ = true;
        return;
      }
      break;
    case Need::kAlways:
      break;
  }
  Violate(pointer, code::kRequired, "is required");
}

void RuleCheck::CheckValue(const Json& value, const FieldRule& rule, const std::string& pointer) {
  if (value.is_null() && rule.is_nullable) return;
  if (!HasType(value, rule.type)) {
    Violate(pointer, code::kWrongType, Concat({"must be ", NameOf(rule.type)}));
    return;
  }
  switch (rule.type) {
    case ValueType::kString:
      CheckText(value.text(), rule, pointer);
      break;
    case ValueType::kInteger:
      CheckInteger(value, rule, pointer);
      break;
    case ValueType::kBoolean:
    case ValueType::kAny:
      break;
    case ValueType::kArray:
      CheckArray(value, rule, pointer);
      break;
    case ValueType::kObject:
      CheckMembers(value, rule, pointer);
      break;
  }
}

void RuleCheck::CheckText(const std::string& text, const FieldRule& rule,
                          const std::string& pointer) {
  if (!rule.words.empty()) {
    if (std::find(rule.words.begin(), rule.words.end(), text) == rule.words.end()) {
      Violate(pointer, code::kNotAllowed, Concat({"must be one of ", ListOf(rule.words)}));
    }
    return;
  }
  const auto length = static_cast<std::int64_t>(CountCharacters(text));
  if (length < rule.limits.min) {
    Violate(pointer, code::kTooShort,
            Concat({"must have at least ", std::to_string(rule.limits.min), " characters"}));
  }
  if (length > rule.limits.max) {
    Violate(pointer, code::kTooLong,
            Concat({"must have at most ", std::to_string(rule.limits.max), " characters"}));
    return;
  }
  // An empty text is reported once, as too short.
  const bool is_reported = length < rule.limits.min;
  if (is_reported || rule.format == nullptr) return;
  if (!rule.format->accepts(text)) {
    Violate(pointer, rule.format->code, std::string(rule.format->sentence));
    return;
  }
  const auto shape = rule.format == &format::kProse ? text::Shape::kProse : text::Shape::kLine;
  if (const auto character = text::FindDisguise(text, shape)) {
    Violate(pointer, code::kDisguisedText,
            Concat({"must not hold ", text::CodePointName(*character),
                    ", which cannot be seen there or changes how its neighbours are read"}));
  } else if (rule.path != PathUse::kNone) {
    CheckPath(text, rule, pointer);
  }
}

void RuleCheck::CheckPath(std::string_view path, const FieldRule& rule,
                          const std::string& pointer) {
  if (context_.files == nullptr) return;
  const std::string_view file = format::WithoutDotSlash(path);
  if (FindFile(*context_.files, file)) return;
  std::string detail = Concat({"names \"", Shortened(path, 200), "\", which is not in the folder"});
  if (rule.path == PathUse::kMustExist) {
    Violate(pointer, code::kPathMissing, std::move(detail));
  } else {
    Warn(pointer, code::kAssetFileMissing, std::move(detail));
  }
}

void RuleCheck::CheckInteger(const Json& value, const FieldRule& rule, const std::string& pointer) {
  const auto number = value.AsInteger();
  if (!number) {
    Violate(pointer, code::kWrongType, "must be a whole number");
  } else if (*number < rule.limits.min || *number > rule.limits.max) {
    Violate(pointer, code::kOutOfRange,
            Concat({"must be between ", std::to_string(rule.limits.min), " and ",
                    std::to_string(rule.limits.max)}));
  }
}

void RuleCheck::CheckArray(const Json& value, const FieldRule& rule, const std::string& pointer) {
  const auto size = static_cast<std::int64_t>(value.items().size());
  if (size < rule.limits.min) {
    Violate(pointer, code::kTooFew,
            Concat({"must have at least ", std::to_string(rule.limits.min), " items"}));
  }
  if (size > rule.limits.max) {
    Violate(pointer, code::kTooMany,
            Concat({"must have at most ", std::to_string(rule.limits.max), " items"}));
    return;
  }
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    CheckValue(value.items()[i], *rule.element, ChildPointer(pointer, i));
  }
}

void RuleCheck::Violate(const std::string& pointer, std::string_view code, std::string detail) {
  findings_.Violate({context_.file, pointer, std::string(code),
                     Concat({pointer.empty() ? "The file" : pointer, " ", detail, "."})});
}

void RuleCheck::Warn(const std::string& pointer, std::string_view code, std::string detail) {
  findings_.Warn({context_.file, pointer, std::string(code),
                  Concat({pointer.empty() ? "The file" : pointer, " ", detail, "."})});
}

}  // namespace keys::ingestion
