#include "services/discovery/domain/score.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"
#include "common/text/words.h"

namespace keys::discovery {
namespace {

constexpr int kHighFrom = 10;
constexpr int kMediumFrom = 5;
// Of a signal's value, which has at most 200 characters.
constexpr std::size_t kMostWords = 200;

bool Contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool Matches(const Row& row, const std::vector<std::string>& words) {
  return std::any_of(row.words.begin(), row.words.end(),
                     [&words](const std::string& word) { return Contains(words, word); });
}

v1::Contribution MakeContribution(const std::string& rule, int points) {
  v1::Contribution contribution;
  contribution.set_rule(rule);
  contribution.set_points(points);
  return contribution;
}

// Adds what one signal contributes; whether a row matched.
bool AddSignal(Scored& scored, const SignalRules& rules, const ActiveSignal& signal, int& best) {
  const std::vector<std::string> words = text::WordsOf(signal.value, kMostWords);
  bool matched = false;
  for (const Row& row : rules.rows) {
    if (!Contains(row.families, scored.candidate->tool()) || !Matches(row, words)) continue;
    v1::Contribution contribution = MakeContribution(row.name, rules.points);
    contribution.add_signal_ids(signal.id);
    scored.contributions.push_back(std::move(contribution));
    scored.score += rules.points;
    matched = true;
    if (rules.points > best) {
      best = rules.points;
      scored.reason = absl::StrReplaceAll(rules.reason, {{"{value}", signal.value}});
    }
  }
  return matched;
}

Popularity PopularityOf(const catalog::v1::Candidate& candidate,
                        const std::map<std::string, Popularity>& popularity) {
  auto [purchases, downloads, views] = Popularity();
  for (const std::string& name : {candidate.id(), candidate.slug()}) {
    const auto found = popularity.find(name);
    if (found == popularity.end()) continue;
    purchases += std::get<0>(found->second);
    downloads += std::get<1>(found->second);
    views += std::get<2>(found->second);
  }
  return {purchases, downloads, views};
}

void MakePopular(Scored& scored, const Rules& rules) {
  scored.score = rules.popular_points;
  scored.reason = absl::StrReplaceAll(rules.popular_reason, {{"{tool}", scored.candidate->tool()}});
  scored.contributions.push_back(MakeContribution("popular", rules.popular_points));
}

}  // namespace

Scored Score(const catalog::v1::Candidate& candidate, const std::vector<ActiveSignal>& signals,
             const Rules& rules) {
  Scored scored;
  scored.candidate = &candidate;
  int best = 0;
  bool matched = false;
  for (const SignalRules& rule : rules.signals) {
    for (const ActiveSignal& signal : signals) {
      if (signal.type == rule.type && AddSignal(scored, rule, signal, best)) matched = true;
    }
  }
  if (!matched) {
    MakePopular(scored, rules);
  } else if (candidate.has_maturity() && Contains(rules.maturity_words, candidate.maturity())) {
    scored.contributions.push_back(MakeContribution("maturity", rules.maturity_points));
    scored.score += rules.maturity_points;
  }
  return scored;
}

std::vector<Scored> Rank(const std::vector<const catalog::v1::Candidate*>& candidates,
                         const std::vector<ActiveSignal>& signals, const Rules& rules,
                         const std::map<std::string, Popularity>& popularity) {
  struct Ranked {
    Scored scored;
    Popularity popular;
  };
  std::vector<Ranked> ranked;
  ranked.reserve(candidates.size());
  for (const catalog::v1::Candidate* candidate : candidates) {
    ranked.push_back({Score(*candidate, signals, rules), PopularityOf(*candidate, popularity)});
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    if (a.scored.score != b.scored.score) return a.scored.score > b.scored.score;
    if (a.popular != b.popular) return a.popular > b.popular;
    return a.scored.candidate->slug() < b.scored.candidate->slug();
  });
  std::vector<Scored> result;
  result.reserve(ranked.size());
  for (Ranked& entry : ranked) result.push_back(std::move(entry.scored));
  return result;
}

std::string ConfidenceOf(int score) {
  if (score >= kHighFrom) return "high";
  return score >= kMediumFrom ? "medium" : "low";
}

}  // namespace keys::discovery
