#include "services/discovery/domain/words.h"

#include "common/base/text.h"

namespace keys::discovery {

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    const bool inside = IsDigit(c) || IsAsciiLetter(c) || static_cast<unsigned char>(c) >= 0x80;
    if (inside) {
      word += AsciiLower(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace keys::discovery
