// Reads media types and lists of them from header fields (RFC 9110 §8.3.1, §12.5.1). Pure.
//
//   const auto type = ReadMediaType("application/json; charset=\"utf-8\"");
//   type->name == "application/json" && type->parameters[0].second == "utf-8"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keys::gateway {

// Splits a field at the delimiters outside of quoted strings and leaves the parts unchanged. A
// quoted string without an end reaches to the end of the field.
std::vector<std::string_view> SplitOutsideQuotes(std::string_view field, char delimiter);

struct MediaType {
  // "type/subtype" in lower case.
  std::string name;
  // The parameters in order, with names in lower case and values without their quotes.
  std::vector<std::pair<std::string, std::string>> parameters;
};

// Returns nothing when the text is not one media type, or has blanks around a "=".
std::optional<MediaType> ReadMediaType(std::string_view text);

}  // namespace keys::gateway
