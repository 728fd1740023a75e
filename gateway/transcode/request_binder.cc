#include "gateway/transcode/request_binder.h"

#include <algorithm>
#include <set>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/text/fold.h"
#include "gateway/transcode/json_reader.h"
#include "gateway/transcode/percent.h"
#include "gateway/transcode/values.h"

namespace keys::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsAbsent(const Message& message, const FieldShape& field) {
  const auto* reflection = message.GetReflection();
  if (field.field->is_repeated()) return reflection->FieldSize(message, field.field) == 0;
  if (!reflection->HasField(message, field.field)) return true;
  // A text in which nothing can be seen counts as empty, because it is no reason and no title.
  return field.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         text::IsBlank(reflection->GetString(message, field.field));
}

}  // namespace

absl::StatusOr<RequestBinder> RequestBinder::Make(const MessageShape& shape,
                                                  std::vector<std::string> variables, bool body) {
  for (const std::string& name : variables) {
    const FieldShape* field = shape.FindForInput(name);
    if (field == nullptr || field->field->is_repeated() ||
        field->field->type() != FieldDescriptor::TYPE_STRING) {
      return absl::InvalidArgumentError(
          StrCat("{", name, "} is not a single string field of ", shape.descriptor->full_name()));
    }
  }
  RETURN_IF_ERROR(CheckInputShape(shape, !body));
  return RequestBinder(shape, std::move(variables), body);
}

absl::StatusOr<Message*> RequestBinder::Bind(const BindInput& input,
                                             google::protobuf::Arena* arena) const {
  Message* message = google::protobuf::MessageFactory::generated_factory()
                         ->GetPrototype(shape_->descriptor)
                         ->New(arena);
  Violations violations;
  for (const auto& [name, value] : input.variables) {
    SetFromText({*message, BoundVariable(name)}, value, StrCat("/", EscapePointer(name)),
                violations);
  }
  BindQuery(input.query, *message, violations);
  if (body_) {
    RETURN_IF_ERROR(ReadJson(input.body, {*shape_, variables_}, *message, violations));
  } else if (!input.body.empty()) {
    violations.Add("", kNotAllowed, "This route takes no body.");
  }
  CheckRequired(*message, *shape_, body_ ? "/" : "?", violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return message;
}

void RequestBinder::BindQuery(std::string_view query, Message& message,
                              Violations& violations) const {
  std::set<std::string> seen;
  for (const std::string_view pair : Split(query, '&')) {
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    const auto name = DecodeForm(pair.substr(0, equals));
    const auto value = DecodeForm(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!name.has_value() || !value.has_value() || !IsUtf8(*name)) {
      violations.Add("?", kWrongType, "The query is not valid percent-encoded UTF-8.");
    } else if (!seen.insert(*name).second) {
      violations.Add(StrCat("?", *name), kDuplicate,
                     StrCat("The parameter '", *name, "' is there twice."));
    } else {
      BindParameter(*name, *value, message, violations);
    }
    if (seen.size() == kMaxQueryParameters) {
      return violations.Add("?", kNotAllowed,
                            StrCat("More than ", kMaxQueryParameters, " parameters."));
    }
  }
}

void RequestBinder::BindParameter(const std::string& name, const std::string& value,
                                  Message& message, Violations& violations) const {
  const FieldShape* field = body_ || IsVariable(name) ? nullptr : shape_->FindForInput(name);
  const std::string pointer = StrCat("?", name);
  if (field == nullptr) {
    return violations.Add(pointer, kUnknownField,
                          StrCat("There is no query parameter '", name, "' here."));
  }
  // A form sends this for a filter that was not filled in.
  if (value.empty() && !field->field->is_repeated()) return;
  SetFromText({message, *field}, value, pointer, violations);
}

std::vector<const FieldShape*> RequestBinder::QueryFields() const {
  std::vector<const FieldShape*> fields;
  if (body_) return fields;
  for (const FieldShape& field : shape_->fields) {
    if (!field.trusted && !IsVariable(field.name)) fields.push_back(&field);
  }
  return fields;
}

const FieldShape& RequestBinder::VariableField(std::string_view name) const {
  const FieldShape* field = shape_->FindForInput(name);
  CHECK_THAT(field != nullptr, "a path variable was checked to be a field when the route was made");
  return *field;
}

const FieldShape& RequestBinder::BoundVariable(std::string_view name) const {
  const auto found = std::find(variables_.begin(), variables_.end(), name);
  CHECK_THAT(found != variables_.end(), "a route's path has the variables that it was made with");
  return bound_variables_[static_cast<size_t>(found - variables_.begin())];
}

bool RequestBinder::IsVariable(std::string_view name) const {
  return std::find(variables_.begin(), variables_.end(), name) != variables_.end();
}

void CheckRequired(const Message& message, const MessageShape& shape, const std::string& prefix,
                   Violations& violations) {
  const auto* reflection = message.GetReflection();
  for (const FieldShape& field : shape.fields) {
    if (field.trusted) continue;
    const std::string pointer = StrCat(prefix, EscapePointer(field.name));
    if (field.required && IsAbsent(message, field) && !violations.Names(pointer)) {
      violations.Add(pointer, kRequired, StrCat("'", field.name, "' is required."));
    }
    if (field.message == nullptr) continue;
    if (!field.field->is_repeated()) {
      if (!reflection->HasField(message, field.field)) continue;
      CheckRequired(reflection->GetMessage(message, field.field), *field.message, pointer + "/",
                    violations);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field.field); ++i) {
      CheckRequired(reflection->GetRepeatedMessage(message, field.field, i), *field.message,
                    StrCat(pointer, "/", i, "/"), violations);
    }
  }
}

}  // namespace keys::gateway
