// Scores how well KEYS fit a person's signals, and says why (docs/contract.md §3).
//
//   const std::vector<Scored> ranked = Rank(candidates, signals, rules, popularity);
//
// Signals add up instead of filtering; the reason is that of the largest contribution; ties go to
// the more popular KEY, then to the slug. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "keys/catalog/v1/catalog.pb.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "services/discovery/domain/rules.h"

namespace keys::discovery {

// The newest unexpired signal of one type.
struct ActiveSignal {
  std::string id;
  std::string type;
  std::string value;
  // That of the signal which would count if this one were forgotten.
  std::optional<std::string> earlier = std::nullopt;
};

// Distinct buyers first, then downloads, then views.
using Popularity = std::tuple<int64_t, int64_t, int64_t>;

struct Scored {
  const catalog::v1::Candidate* candidate = nullptr;
  int score = 0;
  std::string reason;
  std::vector<v1::Contribution> contributions;
};

Scored Score(const catalog::v1::Candidate& candidate, const std::vector<ActiveSignal>& signals,
             const Rules& rules);

// Best first. `candidates` must outlive the result; `popularity` is by KEY id and
// by slug, and both count; absent = none.
std::vector<Scored> Rank(const std::vector<const catalog::v1::Candidate*>& candidates,
                         const std::vector<ActiveSignal>& signals, const Rules& rules,
                         const std::map<std::string, Popularity>& popularity);

// high from 10 points, medium from 5, else low.
std::string ConfidenceOf(int score);

}  // namespace keys::discovery
