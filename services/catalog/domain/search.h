// Plans a search: which lexemes answer each word, and in which order KEYS are shown. Pure.
//
// KEYS with all words are shown class by class: all in the title as they were written; all in the
// title (also as the beginning of a word, or corrected); in title or tags; in title, tags or
// description; the README helping out. Within a class the newest comes first.
//
// The tsquery texts hold words of common/text only, each in quotes, so that nothing that a person
// types is taken for syntax.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace keys::catalog {

// A longer search is answered by its first words, because each costs a look into the index.
inline constexpr size_t kMostSearchWords = 12;

// If more words than this begin with a term, Postgres is asked for the beginning; fewer are named
// one by one, because Postgres knows how frequent a word is but guesses for a beginning.
inline constexpr int kMostLonger = 20;

// One word of a search with what the catalog knows about it.
struct SearchTerm {
  std::string word;
  // Its English stem. Absent for words that mean nothing alone ("the") and for words without a
  // stem.
  std::optional<std::string> stem;
  bool stop_word = false;
  // True when some KEY has the word, its stem, or a word that begins with it.
  bool known = false;
  // Words that begin with it. kMostLonger + 1 of them stand for any number.
  std::vector<std::string> longer;
  // Words that may have been meant when it is not known.
  std::vector<std::string> near;
};

inline constexpr int kSearchClasses = 5;

// One class of results as the store asks for it. Conditions that are absent do not count.
struct SearchClass {
  std::optional<std::string> head;      // tsquery that search_head answers
  std::optional<std::string> all;       // tsquery that search_all answers
  std::optional<std::string> not_head;  // tsquery that search_head must not answer
  // True when no KEY can ever be in the class, so that the store need not ask for it.
  bool nothing = false;
};

struct SearchPlan {
  // True when there are no words, or one of them is in no KEY, so that nothing is found.
  bool nothing = true;
  // The tsquery over search_all that finds every KEY of the result.
  std::string everything;
  // The classes, the best first.
  std::array<SearchClass, kSearchClasses> classes;
};

SearchPlan PlanSearch(std::vector<SearchTerm> terms);

}  // namespace keys::catalog
