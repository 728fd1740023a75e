// What md4c's blocks, spans and attributes are in HTML. Pure.
#pragma once

#include <md4c.h>

#include <string>
#include <string_view>

namespace keys::ingestion {

// Empty for those that need more than a name.
std::string_view NameOf(MD_BLOCKTYPE type);
std::string_view NameOf(MD_SPANTYPE type);

// Of an MD_BLOCK_H_DETAIL; one level lower, since the page's own title is its h1.
std::string_view HeadingOf(const void* detail);

// Of an MD_BLOCK_TD_DETAIL: an attribute, or nothing.
std::string_view AlignOf(const void* detail);

// What GitHub makes of the first line of a quote: "[!NOTE]" → "Note"; empty for a line of text.
std::string_view AlertTitle(std::string_view line);

// With the characters that references in it stand for.
std::string TextOf(const MD_ATTRIBUTE& attribute);

}  // namespace keys::ingestion
