// Lines of Markdown, before md4c reads it. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace keys::ingestion {

// Where lines of code and HTML begin, as offsets: what stands there is no Markdown.
std::set<std::size_t> VerbatimLines(std::string_view source);

// The same source with tables as md4c knows them: three hyphens a column below the headings, where
// GitHub takes one, and a blank line before a table that follows a paragraph's line.
std::string WithPlainTables(std::string_view source);

// The same lines, with blanks added to empty ones, so that md4c 0.4.8 does not end list items by
// mistake: it takes the place of a line in the source for the kind of a block when its lowest byte
// is 4 and an empty line follows.
std::string WithSafeOffsets(std::string_view source);

}  // namespace keys::ingestion
