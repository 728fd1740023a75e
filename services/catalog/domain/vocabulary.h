// The closed sets of words that the catalog knows (docs/contract.md §2). Pure.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace keys::catalog {

inline constexpr std::string_view kTools[] = {"node",   "next",   "runbook",  "jupyter",
                                              "stripe", "github", "supabase", "cursor"};
// The one-word types, every family's own types, and the families, as which a KEY is shown while
// only an index describes it.
inline constexpr std::string_view kKeyTypes[] = {
    "node",     "next",     "runbook",     "jupyter",  "route",        "job",
    "data",     "ui",       "integration", "incident", "failure-mode", "decision",
    "recovery", "notebook", "workflow",    "template", "prompt",       "composer",
    "stripe",   "github",   "supabase",    "cursor"};
inline constexpr std::string_view kDifficulties[] = {"beginner", "intermediate", "advanced",
                                                     "expert"};
inline constexpr std::string_view kMaturities[] = {"starter", "operator", "scale", "enterprise"};
inline constexpr std::string_view kSeverities[] = {"p0", "p1", "p2", "p3", "p4"};
inline constexpr std::string_view kStatuses[] = {"draft", "published", "archived"};
inline constexpr std::string_view kBundleTypes[] = {"starter", "operator", "pro"};
inline constexpr std::string_view kSorts[] = {"newest", "title", "price", "relevance"};

using Words = std::span<const std::string_view>;

inline bool IsOneOf(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Returns "node, next or cursor".
std::string Enumerate(Words words);

// Writes an outcome in one way, because `_` and `-` count as the same.
std::string OutcomeWord(std::string_view outcome);

}  // namespace keys::catalog
