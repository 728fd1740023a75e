#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {

std::string Enumerate(Words words) {
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string OutcomeWord(std::string_view outcome) {
  std::string word(outcome);
  std::replace(word.begin(), word.end(), '_', '-');
  return word;
}

}  // namespace keys::catalog
