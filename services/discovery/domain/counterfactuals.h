// What would change the answer for KEYS of some features, a sentence each. Every sentence holds
// when it is tried: its score is what Score gives with the signal forgotten or told. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/discovery/domain/score.h"

namespace keys::discovery {

// For a KEY that a rule matched, what it would score without each signal that counted: then the
// signal before it counts, if there is one. For a popular one, the words that would raise it,
// except of types in `closed`, which the person chose not to tell.
std::vector<std::string> Counterfactuals(const Features& features, const Scored& scored,
                                         const std::vector<ActiveSignal>& signals,
                                         const Rules& rules, const std::set<std::string>& closed);

}  // namespace keys::discovery
