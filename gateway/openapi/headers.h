// The header fields that clients send and get, described once for every operation.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/openapi/json_builder.h"

namespace keys::gateway {

// What an operation answers with, beside the fields every answer has.
using HeaderNames = std::vector<std::string_view>;

// A parameter of an operation, by the name of a header field that requests may have. Aborts for an
// unknown one.
void WriteRequestHeader(std::string_view name, JsonBuilder& json);

// The member "headers" of a response: references into components/headers. Aborts for an unknown
// one.
void WriteResponseHeaders(const HeaderNames& names, JsonBuilder& json);

// components/headers. `sign_in`: with those that only signing in answers with.
void WriteHeaderComponents(bool sign_in, JsonBuilder& json);

}  // namespace keys::gateway
