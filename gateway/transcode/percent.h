// Percent-decoding of paths and query strings (RFC 3986, and form encoding for queries).
// Pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keys::gateway {

// "%C3%A9" → "é". Nothing when a "%" is not followed by two hex digits.
std::optional<std::string> DecodePercent(std::string_view text);

// The same for query strings, where "+" is a blank.
std::optional<std::string> DecodeForm(std::string_view text);

// Everything but visible ASCII, and "%" itself, as %XX: for header and metadata values.
std::string EncodeVisible(std::string_view text);

}  // namespace keys::gateway
