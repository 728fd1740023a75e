// The HTML elements of an author that are shown, and how. The tags of all others are left out, and
// for some elements the content too. Data; pure.
#pragma once

#include <string_view>

namespace keys::ingestion {

struct HtmlElement {
  enum class Kind {
    kInline,
    kBlock,    // ends a paragraph
    kVoid,     // has no end tag
    kHidden,   // nothing of it is shown, neither its content
    kRawText,  // the same, and its content is no HTML
  };
  std::string_view name;   // in the author's HTML
  std::string_view shown;  // what we write; empty: only its content
  Kind kind = Kind::kInline;
  // Elements of which one must be open around it. Otherwise only its content is shown.
  std::string_view parents = {};
  // Open elements of these names end where it begins, up to the nearest of `parents`.
  std::string_view ends = {};
};

// Returns null for elements whose tags are left out but whose content is shown.
const HtmlElement* FindElement(std::string_view name);

// Whether `name` is one of the words of `list`, which are separated by blanks.
bool IsWordOf(std::string_view list, std::string_view name);

}  // namespace keys::ingestion
