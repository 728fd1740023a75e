// Decodes percent-encoding in paths (RFC 3986) and query strings (form encoding). Pure and
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keys::gateway {

// Reads "%C3%A9" as "é". Returns nothing when a "%" is not followed by two hexadecimal digits.
std::optional<std::string> DecodePercent(std::string_view text);

// Does the same for query strings, where "+" is a blank.
std::optional<std::string> DecodeForm(std::string_view text);

// Writes everything except visible ASCII, and "%" itself, as %XX, for values of header fields and
// metadata.
std::string EncodeVisible(std::string_view text);

}  // namespace keys::gateway
