#include "tests/fakes/stripe_sandbox/json.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

namespace stripe_sandbox {
namespace {

constexpr size_t kMaxDepth = 64;

const Json kNull;
const std::string kEmptyString;
const Json::Array kEmptyArray;
const Json::Object kEmptyObject;

// Builds the tree while RapidJSON reads; `open_` holds the containers not yet closed.
class TreeBuilder {
 public:
  bool Null() { return Put(Json()); }
  bool Bool(bool value) { return Put(Json(value)); }
  bool Int(int value) { return Put(Json(value)); }
  bool Uint(unsigned value) { return Put(Json(static_cast<int64_t>(value))); }
  bool Int64(int64_t value) { return Put(Json(value)); }
  bool Uint64(uint64_t value) {
    if (value > INT64_MAX) return Put(Json(static_cast<double>(value)));
    return Put(Json(static_cast<int64_t>(value)));
  }
  bool Double(double value) { return Put(Json(value)); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return Put(Json(std::string(text, length)));
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    names_.back().assign(text, length);
    return true;
  }
  bool StartObject() { return Open(Json::MakeObject()); }
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool StartArray() { return Open(Json::MakeArray()); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  Json Take() { return std::move(root_); }

 private:
  bool Open(Json container) {
    if (open_.size() >= kMaxDepth) return false;
    open_.push_back(std::move(container));
    names_.emplace_back();
    return true;
  }
  bool Close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    return Put(std::move(done));
  }
  bool Put(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().Append(std::move(value));
    } else {
      open_.back().mutable_members().push_back({names_.back(), std::move(value)});
    }
    return true;
  }

  Json root_;
  std::vector<Json> open_;
  std::vector<std::string> names_;
};

template <typename Writer>
void WriteTo(const Json& json, Writer& writer) {
  if (json.is_null()) {
    writer.Null();
  } else if (json.is_bool()) {
    writer.Bool(json.AsBool());
  } else if (json.is_int()) {
    writer.Int64(json.AsInt());
  } else if (json.is_number()) {
    writer.Double(json.AsDouble());
  } else if (json.is_string()) {
    const std::string& text = json.AsString();
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  } else if (json.is_raw()) {
    writer.RawValue(json.AsRaw().data(), json.AsRaw().size(), rapidjson::kObjectType);
  } else if (json.is_array()) {
    writer.StartArray();
    for (const Json& item : json.items()) WriteTo(item, writer);
    writer.EndArray();
  } else {
    writer.StartObject();
    for (const Json::Member& member : json.members()) {
      writer.Key(member.name.data(), static_cast<rapidjson::SizeType>(member.name.size()));
      WriteTo(member.value, writer);
    }
    writer.EndObject();
  }
}

}  // namespace

Json Json::MakeObject(std::initializer_list<Member> members) {
  Json json;
  json.value_ = Object(members);
  return json;
}

std::optional<Json> Json::Parse(std::string_view text) {
  rapidjson::Reader reader;
  TreeBuilder builder;
  rapidjson::MemoryStream memory(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(memory);
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  if (!reader.Parse<kFlags>(stream, builder)) return std::nullopt;
  return builder.Take();
}

std::string Json::Write() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  WriteTo(*this, writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

std::string Json::WritePretty() const {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  WriteTo(*this, writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

bool Json::AsBool() const {
  const bool* value = std::get_if<bool>(&value_);
  return value != nullptr && *value;
}

int64_t Json::AsInt() const {
  if (const int64_t* value = std::get_if<int64_t>(&value_)) return *value;
  if (const double* value = std::get_if<double>(&value_)) return static_cast<int64_t>(*value);
  return 0;
}

double Json::AsDouble() const {
  if (const double* value = std::get_if<double>(&value_)) return *value;
  return static_cast<double>(AsInt());
}

const std::string& Json::AsString() const {
  const std::string* value = std::get_if<std::string>(&value_);
  return value != nullptr ? *value : kEmptyString;
}

const std::string& Json::AsRaw() const {
  const Raw* value = std::get_if<Raw>(&value_);
  return value != nullptr ? value->text : kEmptyString;
}

const Json::Array& Json::items() const {
  const Array* value = std::get_if<Array>(&value_);
  return value != nullptr ? *value : kEmptyArray;
}

const Json::Object& Json::members() const {
  const Object* value = std::get_if<Object>(&value_);
  return value != nullptr ? *value : kEmptyObject;
}

Json::Array& Json::mutable_items() {
  if (!is_array()) value_ = Array{};
  return std::get<Array>(value_);
}

Json::Object& Json::mutable_members() {
  if (!is_object()) value_ = Object{};
  return std::get<Object>(value_);
}

const Json* Json::Find(std::string_view name) const {
  for (const Member& member : members()) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

const Json& Json::operator[](std::string_view name) const {
  const Json* found = Find(name);
  return found != nullptr ? *found : kNull;
}

Json& Json::Set(std::string_view name, Json value) {
  Mutable(name) = std::move(value);
  return *this;
}

Json& Json::Mutable(std::string_view name) {
  Object& object = mutable_members();
  for (Member& member : object) {
    if (member.name == name) return member.value;
  }
  object.push_back({std::string(name), Json()});
  return object.back().value;
}

void Json::Remove(std::string_view name) {
  Object& object = mutable_members();
  std::erase_if(object, [name](const Member& member) { return member.name == name; });
}

bool Json::operator==(const Json& other) const {
  if (value_.index() != other.value_.index()) return false;
  if (is_object()) {
    if (members().size() != other.members().size()) return false;
    return std::all_of(members().begin(), members().end(), [&other](const Member& member) {
      const Json* twin = other.Find(member.name);
      return twin != nullptr && *twin == member.value;
    });
  }
  if (is_array()) return items() == other.items();
  if (is_raw()) return AsRaw() == other.AsRaw();
  if (is_string()) return AsString() == other.AsString();
  if (is_int()) return AsInt() == other.AsInt();
  if (is_number()) return AsDouble() == other.AsDouble();
  return AsBool() == other.AsBool();
}

}  // namespace stripe_sandbox
