// Decides what a client would rather have: a page or JSON (RFC 9110 §12.5.1), and in which content
// coding (§12.5.3). Pure; thread-safe.
#pragma once

#include <string_view>

namespace keys::gateway {

// True when text/html has a higher quality than application/json. No Accept, and "*/*", mean JSON.
bool PrefersHtml(std::string_view accept);

// True when application/json has a higher quality than text/html.
bool PrefersJson(std::string_view accept);

enum class Coding { kIdentity, kGzip, kBrotli };

// Chooses the coding with the highest quality in Accept-Encoding among those that the file has; of
// equal ones brotli, then gzip. Identity when the field allows neither.
Coding ChooseCoding(std::string_view accept_encoding, bool has_gzip, bool has_brotli);

}  // namespace keys::gateway
