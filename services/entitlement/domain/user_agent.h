// Makes the form in which a client's user agent is kept: valid UTF-8 without control characters, at
// most 500 characters. Pure.
#pragma once

#include <string>
#include <string_view>

namespace keys::entitlement {

inline constexpr size_t kUserAgentCharacters = 500;

// A longer one becomes its first 497 characters and "...". Bytes that are no UTF-8, and control
// characters, become U+FFFD.
std::string KeptUserAgent(std::string_view user_agent);

}  // namespace keys::entitlement
