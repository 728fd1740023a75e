// Escapes text for HTML, XML and script elements, so that it stays text there. Pure; thread-safe.
//
//   StrCat("<h1>", EscapeMarkup(title), "</h1>")
//   StrCat("<script type=\"application/json\">", EscapeScript(json), "</script>")
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keys::gateway {

// Writes & < > " ' as character references and leaves out control characters that HTML or XML
// forbid. The result fits element content and attribute values in either kind of quotes.
std::string EscapeMarkup(std::string_view text);

// Escapes JSON for the inside of a script element: "<" becomes \u003c, so that no end tag and no
// comment can begin in it. The JSON means the same.
std::string EscapeScript(std::string_view json);

// Escapes one path segment: everything except unreserved characters (RFC 3986 §2.3) becomes %XX.
std::string EscapeSegment(std::string_view text);

// Makes one line of at most `limit` bytes: runs of blanks and line ends become one blank. A longer
// text is cut between characters and ends with "…".
std::string OneLine(std::string_view text, size_t limit);

}  // namespace keys::gateway
