// The characters of HTTP's grammar that heads and trailers share (RFC 9110 §5.5, §5.6.2). Pure.
#pragma once

#include <algorithm>
#include <string_view>

#include "common/base/text.h"

namespace keys::gateway {

inline bool IsTokenChar(char c) {
  return IsDigit(c) || IsAsciiLetter(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
inline bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}
// Field content: visible characters, blanks, tabs, and bytes above ASCII (obs-text).
inline bool IsFieldChar(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace keys::gateway
