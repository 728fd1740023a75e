// What a search means: which lexemes answer each word, and in which order KEYS are shown. Pure.
//
// KEYS with all words are shown class by class: all in the title as they were written; all in the
// title (also as the beginning of a word, or corrected); in title or tags; in title, tags or
// description; the README helping out. Within a class the newest comes first.
//
// The tsquery texts hold words of common/text only, each in quotes: nothing a person types is
// syntax.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace keys::catalog {

// Longer searches are answered by their first words: each costs a look into the index.
inline constexpr size_t kMostSearchWords = 12;

// A beginning with more words than this behind it is asked for as a beginning; fewer are named one
// by one, because Postgres knows how frequent a word is, but guesses for a beginning.
inline constexpr int kMostLonger = 20;

// One word of a search and what the catalog knows of it.
struct SearchTerm {
  std::string word;
  // Its English stem; absent for words that mean nothing alone ("the") and for what has none.
  std::optional<std::string> stem;
  bool stop_word = false;
  // Some KEY has the word, its stem, or a word that begins with it.
  bool known = false;
  // Words that begin with it; kMostLonger + 1 of them stand for any number.
  std::vector<std::string> longer;
  // Words that might have been meant when it is not known.
  std::vector<std::string> near;
};

inline constexpr int kSearchClasses = 5;

// One class as the store asks for it; absent conditions do not count.
struct SearchClass {
  std::optional<std::string> head;      // tsquery that search_head answers
  std::optional<std::string> all;       // tsquery that search_all answers
  std::optional<std::string> not_head;  // tsquery that search_head must not answer
  // No KEY can be in it, whatever KEYS there are: it need not be asked for.
  bool nothing = false;
};

struct SearchPlan {
  // There are no words, or no KEY has one of them: nothing is found.
  bool nothing = true;
  // tsquery over search_all: every KEY that is found.
  std::string everything;
  // Best first.
  std::array<SearchClass, kSearchClasses> classes;
};

SearchPlan PlanSearch(std::vector<SearchTerm> terms);

}  // namespace keys::catalog
