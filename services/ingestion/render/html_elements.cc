#include "services/ingestion/render/html_elements.h"

#include <algorithm>
#include <iterator>

namespace keys::ingestion {
namespace {

using Kind = HtmlElement::Kind;

// The list follows GitHub's own for READMEs, with elements of notebooks' outputs added. Headings
// are one level lower, because the page's own title is its h1.
constexpr HtmlElement kElements[] = {
    {.name = "a", .shown = "a"},
    {.name = "abbr", .shown = "abbr"},
    {.name = "article", .shown = "div", .kind = Kind::kBlock},
    {.name = "b", .shown = "b"},
    {.name = "blockquote", .shown = "blockquote", .kind = Kind::kBlock},
    {.name = "br", .shown = "br", .kind = Kind::kVoid},
    {.name = "caption", .shown = "caption", .kind = Kind::kBlock, .parents = "table"},
    {.name = "center", .shown = "div", .kind = Kind::kBlock},
    {.name = "cite", .shown = "cite"},
    {.name = "code", .shown = "code"},
    {.name = "dd", .shown = "dd", .kind = Kind::kBlock, .parents = "dl", .ends = "dt dd"},
    {.name = "del", .shown = "del"},
    {.name = "details", .shown = "details", .kind = Kind::kBlock},
    {.name = "dfn", .shown = "dfn"},
    {.name = "div", .shown = "div", .kind = Kind::kBlock},
    {.name = "dl", .shown = "dl", .kind = Kind::kBlock},
    {.name = "dt", .shown = "dt", .kind = Kind::kBlock, .parents = "dl", .ends = "dt dd"},
    {.name = "em", .shown = "em"},
    {.name = "figcaption", .shown = "figcaption", .kind = Kind::kBlock, .parents = "figure"},
    {.name = "figure", .shown = "figure", .kind = Kind::kBlock},
    {.name = "footer", .shown = "div", .kind = Kind::kBlock},
    {.name = "h1", .shown = "h2", .kind = Kind::kBlock},
    {.name = "h2", .shown = "h3", .kind = Kind::kBlock},
    {.name = "h3", .shown = "h4", .kind = Kind::kBlock},
    {.name = "h4", .shown = "h5", .kind = Kind::kBlock},
    {.name = "h5", .shown = "h6", .kind = Kind::kBlock},
    {.name = "h6", .shown = "h6", .kind = Kind::kBlock},
    {.name = "head", .kind = Kind::kHidden},
    {.name = "header", .shown = "div", .kind = Kind::kBlock},
    {.name = "hr", .shown = "hr", .kind = Kind::kVoid},
    {.name = "i", .shown = "i"},
    {.name = "iframe", .kind = Kind::kRawText},
    {.name = "img", .shown = "img", .kind = Kind::kVoid},
    {.name = "ins", .shown = "ins"},
    {.name = "kbd", .shown = "kbd"},
    {.name = "li", .shown = "li", .kind = Kind::kBlock, .parents = "ul ol", .ends = "li"},
    {.name = "main", .shown = "div", .kind = Kind::kBlock},
    {.name = "mark", .shown = "mark"},
    {.name = "nav", .shown = "div", .kind = Kind::kBlock},
    {.name = "noembed", .kind = Kind::kRawText},
    {.name = "noframes", .kind = Kind::kRawText},
    {.name = "noscript", .kind = Kind::kHidden},
    {.name = "object", .kind = Kind::kHidden},
    {.name = "ol", .shown = "ol", .kind = Kind::kBlock},
    {.name = "p", .shown = "p", .kind = Kind::kBlock},
    {.name = "plaintext", .kind = Kind::kRawText},
    {.name = "pre", .shown = "pre", .kind = Kind::kBlock},
    {.name = "q", .shown = "q"},
    {.name = "rp", .shown = "rp", .parents = "ruby", .ends = "rp rt"},
    {.name = "rt", .shown = "rt", .parents = "ruby", .ends = "rp rt"},
    {.name = "ruby", .shown = "ruby"},
    {.name = "s", .shown = "s"},
    {.name = "samp", .shown = "samp"},
    {.name = "script", .kind = Kind::kRawText},
    {.name = "section", .shown = "div", .kind = Kind::kBlock},
    {.name = "select", .kind = Kind::kHidden},
    {.name = "small", .shown = "small"},
    {.name = "span", .shown = "span"},
    {.name = "strike", .shown = "s"},
    {.name = "strong", .shown = "strong"},
    {.name = "style", .kind = Kind::kRawText},
    {.name = "sub", .shown = "sub"},
    {.name = "summary", .shown = "summary", .kind = Kind::kBlock, .parents = "details"},
    {.name = "sup", .shown = "sup"},
    {.name = "svg", .kind = Kind::kHidden},
    {.name = "table", .shown = "table", .kind = Kind::kBlock},
    {.name = "tbody",
     .shown = "tbody",
     .kind = Kind::kBlock,
     .parents = "table",
     .ends = "caption thead tbody tfoot tr"},
    {.name = "td", .shown = "td", .kind = Kind::kBlock, .parents = "tr", .ends = "td th"},
    {.name = "template", .kind = Kind::kHidden},
    {.name = "textarea", .kind = Kind::kRawText},
    {.name = "tfoot",
     .shown = "tfoot",
     .kind = Kind::kBlock,
     .parents = "table",
     .ends = "caption thead tbody tfoot tr"},
    {.name = "th", .shown = "th", .kind = Kind::kBlock, .parents = "tr", .ends = "td th"},
    {.name = "thead",
     .shown = "thead",
     .kind = Kind::kBlock,
     .parents = "table",
     .ends = "caption thead tbody tfoot tr"},
    {.name = "time", .shown = "time"},
    {.name = "title", .kind = Kind::kRawText},
    {.name = "tr",
     .shown = "tr",
     .kind = Kind::kBlock,
     .parents = "table thead tbody tfoot",
     .ends = "tr caption"},
    {.name = "tt", .shown = "code"},
    {.name = "u", .shown = "u"},
    {.name = "ul", .shown = "ul", .kind = Kind::kBlock},
    {.name = "var", .shown = "var"},
    {.name = "wbr", .shown = "wbr", .kind = Kind::kVoid},
    {.name = "xmp", .kind = Kind::kRawText},
};

}  // namespace

const HtmlElement* FindElement(std::string_view name) {
  const auto found = std::find_if(std::begin(kElements), std::end(kElements),
                                  [&](const HtmlElement& one) { return one.name == name; });
  return found == std::end(kElements) ? nullptr : found;
}

bool IsWordOf(std::string_view list, std::string_view name) {
  for (auto at = list.find(name); at != std::string_view::npos && !name.empty();
       at = list.find(name, at + 1)) {
    const bool begins = at == 0 || list[at - 1] == ' ';
    const auto end = at + name.size();
    if (begins && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

}  // namespace keys::ingestion
