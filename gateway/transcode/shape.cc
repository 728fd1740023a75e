#include "gateway/transcode/shape.h"

#include <unordered_set>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/transcode/contract_notes.h"
#include "keys/http/v1/rule.pb.h"

namespace keys::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kTimestamp[] = "google.protobuf.Timestamp";
constexpr char kFieldMask[] = "google.protobuf.FieldMask";

// Protobuf style puts this prefix before every value: ORDER_STATUS_ for OrderStatus.
std::string EnumPrefix(const std::string& name) {
  std::string prefix;
  for (size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && name[i] >= 'A' && name[i] <= 'Z') prefix += '_';
    prefix += name[i] >= 'a' && name[i] <= 'z' ? static_cast<char>(name[i] - 32) : name[i];
  }
  return prefix + "_";
}

void ReadOptions(const FieldDescriptor& field, FieldShape& shape) {
  const auto& options = field.options();
  shape.nullable = options.GetExtension(http::v1::nullable);
  shape.trusted = options.GetExtension(http::v1::trusted);
  shape.json = options.GetExtension(http::v1::json);
  shape.flatten = options.GetExtension(http::v1::flatten);
  shape.omit_empty = options.GetExtension(http::v1::omit_empty);
  shape.required = options.GetExtension(http::v1::required);
  shape.max_length = options.GetExtension(http::v1::max_length);
  if (options.HasExtension(http::v1::range)) {
    shape.min = options.GetExtension(http::v1::range).min();
    shape.max = options.GetExtension(http::v1::range).max();
  }
}

void ReadNote(const FieldDescriptor& field, FieldShape& shape) {
  const v1::FieldNote* note = NoteOf(field.full_name());
  if (note == nullptr) return;
  shape.example = note->example();
  for (const std::string_view word : Split(note->words(), ' ')) {
    if (!word.empty()) shape.vocabulary.emplace_back(word);
  }
}

absl::Status NoJsonForm(const FieldDescriptor& field, std::string_view why) {
  return absl::InvalidArgumentError(StrCat(field.full_name(), ": ", why));
}

absl::Status CheckInput(const MessageShape& shape, bool query,
                        std::unordered_set<const MessageShape*>& seen) {
  if (!seen.insert(&shape).second) return absl::OkStatus();
  for (const FieldShape& field : shape.fields) {
    if (field.trusted) continue;
    if (field.flatten) return NoJsonForm(*field.field, "flatten is for output only");
    if (field.field->is_map()) return NoJsonForm(*field.field, "maps are for output only");
    if (query && (field.field->is_repeated() || field.message != nullptr || field.json)) {
      return NoJsonForm(*field.field, "has no form as a query parameter");
    }
    if (field.message != nullptr) RETURN_IF_ERROR(CheckInput(*field.message, query, seen));
  }
  return absl::OkStatus();
}

}  // namespace

const FieldShape* MessageShape::FindForInput(std::string_view name) const {
  const auto found = by_name.find(name);
  if (found == by_name.end()) return nullptr;
  const FieldShape& field = fields[found->second];
  return field.trusted ? nullptr : &field;
}

absl::Status ShapeSet::Add(const Descriptor& descriptor) {
  auto& slot = messages_[&descriptor];
  if (slot != nullptr) return absl::OkStatus();
  slot = std::make_unique<MessageShape>();
  // Fields may contain this message again. The map may grow, but its values stay where they are.
  MessageShape& shape = *slot;
  shape.descriptor = &descriptor;
  shape.fields.reserve(static_cast<size_t>(descriptor.field_count()));
  for (int i = 0; i < descriptor.field_count(); ++i) {
    RETURN_IF_ERROR(AddField(*descriptor.field(i), shape));
  }
  for (size_t i = 0; i < shape.fields.size(); ++i) {
    if (!shape.by_name.emplace(shape.fields[i].name, i).second) {
      return NoJsonForm(*shape.fields[i].field, "another field has the same JSON name");
    }
  }
  return absl::OkStatus();
}

absl::Status ShapeSet::AddField(const FieldDescriptor& field, MessageShape& shape) {
  FieldShape result;
  result.field = &field;
  result.name = field.has_json_name() ? field.json_name() : field.name();
  ReadOptions(field, result);
  ReadNote(field, result);
  const bool text = field.type() == FieldDescriptor::TYPE_STRING;
  if ((result.json || result.flatten) && (!text || field.is_repeated())) {
    return NoJsonForm(field, "json and flatten are for single strings");
  }
  if (!result.vocabulary.empty() && (!text || result.json || result.flatten)) {
    return NoJsonForm(field, "words are for strings");
  }
  switch (field.type()) {
    case FieldDescriptor::TYPE_BYTES:
    case FieldDescriptor::TYPE_GROUP:
      return NoJsonForm(field, "bytes and groups have no JSON form here");
    case FieldDescriptor::TYPE_ENUM:
      result.words = &AddEnum(*field.enum_type());
      break;
    case FieldDescriptor::TYPE_MESSAGE: {
      const Descriptor& message = *field.message_type();
      result.timestamp = message.full_name() == kTimestamp;
      if (message.full_name() == kFieldMask) {
        if (!result.trusted) return NoJsonForm(field, "a FieldMask is trusted");
        shape.update_mask = &field;
      } else if (field.is_map() && message.map_key()->type() != FieldDescriptor::TYPE_STRING) {
        return NoJsonForm(field, "keys of maps are strings");
      } else if (!result.timestamp) {
        RETURN_IF_ERROR(Add(message));
        result.message = messages_.at(&message).get();
      }
      break;
    }
    default:
      break;
  }
  shape.fields.push_back(std::move(result));
  return absl::OkStatus();
}

const EnumShape& ShapeSet::AddEnum(const EnumDescriptor& descriptor) {
  auto& slot = enums_[&descriptor];
  if (slot != nullptr) return *slot;
  slot = std::make_unique<EnumShape>();
  const std::string prefix = EnumPrefix(descriptor.name());
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const auto& value = *descriptor.value(i);
    if (value.number() == 0) continue;
    std::string word = value.options().GetExtension(http::v1::word);
    if (word.empty()) {
      std::string_view name = value.name();
      if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
      word = ToAsciiLower(name);
    }
    slot->number_of.emplace(word, value.number());
    slot->word_of.emplace(value.number(), std::move(word));
  }
  return *slot;
}

const MessageShape& ShapeSet::Of(const Descriptor& descriptor) const {
  const auto found = messages_.find(&descriptor);
  CHECK_THAT(found != messages_.end(), "a message is used that was not added to the shapes");
  return *found->second;
}

absl::Status CheckInputShape(const MessageShape& shape, bool query) {
  std::unordered_set<const MessageShape*> seen;
  return CheckInput(shape, query, seen);
}

}  // namespace keys::gateway
