// Writes JSON documents by hand, with one short call per member.
//
//   JsonBuilder json;
//   json.Object([&] { json.Text("openapi", "3.1.0"); json.Object("paths", [&] { … }); });
//   std::string text = json.Take();
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace keys::gateway {

class JsonBuilder {
 public:
  JsonBuilder() : writer_(buffer_) {}

  template <typename Fill>
  void Object(const Fill& fill) {
    writer_.StartObject();
    fill();
    writer_.EndObject();
  }
  template <typename Fill>
  void Object(std::string_view name, const Fill& fill) {
    Key(name);
    Object(fill);
  }
  template <typename Fill>
  void Array(std::string_view name, const Fill& fill) {
    Key(name);
    writer_.StartArray();
    fill();
    writer_.EndArray();
  }
  void Text(std::string_view name, std::string_view value) {
    Key(name);
    Text(value);
  }
  void Text(std::string_view value) {
    writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void Number(std::string_view name, int64_t value) {
    Key(name);
    writer_.Int64(value);
  }
  // `json` is one JSON value.
  void Json(std::string_view name, std::string_view json) {
    Key(name);
    Json(json);
  }
  void Json(std::string_view json) {
    writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
  }
  void Number(int64_t value) { writer_.Int64(value); }
  void Flag(std::string_view name, bool value) {
    Key(name);
    writer_.Bool(value);
  }
  std::string Take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  void Key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

}  // namespace keys::gateway
