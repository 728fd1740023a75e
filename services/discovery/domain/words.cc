#include "services/discovery/domain/words.h"

#include <algorithm>
#include <iterator>

#include "common/base/text.h"

namespace keys::discovery {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What beyond ASCII is neither letter nor digit and turns up in typed text (Unicode's blocks).
constexpr Range kSeparators[] = {
    {0x80, 0xA9},
    {0xAB, 0xB1},
    {0xB4, 0xB4},
    {0xB6, 0xB8},
    {0xBB, 0xBB},
    {0xBF, 0xBF},
    {0xD7, 0xD7},
    {0xF7, 0xF7},
    {0x2000, 0x206F},  // blanks, dashes,
                       // quotes, bullets,
                       // ellipsis
    {0x20A0, 0x20CF},  // currency
    {0x2190, 0x245F},  // arrows, operators, technical
    {0x2500, 0x2BFF},  // lines, shapes, dingbats
    {0x2E00, 0x2E7F},  // more punctuation
    {0x3000, 0x3003},
    {0x3008, 0x3020},  // CJK blanks, commas, brackets
    {0xFE00, 0xFE0F},
    {0xFE10, 0xFE6F},  // variation selectors, small forms
    {0xFEFF, 0xFEFF},
    {0xFF01, 0xFF0F},
    {0xFF1A, 0xFF20},  // full-width punctuation
    {0xFF3B, 0xFF40},
    {0xFF5B, 0xFF65},
    {0xFFF0, 0xFFFF},
    {0x1F000, 0x1FAFF},  // emoji
};

bool IsSeparator(char32_t c) {
  if (c < 0x80) return !IsDigit(static_cast<char>(c)) && !IsAsciiLetter(static_cast<char>(c));
  return std::any_of(std::begin(kSeparators), std::end(kSeparators),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

// The bytes of the character that begins with `lead`, and the bits of it that are the character's.
struct Lead {
  std::size_t size;
  unsigned mask;
};
Lead LeadOf(unsigned char lead) {
  if (lead < 0x80) return {1, 0x7F};
  if (lead < 0xE0) return {2, 0x1F};
  if (lead < 0xF0) return {3, 0x0F};
  return {4, 0x07};
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  while (!text.empty()) {
    const auto lead = LeadOf(static_cast<unsigned char>(text.front()));
    const std::string_view bytes = text.substr(0, lead.size);
    text.remove_prefix(bytes.size());
    char32_t character = static_cast<unsigned char>(bytes.front()) & lead.mask;
    for (const char c : bytes.substr(1)) {
      character = (character << 6) | (static_cast<unsigned char>(c) & 0x3F);
    }
    if (!IsSeparator(character)) {
      for (const char c : bytes) word += AsciiLower(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace keys::discovery
