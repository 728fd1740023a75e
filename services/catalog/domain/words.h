// Measures how far a mistyped word is from one that was meant. Pure.
#pragma once

#include <string_view>

namespace keys::catalog {

// Counts the insertions, deletions, replacements and swaps of neighbouring letters that turn one
// word into the other.
int DistanceOf(std::string_view a, std::string_view b);

// Returns how many mistakes a word of this length may have and still be taken for another one.
int MistakesAllowed(std::string_view word);

}  // namespace keys::catalog
