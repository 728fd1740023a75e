// Media types and lists of them (RFC 9110 §8.3.1, §12.5.1), as header fields hold them. Pure.
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

// The parts of a field between delimiters, as they are. What stands in a quoted string parts
// nothing; one that does not end goes on to the end of the field.
std::vector<std::string_view> SplitOutsideQuotes(std::string_view field, char delimiter);

struct MediaType {
  // "type/subtype" in lower case.
  std::string name;
  // In order; names in lower case, values without their quotes.
  std::vector<std::pair<std::string, std::string>> parameters;
};

// Nothing when the text is not one media type, or has blanks around a "=".
std::optional<MediaType> ReadMediaType(std::string_view text);

}  // namespace keys::gateway
