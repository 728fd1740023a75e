// The characters of HTTP's grammar that heads and trailers share (RFC 9110 §5.5, §5.6.2). Pure.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace keys::gateway {

namespace grammar {

// Heads are read byte by byte for each request, so a byte's kind is looked up and not computed.
constexpr std::array<bool, 256> TokenBytes() {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    is[static_cast<unsigned char>(c)] = true;
  }
  return is;
}
inline constexpr std::array<bool, 256> kIsTokenByte = TokenBytes();

}  // namespace grammar

inline bool IsTokenChar(char c) { return grammar::kIsTokenByte[static_cast<unsigned char>(c)]; }
inline bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}
// Field content: visible characters, blanks, tabs, and bytes above ASCII (obs-text).
inline bool IsFieldChar(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace keys::gateway
