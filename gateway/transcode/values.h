// Puts single JSON or query values into protobuf fields, within the limits that their options
// state.
//
// Each function sets or appends the value, or adds one violation under `pointer` and leaves the
// field alone. Pure apart from that; thread-safe on different messages.
#pragma once

#include <string>
#include <string_view>

#include "gateway/transcode/shape.h"
#include "gateway/transcode/violations.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

// The place for one value: `field` of `message`, to which it is appended when the field is
// repeated.
struct Slot {
  google::protobuf::Message& message;
  const FieldShape& field;
};

// `literal` is a JSON number as written. 1.0 and 1e2 are taken as integers when they are exact and
// at most 2^53.
void SetNumber(Slot slot, std::string_view literal, const std::string& pointer,
               Violations& violations);
// Also sets timestamps (RFC 3339) and words of enums. `text` must be UTF-8.
void SetString(Slot slot, std::string_view text, const std::string& pointer,
               Violations& violations);
void SetBool(Slot slot, bool value, const std::string& pointer, Violations& violations);

// Reads a query parameter or path variable as the field's type says. `text` is percent-decoded and
// need not be UTF-8.
void SetFromText(Slot slot, std::string_view text, const std::string& pointer,
                 Violations& violations);

// Returns what the field wants, for messages: "a whole number", "true or false", ….
std::string_view WantedBy(const FieldShape& field);

// Reports that the value's JSON type does not fit the field.
void AddWrongType(const FieldShape& field, const std::string& pointer, Violations& violations);

bool IsUtf8(std::string_view text);

}  // namespace keys::gateway
