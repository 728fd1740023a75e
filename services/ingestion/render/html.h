// Text into HTML. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace keys::ingestion {

// For text between tags and inside double-quoted attributes. Control characters but tab and line
// ends become U+FFFD, since HTML cannot hold them.
void AppendEscaped(std::string_view text, std::string& html);

// A page of its own around `body`, which is HTML; `title` is text.
std::string WholeDocument(std::string_view title, std::string_view body);

}  // namespace keys::ingestion
