// Texts as words, by ICU. A word is a run of letters, digits and the marks on them, folded (Fold).
//
//   WordsOf("Node.js: the CAFÉ's 2nd job", 100)  → {"node", "js", "the", "café", "s", "2nd", "job"}
//   WordsOf("Nodeの決済 API", 100)                → {"node", "の決済", "api"}
//
// Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese put no blanks between all their words, so
// that a run of them is no word a search could name. For search such a run stands for each two
// characters next to each other:
//
//   IndexedWords("決済署名", 100)  → {"決済", "済署", "署名", "名"}   // "名" is found alone, too
//   SoughtWords("署名", 100)       → {"署名"}
//   SoughtWords("署", 100)         → {"署"}   // sought as the beginning of a word
//
// Arguments are UTF-8; other bytes separate words. Pure and thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace keys::text {

inline constexpr std::size_t kLongestWord = 96;  // bytes; far above any word people look for

// Returns the different words in the order in which they come, at most `most`; a longer one is cut
// at kLongestWord.
std::vector<std::string> WordsOf(std::string_view utf8, std::size_t most);
// Does the same, but gives a run without blanks as pairs of characters.
std::vector<std::string> IndexedWords(std::string_view utf8, std::size_t most);
std::vector<std::string> SoughtWords(std::string_view utf8, std::size_t most);

// Returns the characters of a text, with U+FFFD for bytes that are no UTF-8.
std::u32string CharactersOf(std::string_view utf8);

}  // namespace keys::text
