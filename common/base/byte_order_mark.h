// The mark that some editors put in front of a file of UTF-8 (EF BB BF).
//
//   const auto peers = PeerList::FromJson(WithoutByteOrderMark(content));
//
// Files that people write (keys, peers, secrets, clock offsets) are read as if it were not there:
// otherwise the first word of such a file would be another one, and nobody would see why. The view
// returned points into the argument.
#pragma once

#include <string_view>

namespace keys {

inline std::string_view WithoutByteOrderMark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.substr(0, kMark.size()) == kMark) text.remove_prefix(kMark.size());
  return text;
}

}  // namespace keys
