// How far a mistyped word is from one that was meant. Pure.
#pragma once

#include <string_view>

namespace keys::catalog {

// Inserted, dropped, replaced and swapped neighbouring letters that lead from one to the other.
int DistanceOf(std::string_view a, std::string_view b);

// As many mistakes as a word of this length may have and still be taken for another one.
int MistakesAllowed(std::string_view word);

}  // namespace keys::catalog
