// HTML text cut into tags and what stands between them. As a browser cuts it, except that a tag
// that is never closed is text. Pure.
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
  // Names in lower case, values without their character references. The first of each name counts.
  std::vector<std::pair<std::string, std::string>> attributes;
  std::size_t size = 0;  // bytes

  // Empty when it is absent.
  std::string_view Find(std::string_view attribute) const;
  bool Has(std::string_view attribute) const;
};

// The tag at the beginning of `html`, which is a '<'; absent when it begins none.
std::optional<HtmlTag> ReadTag(std::string_view html);

// The bytes of the character reference that `text` begins with; 0 when it begins with none.
std::size_t ReferenceSize(std::string_view text);
// Character references as the characters they stand for.
std::string WithoutReferences(std::string_view text);

// Where the element `name`, whose content is no HTML (script, style), ends: at its end tag, else at
// the end of `html`.
std::size_t EndOfRawText(std::string_view html, std::string_view name);

}  // namespace keys::ingestion
