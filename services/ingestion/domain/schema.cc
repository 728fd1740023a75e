#include "services/ingestion/domain/schema.h"

#include "common/base/text.h"
#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/json_reader.h"

namespace keys::ingestion {
namespace {

Json Number(std::int64_t value) { return Json::Number(std::to_string(value)); }

std::string_view TypeName(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "string";
    case ValueType::kInteger:
      return "integer";
    case ValueType::kBoolean:
      return "boolean";
    case ValueType::kArray:
      return "array";
    case ValueType::kObject:
      return "object";
    case ValueType::kAny:
      break;
  }
  return "";
}

// `text` is JSON from a rule table. The parser reads whole documents, so it is wrapped first.
Json ParseConstant(std::string_view text) {
  Findings findings;
  const auto wrapped = ReadJson(Concat({"{\"v\":", text, "}"}), {.file = "table"}, findings);
  return wrapped.has_value() ? *wrapped->Find("v") : Json();
}

Json SchemaOf(const FieldRule& rule);

void AddObject(const FieldRule& rule, Json& schema) {
  Json properties = Json::Object();
  Json required = Json::Array();
  for (const FieldRule& member : rule.members) {
    properties.Add(std::string(member.name), SchemaOf(member));
    if (member.need == Need::kRequired || member.need == Need::kAlways) {
      required.Append(Json::String(std::string(member.name)));
    }
  }
  if (!rule.members.empty()) schema.Add("properties", std::move(properties));
  // Draft 4 forbids an empty list.
  if (!required.items().empty()) schema.Add("required", std::move(required));
  if (rule.element == nullptr) return;
  if (rule.key_format == nullptr) {
    schema.Add("additionalProperties", SchemaOf(*rule.element));
    return;
  }
  Json patterns = Json::Object();
  const Json format = ParseConstant(rule.key_format->schema);
  patterns.Add(std::string(format.FindText("pattern")), SchemaOf(*rule.element));
  schema.Add("patternProperties", std::move(patterns));
  schema.Add("additionalProperties", Json::Bool(false));
}

void AddString(const FieldRule& rule, Json& schema) {
  if (!rule.words.empty()) {
    Json words = Json::Array();
    for (std::string_view word : rule.words) words.Append(Json::String(std::string(word)));
    schema.Add("enum", std::move(words));
    return;
  }
  if (rule.limits.min > 0) schema.Add("minLength", Number(rule.limits.min));
  schema.Add("maxLength", Number(rule.limits.max));
  if (rule.format == nullptr) return;
  const Json format = ParseConstant(rule.format->schema);
  for (std::size_t i = 0; i < format.keys().size(); ++i) {
    schema.Add(format.keys()[i], format.items()[i]);
  }
}

void AddLimits(const FieldRule& rule, Json& schema) {
  switch (rule.type) {
    case ValueType::kString:
      AddString(rule, schema);
      break;
    case ValueType::kInteger:
      schema.Add("minimum", Number(rule.limits.min));
      schema.Add("maximum", Number(rule.limits.max));
      break;
    case ValueType::kBoolean:
    case ValueType::kAny:
      break;
    case ValueType::kArray:
      if (rule.limits.min > 0) schema.Add("minItems", Number(rule.limits.min));
      schema.Add("maxItems", Number(rule.limits.max));
      schema.Add("items", SchemaOf(*rule.element));
      break;
    case ValueType::kObject:
      AddObject(rule, schema);
      break;
  }
}

Json SchemaOf(const FieldRule& rule) {
  Json schema = Json::Object();
  const Json type = Json::String(std::string(TypeName(rule.type)));
  if (rule.is_nullable) {
    Json types = Json::Array();
    types.Append(type);
    types.Append(Json::String("null"));
    schema.Add("type", std::move(types));
  } else if (rule.type != ValueType::kAny) {
    schema.Add("type", type);
  }
  if (!rule.meaning.empty()) schema.Add("description", Json::String(std::string(rule.meaning)));
  AddLimits(rule, schema);
  if (!rule.default_json.empty()) schema.Add("default", ParseConstant(rule.default_json));
  return schema;
}

}  // namespace

Json MakeSchema(std::string_view title, std::span<const FieldRule> rules) {
  Json schema = Json::Object();
  schema.Add("$schema", Json::String("http://json-schema.org/draft-04/schema#"));
  schema.Add("title", Json::String(std::string(title)));
  const Json body = SchemaOf({.type = ValueType::kObject, .members = rules});
  for (std::size_t i = 0; i < body.keys().size(); ++i) {
    schema.Add(body.keys()[i], body.items()[i]);
  }
  return schema;
}

std::vector<SchemaFile> AllSchemas() {
  std::vector<SchemaFile> files;
  const auto add = [&](std::string_view stem, std::string_view title,
                       std::span<const FieldRule> rules) {
    files.push_back({Concat({stem, ".schema.json"}), WritePrettyJson(MakeSchema(title, rules))});
  };
  for (const Family& family : Families()) {
    add(family.folder, Concat({family.folder, "/<slug>/", family.manifest}), family.rules);
  }
  add("marketplace", "marketplace.json", MarketplaceRules());
  add("assets-index", "assetsIndex", IndexRules());
  return files;
}

}  // namespace keys::ingestion
