// The header fields that clients send and get, described once for every operation.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/openapi/json_builder.h"

namespace keys::gateway {

// The header fields of an operation's answer beside those that every answer has.
using HeaderNames = std::vector<std::string_view>;

// Writes a parameter of an operation for a header field that requests may have. Aborts for an
// unknown name.
void WriteRequestHeader(std::string_view name, JsonBuilder& json);

// Writes the member "headers" of a response as references into components/headers. Aborts for an
// unknown name.
void WriteResponseHeaders(const HeaderNames& names, JsonBuilder& json);

// Writes components/headers. `sign_in` includes those that only the operations of signing in answer
// with.
void WriteHeaderComponents(bool sign_in, JsonBuilder& json);

}  // namespace keys::gateway
