#include "services/catalog/domain/words.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace keys::catalog {
namespace {

constexpr uint32_t kNoCharacter = 0xFFFFFFFF;

// The character at `at`, which moves behind it; kNoCharacter for a byte that begins none.
uint32_t Next(std::string_view text, size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (more == 0 || at + more > text.size()) return kNoCharacter;
  uint32_t character = first & (0x3F >> more);
  for (int i = 0; i < more; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0) != 0x80) return kNoCharacter;
    character = (character << 6) | (byte & 0x3F);
  }
  at += more;
  return character;
}

bool IsPartOfWord(uint32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return false;  // Latin-1's signs
  if (c >= 0x2000 && c <= 0x2BFF) return false;          // punctuation, arrows, symbols
  if (c >= 0x3000 && c <= 0x303F) return false;          // punctuation of East Asia
  return c < 0xE000;                                     // private use, full-width forms, emoji
}

uint32_t Lower(uint32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;     // À … Þ
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;  // Α … Ω
  if (c >= 0x410 && c <= 0x42F) return c + 32;                // А … Я
  if (c >= 0x400 && c <= 0x40F) return c + 80;                // Ѐ … Џ
  return c;
}

void Append(uint32_t c, std::string& word) {
  if (c < 0x80) {
    word.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    word.push_back(static_cast<char>(0xC0 | (c >> 6)));
    word.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    word.push_back(static_cast<char>(0xE0 | (c >> 12)));
    word.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    word.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::vector<uint32_t> Characters(std::string_view text) {
  std::vector<uint32_t> characters;
  for (size_t at = 0; at < text.size();) characters.push_back(Next(text, at));
  return characters;
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view text, size_t most) {
  std::vector<std::string> words;
  std::set<std::string> seen;
  std::string word;
  const auto finish = [&] {
    if (!word.empty() && seen.insert(word).second) words.push_back(word);
    word.clear();
  };
  for (size_t at = 0; at < text.size() && words.size() < most;) {
    const uint32_t character = Next(text, at);
    if (character == kNoCharacter || !IsPartOfWord(character)) {
      finish();
    } else if (word.size() + 3 <= kLongestWord) {
      Append(Lower(character), word);
    }
  }
  if (words.size() < most) finish();
  return words;
}

int DistanceOf(std::string_view a, std::string_view b) {
  const std::vector<uint32_t> left = Characters(a);
  const std::vector<uint32_t> right = Characters(b);
  const size_t width = right.size() + 1;
  std::vector<int> cost((left.size() + 1) * width);
  for (size_t i = 0; i <= left.size(); ++i) {
    for (size_t j = 0; j <= right.size(); ++j) {
      int& here = cost[i * width + j];
      if (i == 0 || j == 0) {
        here = static_cast<int>(i + j);
        continue;
      }
      const bool same = left[i - 1] == right[j - 1];
      here = std::min({cost[(i - 1) * width + j] + 1, cost[i * width + j - 1] + 1,
                       cost[(i - 1) * width + j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        here = std::min(here, cost[(i - 2) * width + j - 2] + 1);
      }
    }
  }
  return cost.back();
}

int MistakesAllowed(std::string_view word) {
  const size_t length = Characters(word).size();
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

}  // namespace keys::catalog
