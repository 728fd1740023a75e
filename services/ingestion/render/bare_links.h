// Addresses that stand in a text without any marks, as GitHub finds them (its autolink extension).
// md4c finds fewer and ends some elsewhere.
#pragma once

#include <cstddef>
#include <string_view>

#include "services/ingestion/render/safe_html.h"

namespace keys::ingestion {

// The bytes of the address that `text` begins with ("https://a.example/b"), without what is
// punctuation behind it. 0 when it begins with none.
std::size_t BareUrlSize(std::string_view text);

// The same for an address that is known to end with `link`: without punctuation at its end.
std::size_t WithoutPunctuation(std::string_view link);

// Where the first address in `text` begins; npos when there is none.
std::size_t FindBareUrl(std::string_view text, std::size_t from = 0);

// Whether GitHub takes what md4c takes for an e-mail address for one: "a@b.example", but not
// "left-pad@1.3.0".
bool IsBareMail(std::string_view text);

// Writes text with links for the addresses in it. `ends_address`: what follows the text ends an
// address; else one that goes on to the end of the text stays text, since only a part of it may be
// seen here.
void WriteWithLinks(SafeHtml& html, std::string_view text, bool ends_address);

}  // namespace keys::ingestion
