#include "services/discovery/domain/score.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"
#include "common/text/words.h"

namespace keys::discovery {
namespace {

constexpr int kHighFrom = 10;
constexpr int kMediumFrom = 5;
// A signal's value has at most 200 characters, so it has no more words.
constexpr std::size_t kMostWords = 200;

bool Contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool HasWord(const Row& row, const std::vector<std::string>& words) {
  return std::any_of(row.words.begin(), row.words.end(),
                     [&words](const std::string& word) { return Contains(words, word); });
}

v1::Contribution MakeContribution(const std::string& rule, int points) {
  v1::Contribution contribution;
  contribution.set_rule(rule);
  contribution.set_points(points);
  return contribution;
}

void Add(Scored& scored, const Match& match, int& best) {
  const int points = match.rules->points;
  v1::Contribution contribution = MakeContribution(match.row->name, points);
  contribution.add_signal_ids(match.signal->id);
  scored.contributions.push_back(std::move(contribution));
  scored.score += points;
  if (points > best) {
    best = points;
    scored.reason = absl::StrReplaceAll(match.rules->reason, {{"{value}", match.signal->value}});
  }
}

void MakePopular(Scored& scored, const Features& features, const Rules& rules) {
  scored.score = rules.popular_points;
  scored.reason = absl::StrReplaceAll(rules.popular_reason, {{"{tool}", features.tool}});
  scored.contributions.push_back(MakeContribution("popular", rules.popular_points));
}

}  // namespace

std::vector<Match> MatchesOf(const std::vector<ActiveSignal>& signals, const Rules& rules) {
  std::vector<Match> matches;
  for (const SignalRules& rule : rules.signals) {
    for (const ActiveSignal& signal : signals) {
      if (signal.type != rule.type) continue;
      const std::vector<std::string> words = text::WordsOf(signal.value, kMostWords);
      for (const Row& row : rule.rows) {
        if (HasWord(row, words)) matches.push_back({&rule, &row, &signal});
      }
    }
  }
  return matches;
}

Scored Score(const Features& features, const std::vector<Match>& matches, const Rules& rules) {
  Scored scored;
  int best = 0;
  bool matched = false;
  for (const Match& match : matches) {
    if (!Contains(match.row->families, features.tool)) continue;
    Add(scored, match, best);
    matched = true;
  }
  if (!matched) {
    MakePopular(scored, features, rules);
  } else if (!features.maturity.empty() && Contains(rules.maturity_words, features.maturity)) {
    scored.contributions.push_back(MakeContribution("maturity", rules.maturity_points));
    scored.score += rules.maturity_points;
  }
  return scored;
}

Scored Score(const Features& features, const std::vector<ActiveSignal>& signals,
             const Rules& rules) {
  return Score(features, MatchesOf(signals, rules), rules);
}

std::string ConfidenceOf(int score) {
  if (score >= kHighFrom) return "high";
  return score >= kMediumFrom ? "medium" : "low";
}

}  // namespace keys::discovery
