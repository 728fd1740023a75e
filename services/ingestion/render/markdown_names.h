// Translates md4c's blocks, spans and attributes to HTML. Pure.
#pragma once

#include <md4c.h>

#include <string>
#include <string_view>

namespace keys::ingestion {

// Returns an empty text for those that need more than a name.
std::string_view NameOf(MD_BLOCKTYPE type);
std::string_view NameOf(MD_SPANTYPE type);

// Takes an MD_BLOCK_H_DETAIL. The heading is one level lower, because the page's own title is its
// h1.
std::string_view HeadingOf(const void* detail);

// Takes an MD_BLOCK_TD_DETAIL. Returns an attribute, or nothing.
std::string_view AlignOf(const void* detail);

// Returns GitHub's title for the first line of a quote: "Note" for "[!NOTE]". Empty for a line of
// text.
std::string_view AlertTitle(std::string_view line);

// Returns the text with its character references decoded.
std::string TextOf(const MD_ATTRIBUTE& attribute);

}  // namespace keys::ingestion
