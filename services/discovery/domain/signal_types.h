// The types of signals that a person can tell (docs/contract.md §1, POST
// /marketplace/discover/signal). Pure.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace keys::discovery {

inline constexpr std::array<std::string_view, 5> kSignalTypes = {
    "role", "tool_intent", "problem_category", "view", "purchase"};
// An opt-out of this type covers every type of signal, those of today and later ones.
inline constexpr std::string_view kEverything = "everything";

inline bool IsSignalType(std::string_view word) {
  return std::find(kSignalTypes.begin(), kSignalTypes.end(), word) != kSignalTypes.end();
}
inline bool IsOptOutType(std::string_view word) {
  return word == kEverything || IsSignalType(word);
}

}  // namespace keys::discovery
