// Finds addresses that are written in a text without any marks, as GitHub's autolink extension
// does. md4c finds fewer and ends some elsewhere.
#pragma once

#include <cstddef>
#include <string_view>

#include "services/ingestion/render/safe_html.h"

namespace keys::ingestion {

// Returns the length of the address at the beginning of `text` ("https://a.example/b") in bytes,
// without punctuation behind it. 0 when there is none.
std::size_t BareUrlSize(std::string_view text);

// Returns the length of `link`, which ends its address, without punctuation at its end.
std::size_t WithoutPunctuation(std::string_view link);

// Returns where the first address in `text` begins, or npos when there is none.
std::size_t FindBareUrl(std::string_view text, std::size_t from = 0);

// Whether GitHub, too, takes an e-mail address that md4c has found for one: "a@b.example", but not
// "left-pad@1.3.0".
bool IsBareMail(std::string_view text);

// Writes text with links for the addresses in it. `ends_address` says that what follows the text
// ends an address. Otherwise an address that reaches the end of the text is not linked, because
// this may be only a part of it.
void WriteWithLinks(SafeHtml& html, std::string_view text, bool ends_address);

}  // namespace keys::ingestion
