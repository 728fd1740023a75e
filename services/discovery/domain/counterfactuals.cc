#include "services/discovery/domain/counterfactuals.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"

namespace keys::discovery {
namespace {

std::string Spoken(const std::string& type) { return absl::StrReplaceAll(type, {{"_", " "}}); }

// The signals with this one in place of what was told of its type; nothing in its place when
// absent.
std::vector<ActiveSignal> With(std::vector<ActiveSignal> signals, const std::string& type,
                               const std::optional<std::string>& value) {
  std::erase_if(signals, [&type](const ActiveSignal& signal) { return signal.type == type; });
  if (value.has_value()) signals.push_back({.id = "", .type = type, .value = *value});
  return signals;
}

bool Counted(const Scored& scored, const ActiveSignal& signal) {
  return std::any_of(scored.contributions.begin(), scored.contributions.end(),
                     [&signal](const v1::Contribution& part) {
                       return part.signal_ids_size() > 0 && part.signal_ids(0) == signal.id;
                     });
}

std::string Without(const Scored& scored, const ActiveSignal& signal, int score) {
  std::string text = StrCat("Without your ", Spoken(signal.type), " \"", signal.value, "\" ");
  if (signal.earlier.has_value()) {
    StrAppend(&text, "your earlier \"", *signal.earlier, "\" would count, and ");
  }
  if (score == scored.score) return StrCat(text, "this KEY would still score ", score, ".");
  return StrCat(text, "this KEY would score ", score, " instead of ", scored.score, ".");
}

}  // namespace

std::vector<std::string> Counterfactuals(const Features& features, const Scored& scored,
                                         const std::vector<ActiveSignal>& signals,
                                         const Rules& rules, const std::set<std::string>& closed) {
  std::vector<std::string> sentences;
  bool matched = false;
  for (const SignalRules& rule : rules.signals) {
    for (const ActiveSignal& signal : signals) {
      if (signal.type != rule.type || !Counted(scored, signal)) continue;
      matched = true;
      const auto tried = With(signals, signal.type, signal.earlier);
      sentences.push_back(Without(scored, signal, Score(features, tried, rules).score));
    }
  }
  if (matched) return sentences;
  for (const SignalRules& rule : rules.signals) {
    if (closed.contains(rule.type)) continue;
    for (const Row& row : rule.rows) {
      const auto& families = row.families;
      if (row.words.empty() ||
          std::find(families.begin(), families.end(), features.tool) == families.end()) {
        continue;
      }
      const std::string& word = row.words.front();
      const int score = Score(features, With(signals, rule.type, word), rules).score;
      sentences.push_back(StrCat("With the ", Spoken(rule.type), " \"", word,
                                 "\" this KEY would score ", score, " instead of ", scored.score,
                                 "."));
    }
  }
  return sentences;
}

}  // namespace keys::discovery
