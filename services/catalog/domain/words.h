// Texts as the words a search looks for. Pure.
//
//   WordsOf("Node.js: the Café's 2nd job", 100) → {"node", "js", "the", "café", "s", "2nd", "job"}
//
// A word is a run of letters and digits in lower case (ASCII, Latin-1, Greek and Cyrillic letters;
// others as they are), cut at kLongestWord bytes. What is between words never reaches a query.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace keys::catalog {

inline constexpr size_t kLongestWord = 64;  // bytes; far above any word people look for

// Different words in the order they come, at most `most`. Bytes that are not UTF-8 separate.
std::vector<std::string> WordsOf(std::string_view text, size_t most);

// Inserted, dropped, replaced and swapped neighbouring letters that lead from one to the other.
int DistanceOf(std::string_view a, std::string_view b);

// As many mistakes as a word of this length may have and still be taken for another one.
int MistakesAllowed(std::string_view word);

}  // namespace keys::catalog
