#include "gateway/openapi/schema.h"

#include <algorithm>

#include "common/base/text.h"
#include "gateway/openapi/examples.h"
#include "gateway/openapi/proto_comments.h"

namespace keys::gateway {
namespace {

using google::protobuf::FieldDescriptor;

struct TypeOf {
  std::string_view type;
  std::string_view format;
};

TypeOf ScalarType(const FieldShape& field) {
  if (field.timestamp) return {"string", "date-time"};
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      return {"integer", "int32"};
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return {"integer", "int64"};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {"boolean", ""};
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {"number", ""};
    default:
      return {"string", ""};
  }
}

void WriteType(std::string_view type, bool nullable, JsonBuilder& json) {
  if (!nullable) return json.Text("type", type);
  json.Array("type", [&] {
    json.Text(type);
    json.Text("null");
  });
}

void WriteReference(const MessageShape& message, bool nullable, JsonBuilder& json) {
  const std::string target = StrCat("#/components/schemas/", SchemaName(message));
  if (!nullable) return json.Text("$ref", target);
  json.Array("anyOf", [&] {
    json.Object([&] { json.Text("$ref", target); });
    json.Object([&] { json.Text("type", "null"); });
  });
}

void WriteWords(const FieldShape& field, bool nullable, JsonBuilder& json) {
  if (field.words == nullptr && field.vocabulary.empty()) return;
  json.Array("enum", [&] {
    for (const std::string& word : field.vocabulary) json.Text(word);
    if (field.words != nullptr) {
      for (const auto& [number, word] : field.words->word_of) json.Text(word);
    }
    if (nullable) json.Json("null");
  });
}

void WriteExample(const FieldShape& field, JsonBuilder& json) {
  const std::string value = ExampleOf(field);
  if (!value.empty()) json.Array("examples", [&] { json.Json(value); });
}

// Writes the schema of one value, which may stand alone or in an array.
void WriteValue(const FieldShape& field, bool nullable, JsonBuilder& json) {
  if (field.json) return WriteExample(field, json);  // any JSON value
  if (field.message != nullptr) return WriteReference(*field.message, nullable, json);
  const TypeOf type = ScalarType(field);
  WriteType(type.type, nullable, json);
  if (!type.format.empty()) json.Text("format", type.format);
  if (field.max_length > 0) json.Number("maxLength", field.max_length);
  if (field.min.has_value()) json.Number("minimum", *field.min);
  if (field.max.has_value()) json.Number("maximum", *field.max);
  WriteWords(field, nullable, json);
  WriteExample(field, json);
}

bool AlwaysWritten(const FieldShape& field) {
  if (field.field->is_repeated()) return !field.omit_empty;
  if (field.nullable || field.required) return true;
  // A message is always written unless its field is declared optional.
  if (field.message != nullptr || field.timestamp) return !field.field->has_optional_keyword();
  return !field.field->has_presence() && !field.json && field.words == nullptr;
}

void WriteRequired(const std::vector<std::string>& names, JsonBuilder& json) {
  if (names.empty()) return;
  json.Array("required", [&] {
    for (const std::string& name : names) json.Text(name);
  });
}

}  // namespace

std::string SchemaName(const MessageShape& shape) {
  std::string name;
  for (const std::string_view part : Split(shape.descriptor->full_name(), '.')) {
    if (part == "keys" || part == "v1") continue;
    StrAppend(&name, name.empty() ? "" : ".", part);
  }
  return name;
}

void CollectSchemas(const MessageShape& shape, SchemaNames& names) {
  if (!names.emplace(SchemaName(shape), &shape).second) return;
  for (const FieldShape& field : shape.fields) {
    const FieldShape& value = field.field->is_map() ? field.message->fields[1] : field;
    if (value.message != nullptr && !field.trusted) CollectSchemas(*value.message, names);
  }
}

bool HasRequired(const MessageShape& shape, const std::vector<std::string>& hidden) {
  return std::any_of(shape.fields.begin(), shape.fields.end(), [&](const FieldShape& field) {
    return field.required && std::find(hidden.begin(), hidden.end(), field.name) == hidden.end();
  });
}

void WriteDescription(std::string_view full_name, JsonBuilder& json) {
  const std::string_view comment = ProtoComment(full_name);
  if (!comment.empty()) json.Text("description", comment);
}

void WriteFieldSchema(const FieldShape& field, bool nullable, JsonBuilder& json) {
  if (field.field->is_map()) {
    json.Text("type", "object");
    json.Object("additionalProperties",
                [&] { WriteFieldSchema(field.message->fields[1], false, json); });
  } else if (field.field->is_repeated()) {
    json.Text("type", "array");
    json.Object("items", [&] { WriteValue(field, false, json); });
  } else {
    WriteValue(field, nullable, json);
  }
}

void WriteAnswerSchema(const MessageShape& shape, JsonBuilder& json) {
  WriteDescription(shape.descriptor->full_name(), json);
  json.Text("type", "object");
  std::vector<std::string> required;
  bool open = false;
  json.Object("properties", [&] {
    for (const FieldShape& field : shape.fields) {
      open = open || field.flatten;
      if (field.trusted || field.flatten) continue;
      json.Object(field.name, [&] {
        WriteDescription(field.field->full_name(), json);
        WriteFieldSchema(field, field.nullable, json);
      });
      if (AlwaysWritten(field)) required.push_back(field.name);
    }
  });
  WriteRequired(required, json);
  // Answers may get further fields at any time.
  if (open) json.Flag("additionalProperties", true);
}

void WriteBodySchema(const MessageShape& shape, const std::vector<std::string>& hidden,
                     bool clearing, JsonBuilder& json) {
  json.Text("type", "object");
  std::vector<std::string> required;
  json.Object("properties", [&] {
    for (const FieldShape& field : shape.fields) {
      const bool is_hidden = std::find(hidden.begin(), hidden.end(), field.name) != hidden.end();
      if (field.trusted || is_hidden) continue;
      json.Object(field.name, [&] {
        WriteDescription(field.field->full_name(), json);
        WriteFieldSchema(field, clearing, json);
      });
      if (field.required) required.push_back(field.name);
    }
  });
  WriteRequired(required, json);
  json.Flag("additionalProperties", false);
}

}  // namespace keys::gateway
