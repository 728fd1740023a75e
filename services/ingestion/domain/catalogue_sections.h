// Reads the sections of the Markdown catalogue as CommonMark defines them (md4c). Text in a code
// block, a quote or a comment is no section and hides none. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

struct CatalogueSection {
  std::string slug;      // of the heading
  std::size_t line = 0;  // of the heading, from 1
  // Maps "Title" to its text without markup; lines of a paragraph are joined by blanks.
  std::map<std::string, std::string> fields;
  // The items of the list below "Referenced By", without markup.
  std::vector<std::string> references;
};

// A line that looks like the heading of a section and is none.
struct SkippedSection {
  std::size_t line = 0;
  std::string why;
};

struct CatalogueSections {
  std::vector<CatalogueSection> taken;
  std::vector<SkippedSection> skipped;  // by line
};

// `text` is UTF-8. Sections beyond `most` are not read.
CatalogueSections ReadCatalogueSections(std::string_view text, std::size_t most);

}  // namespace keys::ingestion
