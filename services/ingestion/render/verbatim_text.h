// Keeps code as it is written, because md4c reports the indentation of lines as blanks even where
// it has tabs. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keys::ingestion {

// Returns the last `columns` columns before `at` in its line of `source`. Blanks and tabs are kept;
// any other character becomes blanks.
std::string IndentationBefore(std::string_view source, std::size_t at, std::size_t columns);

}  // namespace keys::ingestion
