#include "services/discovery/domain/words.h"

#include <clocale>
#include <cwctype>

#include "common/base/check.h"
#include "common/base/text.h"

namespace keys::discovery {
namespace {

// What Unicode says of a character, whatever the process's own locale is: glibc has brought this
// one along since 2.35, and its wint_t is the code point.
locale_t Unicode() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  CHECK_THAT(locale != nullptr, "the C library knows C.UTF-8");
  return locale;
}

bool IsWordCharacter(char32_t c) {
  if (c < 0x80) return IsDigit(static_cast<char>(c)) || IsAsciiLetter(static_cast<char>(c));
  if (0x300 <= c && c <= 0x36F) return true;  // accents written apart
  return iswalnum_l(static_cast<wint_t>(c), Unicode()) != 0;
}

char32_t Lower(char32_t c) {
  if (c < 0x80) return static_cast<unsigned char>(AsciiLower(static_cast<char>(c)));
  return static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), Unicode()));
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

void Append(std::string& word, char32_t c) {
  const auto byte = [&word](char32_t bits) { word += static_cast<char>(bits); };
  const auto rest = [&byte, c](int shift) { byte(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    rest(0);
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    rest(6);
    rest(0);
  } else {
    byte(0xF0 | (c >> 18));
    rest(12);
    rest(6);
    rest(0);
  }
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
    if (IsWordCharacter(character)) {
      Append(word, Lower(character));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace keys::discovery
