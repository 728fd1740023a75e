// Cuts HTML into tags and the text between them, as a browser does, except that a tag that is never
// closed is text. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keys::ingestion {

struct HtmlTag {
  enum class Kind { kStart, kEnd, kNothing };  // nothing: comments, declarations
  Kind kind = Kind::kNothing;
  std::string name;  // in lower case
  // Names are in lower case, and values are without character references. The first attribute of
  // each name counts.
  std::vector<std::pair<std::string, std::string>> attributes;
  std::size_t size = 0;  // bytes

  // Returns an empty text when it is absent.
  std::string_view Find(std::string_view attribute) const;
  bool Has(std::string_view attribute) const;
};

// Reads the tag at the beginning of `html`, which is a '<'. Absent when it begins none.
std::optional<HtmlTag> ReadTag(std::string_view html);

// Returns the length in bytes of the character reference at the beginning of `text`, or 0.
std::size_t ReferenceSize(std::string_view text);
// Replaces character references by their characters.
std::string WithoutReferences(std::string_view text);

// Returns the end of an element whose content is no HTML (script, style): its end tag, else the end
// of `html`.
std::size_t EndOfRawText(std::string_view html, std::string_view name);

}  // namespace keys::ingestion
