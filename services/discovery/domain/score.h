// Scores how well KEYS fit a person's signals, and says why (docs/contract.md §3).
//
//   const std::vector<Match> matches = MatchesOf(signals, rules);
//   const Scored scored = Score(features, matches, rules);
//
// Signals add up instead of filtering; the reason is that of the largest contribution. A score
// depends on nothing but the KEY's features, so KEYS of the same features are scored once
// (domain/shelf.h). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/domain/rules.h"

namespace keys::discovery {

// These are the features of a KEY that rules look at.
struct Features {
  // The KEY's family.
  std::string tool;
  // It is empty when the author said nothing.
  std::string maturity;

  auto operator<=>(const Features&) const = default;
};

// The newest unexpired signal of one type.
struct ActiveSignal {
  std::string id;
  std::string type;
  std::string value;
  // The value of the signal that would count if this one were forgotten.
  std::optional<std::string> earlier = std::nullopt;
};

// A row of the rules with a word of a signal. Both outlive it.
struct Match {
  const SignalRules* rules;
  const Row* row;
  const ActiveSignal* signal;
};

struct Scored {
  int score = 0;
  std::string reason;
  std::vector<v1::Contribution> contributions;
};

// The matches stand in the order of the rules.
std::vector<Match> MatchesOf(const std::vector<ActiveSignal>& signals, const Rules& rules);

Scored Score(const Features& features, const std::vector<Match>& matches, const Rules& rules);
Scored Score(const Features& features, const std::vector<ActiveSignal>& signals,
             const Rules& rules);

// high from 10 points, medium from 5, else low.
std::string ConfidenceOf(int score);

}  // namespace keys::discovery
