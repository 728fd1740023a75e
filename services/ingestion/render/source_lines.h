// Lines of Markdown, before md4c reads it. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace keys::ingestion {

// Where lines of code and HTML begin, as offsets: what stands there is no Markdown.
std::set<std::size_t> VerbatimLines(std::string_view source);

// GitHub takes one hyphen a column below the headings of a table, md4c wants three: the same source
// with as many.
std::string WithLongTableRules(std::string_view source);

}  // namespace keys::ingestion
