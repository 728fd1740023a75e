// Writes text into HTML. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace keys::ingestion {

// Escapes text for the content of elements and for double-quoted attributes. Control characters
// except tab and line ends become U+FFFD, because HTML cannot hold them.
void AppendEscaped(std::string_view text, std::string& html);

// Shows characters that turn the direction of writing or hide text as U+FFFD in finished HTML,
// also where a character reference ("&#x202E;") stands for them.
std::string WithDisguisesShown(std::string html);

// Writes a whole document around `body`, which is HTML; `title` is text.
std::string WholeDocument(std::string_view title, std::string_view body);

}  // namespace keys::ingestion
