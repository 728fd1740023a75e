// Text written into HTML, XML and script elements, so that it stays text there. Pure; thread-safe.
//
//   StrCat("<h1>", EscapeMarkup(title), "</h1>")
//   StrCat("<script type=\"application/json\">", EscapeScript(json), "</script>")
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keys::gateway {

// & < > " ' as character references; control characters that neither HTML nor XML may have are
// left out. For element content and for attribute values in either kind of quotes.
std::string EscapeMarkup(std::string_view text);

// JSON for the inside of a script element: "<" becomes \u003c, so that no end tag and no comment
// can begin in it. The JSON means the same.
std::string EscapeScript(std::string_view json);

// One path segment: everything but unreserved characters (RFC 3986 §2.3) as %XX.
std::string EscapeSegment(std::string_view text);

// One line of at most `limit` bytes: runs of blanks and line ends become one blank, and what is cut
// off ends at a character and is replaced by "…".
std::string OneLine(std::string_view text, size_t limit);

}  // namespace keys::gateway
