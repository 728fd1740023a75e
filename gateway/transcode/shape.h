// Describes how each protobuf message of the contract looks as JSON. It is computed once from
// descriptors and (keys.http.v1.*) options and then only read.
//
//   ShapeSet shapes;
//   RETURN_IF_ERROR(shapes.Add(*ListKeysResponse::descriptor()));
//   const MessageShape& shape = shapes.Of(*ListKeysResponse::descriptor());
//
// Building is for one thread; afterwards everything is const and thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"

namespace keys::gateway {

struct MessageShape;

// An enum's values as short lower-case words; the zero value has none.
struct EnumShape {
  std::map<int, std::string> word_of;
  std::map<std::string, int, std::less<>> number_of;
};

struct FieldShape {
  const google::protobuf::FieldDescriptor* field = nullptr;
  // The proto's json_name where it states one, else the field's own snake_case name.
  std::string name;
  bool nullable = false;
  bool trusted = false;
  bool json = false;
  bool flatten = false;
  bool omit_empty = false;
  bool required = false;
  // The most characters. 0 stands for no limit.
  int32_t max_length = 0;
  std::optional<int64_t> min, max;
  bool timestamp = false;
  // Set for messages other than Timestamp and maps.
  const MessageShape* message = nullptr;
  const EnumShape* words = nullptr;
  // The words that a string may be. Empty when any text is allowed.
  std::vector<std::string> vocabulary;
  // The example for /openapi.json. Empty when none was stated.
  std::string example;
};

struct MessageShape {
  const google::protobuf::Descriptor* descriptor = nullptr;
  std::vector<FieldShape> fields;
  // Index into `fields` by JSON name.
  std::unordered_map<std::string_view, size_t> by_name;
  // The FieldMask that the gateway fills with the members present in a PATCH. Null when there is
  // none.
  const google::protobuf::FieldDescriptor* update_mask = nullptr;

  // Returns null when there is no such field, or it is trusted, because clients must not learn that
  // it exists.
  const FieldShape* FindForInput(std::string_view name) const;
};

class ShapeSet {
 public:
  // Adds a message and everything that it contains. INVALID_ARGUMENT for a shape that has no JSON
  // form here (bytes, groups, two fields of one JSON name).
  absl::Status Add(const google::protobuf::Descriptor& descriptor);

  // The message must have been added.
  const MessageShape& Of(const google::protobuf::Descriptor& descriptor) const;

 private:
  absl::Status AddField(const google::protobuf::FieldDescriptor& field, MessageShape& shape);
  const EnumShape& AddEnum(const google::protobuf::EnumDescriptor& descriptor);

  std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<MessageShape>> messages_;
  std::unordered_map<const google::protobuf::EnumDescriptor*, std::unique_ptr<EnumShape>> enums_;
};

// Whether a client can send this message: as query parameters if `query` is true, else as a JSON
// body. INVALID_ARGUMENT names the first field that cannot be sent.
absl::Status CheckInputShape(const MessageShape& shape, bool query);

}  // namespace keys::gateway
