// Which HTML elements of an author are shown, and as what. Everything else is left out: its tags,
// and for some elements all that is inside. Data; pure.
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
  // Elements of which one must be open around it, else only its content is shown.
  std::string_view parents = {};
  // Open elements of these names end where it begins, up to the nearest of `parents`.
  std::string_view ends = {};
};

// Null for elements that are left out, but not their content.
const HtmlElement* FindElement(std::string_view name);

// `name` is one of the words of `list`, which are separated by blanks.
bool IsWordOf(std::string_view list, std::string_view name);

}  // namespace keys::ingestion
