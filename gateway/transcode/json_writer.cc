#include "gateway/transcode/json_writer.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "common/log/log.h"
#include "common/time/clock.h"
#include "common/time/proto_time.h"
#include "google/protobuf/timestamp.pb.h"
#include "rapidjson/memorystream.h"
#include "rapidjson/reader.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr unsigned kTextFlags =
    rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;

template <typename Handler>
bool ParseText(const std::string& text, Handler& handler) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  return !reader.Parse<kTextFlags>(stream, handler).IsError() && stream.Tell() == text.size();
}

struct NothingHandler : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, NothingHandler> {};

bool IsJson(const std::string& text) {
  NothingHandler nothing;
  return ParseText(text, nothing);
}

void String(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

// Copies the members of one JSON object into an object that is already open, except those that it
// has. The text was checked to be JSON.
class FlattenHandler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, FlattenHandler> {
 public:
  FlattenHandler(Writer& writer, std::unordered_set<std::string>& written)
      : writer_(writer), written_(written) {}

  bool Null() { return !Copying() || writer_.Null(); }
  bool Bool(bool value) { return !Copying() || writer_.Bool(value); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return !Copying() || writer_.RawValue(text, length, rapidjson::kNumberType);
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return !Copying() || writer_.String(text, length);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    if (depth_ == 1) skip_ = !written_.emplace(text, length).second;
    return !Copying() || writer_.Key(text, length);
  }
  bool StartObject() {
    const bool outermost = depth_++ == 0;
    return outermost || !Copying() || writer_.StartObject();
  }
  bool EndObject(rapidjson::SizeType) {
    const bool outermost = --depth_ == 0;
    return outermost || !Copying() || writer_.EndObject();
  }
  bool StartArray() {
    ++depth_;
    return !Copying() || writer_.StartArray();
  }
  bool EndArray(rapidjson::SizeType) {
    --depth_;
    return !Copying() || writer_.EndArray();
  }

 private:
  bool Copying() const { return depth_ > 0 && !skip_; }
  Writer& writer_;
  std::unordered_set<std::string>& written_;
  int depth_ = 0;
  bool skip_ = false;
};

class MessageWriter {
 public:
  explicit MessageWriter(rapidjson::StringBuffer& buffer) : writer_(buffer) {}

  void Object(const Message& message, const MessageShape& shape);

 private:
  bool Member(const Message& message, const FieldShape& field);
  bool Absent(const Message& message, const FieldShape& field) const;
  bool Text(const Message& message, const FieldShape& field);
  void Name(const FieldShape& field) { String(writer_, field.name); }
  void Single(const Message& message, const FieldShape& field);
  void Array(const Message& message, const FieldShape& field);
  void Element(const Message& message, const FieldShape& field, int index);
  void Map(const Message& message, const FieldShape& field);
  void Sub(const Message& message, const FieldShape& field);
  void Word(const FieldShape& field, int number);
  void Real(double value);

  Writer writer_;
};

void MessageWriter::Object(const Message& message, const MessageShape& shape) {
  writer_.StartObject();
  const auto flatten =
      std::find_if(shape.fields.begin(), shape.fields.end(),
                   [](const FieldShape& field) { return field.flatten && !field.trusted; });
  const bool flattens = flatten != shape.fields.end();
  // Only where members of another object follow does it matter which are there already.
  std::unordered_set<std::string> names;
  for (const FieldShape& field : shape.fields) {
    if (field.trusted || field.flatten) continue;
    if (Member(message, field) && flattens) names.insert(field.name);
  }
  if (flattens) {
    std::string scratch;
    const std::string& text =
        message.GetReflection()->GetStringReference(message, flatten->field, &scratch);
    FlattenHandler handler(writer_, names);
    if (!text.empty() && text.front() == '{' && IsJson(text)) {
      ParseText(text, handler);
    } else if (!text.empty()) {
      log::Warning("transcode.flatten_not_an_object", {{"field", flatten->field->full_name()}});
    }
  }
  writer_.EndObject();
}

// Returns true when the member was written.
bool MessageWriter::Member(const Message& message, const FieldShape& field) {
  if (field.field->is_map()) {
    Name(field);
    Map(message, field);
    return true;
  }
  if (field.field->is_repeated()) {
    if (field.omit_empty && message.GetReflection()->FieldSize(message, field.field) == 0) {
      return false;
    }
    Name(field);
    Array(message, field);
    return true;
  }
  if (Absent(message, field)) {
    if (!field.nullable) return false;
    Name(field);
    writer_.Null();
    return true;
  }
  if (field.json) return Text(message, field);
  Name(field);
  Single(message, field);
  return true;
}

// Scalars without presence are never absent, except JSON texts and enums, whose zero value means
// "absent".
bool MessageWriter::Absent(const Message& message, const FieldShape& field) const {
  const Reflection* reflection = message.GetReflection();
  if (field.field->has_presence() && !reflection->HasField(message, field.field)) return true;
  std::string scratch;
  if (field.json) return reflection->GetStringReference(message, field.field, &scratch).empty();
  return field.words != nullptr && reflection->GetEnumValue(message, field.field) == 0;
}

bool MessageWriter::Text(const Message& message, const FieldShape& field) {
  std::string scratch;
  const std::string& text =
      message.GetReflection()->GetStringReference(message, field.field, &scratch);
  const bool valid = IsJson(text);
  if (!valid) log::Warning("transcode.text_not_json", {{"field", field.field->full_name()}});
  if (!valid && !field.nullable) return false;
  Name(field);
  if (valid) {
    writer_.RawValue(text.data(), text.size(), rapidjson::kObjectType);
  } else {
    writer_.Null();
  }
  return true;
}

void MessageWriter::Single(const Message& message, const FieldShape& field) {
  const Reflection* reflection = message.GetReflection();
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      writer_.Int(reflection->GetInt32(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      writer_.Int64(reflection->GetInt64(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      writer_.Uint(reflection->GetUInt32(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      writer_.Uint64(reflection->GetUInt64(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      writer_.Bool(reflection->GetBool(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      Real(reflection->GetDouble(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      Real(static_cast<double>(reflection->GetFloat(message, field.field)));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      Word(field, reflection->GetEnumValue(message, field.field));
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      String(writer_, reflection->GetStringReference(message, field.field, &scratch));
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Sub(reflection->GetMessage(message, field.field), field);
      break;
  }
}

void MessageWriter::Array(const Message& message, const FieldShape& field) {
  writer_.StartArray();
  const int size = message.GetReflection()->FieldSize(message, field.field);
  for (int i = 0; i < size; ++i) Element(message, field, i);
  writer_.EndArray();
}

void MessageWriter::Element(const Message& message, const FieldShape& field, int i) {
  const Reflection* reflection = message.GetReflection();
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      writer_.Int(reflection->GetRepeatedInt32(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      writer_.Int64(reflection->GetRepeatedInt64(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      writer_.Uint(reflection->GetRepeatedUInt32(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      writer_.Uint64(reflection->GetRepeatedUInt64(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      writer_.Bool(reflection->GetRepeatedBool(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      Real(reflection->GetRepeatedDouble(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      Real(static_cast<double>(reflection->GetRepeatedFloat(message, field.field, i)));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      Word(field, reflection->GetRepeatedEnumValue(message, field.field, i));
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      String(writer_, reflection->GetRepeatedStringReference(message, field.field, i, &scratch));
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Sub(reflection->GetRepeatedMessage(message, field.field, i), field);
      break;
  }
}

void MessageWriter::Map(const Message& message, const FieldShape& field) {
  const Reflection* reflection = message.GetReflection();
  const auto* key = field.message->descriptor->map_key();
  std::vector<std::pair<std::string, const Message*>> entries;
  for (int i = 0; i < reflection->FieldSize(message, field.field); ++i) {
    const Message& entry = reflection->GetRepeatedMessage(message, field.field, i);
    entries.emplace_back(entry.GetReflection()->GetString(entry, key), &entry);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  writer_.StartObject();
  for (const auto& [name, entry] : entries) {
    String(writer_, name);
    Single(*entry, field.message->fields[1]);
  }
  writer_.EndObject();
}

void MessageWriter::Sub(const Message& message, const FieldShape& field) {
  if (!field.timestamp) return Object(message, *field.message);
  const auto& timestamp = static_cast<const google::protobuf::Timestamp&>(message);
  String(writer_, FormatRfc3339(FromProto(timestamp)));
}

void MessageWriter::Word(const FieldShape& field, int number) {
  const auto found = field.words->word_of.find(number);
  // The value comes from a newer service. Its number is written, because it has no word here.
  if (found == field.words->word_of.end()) {
    writer_.Int(number);
  } else {
    String(writer_, found->second);
  }
}

void MessageWriter::Real(double value) {
  if (std::isfinite(value)) {
    writer_.Double(value);
  } else {
    writer_.Null();
  }
}

}  // namespace

std::string WriteJson(const Message& message, const MessageShape& shape) {
  rapidjson::StringBuffer buffer;
  MessageWriter(buffer).Object(message, shape);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace keys::gateway
