#include "services/entitlement/domain/user_agent.h"

#include <cstdint>

namespace keys::entitlement {
namespace {

constexpr char kReplacement[] = "\xef\xbf\xbd";
constexpr std::string_view kEllipsis = "...";

bool IsContinuation(char byte) { return (static_cast<uint8_t>(byte) & 0xc0) == 0x80; }

// Returns the length in bytes of the character at the beginning of `text`, or 0 when it is none
// (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
size_t CharacterLength(std::string_view text) {
  const auto first = static_cast<uint8_t>(text[0]);
  if (first < 0x80) return first < 0x20 || first == 0x7f ? 0 : 1;
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text[i])) return 0;
  }
  const auto second = static_cast<uint8_t>(text[1]);
  const bool refused = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                       (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
  return refused ? 0 : length;
}

}  // namespace

std::string KeptUserAgent(std::string_view user_agent) {
  std::string kept;
  size_t characters = 0;
  size_t cut_at = 0;  // where the first 497 characters end
  while (!user_agent.empty()) {
    if (characters == kUserAgentCharacters - kEllipsis.size()) cut_at = kept.size();
    if (characters == kUserAgentCharacters) return kept.substr(0, cut_at).append(kEllipsis);
    const size_t length = CharacterLength(user_agent);
    kept.append(length == 0 ? std::string_view(kReplacement) : user_agent.substr(0, length));
    user_agent.remove_prefix(length == 0 ? 1 : length);
    ++characters;
  }
  return kept;
}

}  // namespace keys::entitlement
