// Prepares lines of Markdown for md4c. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace keys::ingestion {

// Returns the offsets at which lines of code and HTML begin, where the text is not Markdown.
std::set<std::size_t> VerbatimLines(std::string_view source);

// Returns the source with tables in the form that md4c knows: three hyphens a column below the
// headings, where GitHub takes one, and a blank line before a table that follows a paragraph's
// line.
std::string WithPlainTables(std::string_view source);

// Returns the source with blanks in some empty lines, so that md4c 0.4.8 does not end list items by
// mistake: it takes the offset of a line for the kind of a block when the offset's lowest byte is 4
// and an empty line follows.
std::string WithSafeOffsets(std::string_view source);

}  // namespace keys::ingestion
