#include "services/discovery/recommendations.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/catalog/client.h"
#include "services/discovery/discovery_store.h"
#include "services/discovery/domain/counterfactuals.h"
#include "services/discovery/domain/signal_types.h"

namespace keys::discovery {
namespace {

// Finds why KEYS are recommended to one person: once for each combination of features, however many
// KEYS have it.
class Reasons {
 public:
  // All outlive it.
  Reasons(const std::vector<ActiveSignal>& signals, const std::set<std::string>& closed,
          const Rules& rules)
      : signals_(signals), closed_(closed), rules_(rules), matches_(MatchesOf(signals, rules)) {}

  int ScoreOf(const Features& features) { return Of(features).scored.score; }

  template <typename Answer>
  void Fill(const Features& features, Answer& answer) {
    Reason& reason = Of(features);
    if (!reason.complete) {
      reason.counterfactuals = Counterfactuals(features, reason.scored, signals_, rules_, closed_);
      reason.complete = true;
    }
    const Scored& scored = reason.scored;
    answer.set_reason(scored.reason);
    answer.set_confidence(ConfidenceOf(scored.score));
    answer.set_score(scored.score);
    for (const auto& part : scored.contributions) *answer.add_contributions() = part;
    for (const auto& text : reason.counterfactuals) answer.add_counterfactuals(text);
  }

 private:
  struct Reason {
    Scored scored;
    bool complete = false;
    std::vector<std::string> counterfactuals;
  };
  Reason& Of(const Features& features) {
    const auto [at, made] = reasons_.try_emplace(features);
    if (made) at->second.scored = Score(features, matches_, rules_);
    return at->second;
  }

  const std::vector<ActiveSignal>& signals_;
  const std::set<std::string>& closed_;
  const Rules& rules_;
  const std::vector<Match> matches_;
  std::map<Features, Reason> reasons_;
};

template <typename Ids>
bool Holds(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

absl::StatusOr<Recommendations::Heard> Recommendations::HeardFrom(rpc::Call& call) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(Told told, FindTold(db, call.caller().user_id, parts_.clock.Now()));
  Heard heard{.signals = {},
              .opt_outs = std::move(told.opt_outs),
              .closed = {},
              .dismissed = std::move(told.dismissed)};
  const bool all = Holds(heard.opt_outs, std::string(kEverything));
  for (const std::string_view type : kSignalTypes) {
    if (all || Holds(heard.opt_outs, std::string(type))) heard.closed.emplace(type);
  }
  for (Told::Signal& signal : told.newest) {
    if (heard.closed.contains(signal.type)) continue;
    auto& signals = heard.signals;
    if (!signals.empty() && signals.back().type == signal.type) {
      signals.back().earlier = std::move(signal.value);
      continue;
    }
    signals.push_back({.id = std::move(signal.id),
                       .type = std::move(signal.type),
                       .value = std::move(signal.value)});
  }
  return heard;
}

absl::StatusOr<v1::DiscoverResponse> Recommendations::Discover(rpc::Call& call,
                                                               const v1::DiscoverRequest& request) {
  const int limit = request.has_limit() ? request.limit() : kDefaultLimit;
  if (limit < 1 || limit > kMaxLimit) {
    return error::Invalid("?limit", "OUT_OF_RANGE", "limit is 1 to 50.");
  }
  if (request.has_key_type() && !catalog::IsKeyType(request.key_type())) {
    return error::Invalid("?key_type", "UNKNOWN_WORD",
                          StrCat("`key_type` is one of ", catalog::KeyTypeWords(), "."));
  }
  ASSIGN_OR_RETURN(const Heard heard, HeardFrom(call));
  const auto rules = parts_.rules.Current();
  Reasons reasons(heard.signals, heard.closed, *rules);
  const auto& accessible = request.access_set().key_ids();
  std::unordered_set<std::string_view> without(accessible.begin(), accessible.end());
  without.insert(heard.dismissed.begin(), heard.dismissed.end());
  const Shelf::Wish wish{
      .key_type = request.key_type(), .without = without, .limit = static_cast<size_t>(limit)};
  const auto score_of = [&reasons](const Features& features) { return reasons.ScoreOf(features); };
  ASSIGN_OR_RETURN(
      const std::vector<ShelvedKeyPtr> best,
      parts_.candidates.Look(call, request.seen_revision(), [&score_of, &wish](const Shelf& shelf) {
        return shelf.Best(score_of, wish);
      }));
  v1::DiscoverResponse response;
  for (const ShelvedKeyPtr& key : best) {
    v1::Recommendation& out = *response.add_recommendations();
    if (!out.ParseFromString(key->shown)) return absl::InternalError("a shelved KEY is unreadable");
    reasons.Fill(*key->features, out);
  }
  for (const std::string& type : heard.opt_outs) response.add_opted_out(type);
  return response;
}

absl::StatusOr<v1::ExplainRecommendationResponse> Recommendations::Explain(
    rpc::Call& call, const v1::ExplainRecommendationRequest& request) {
  ASSIGN_OR_RETURN(const Heard heard, HeardFrom(call));
  // Finds a KEY by its slug or by its id, in capitals or small letters.
  const std::string name = NormalizeUuid(request.key()).value_or(request.key());
  ASSIGN_OR_RETURN(const ShelvedKeyPtr found, parts_.candidates.Look(call, request.seen_revision(),
                                                                     [&name](const Shelf& shelf) {
                                                                       return shelf.Find(name);
                                                                     }));
  if (found == nullptr) {
    return error::Make(error::Reason::NOT_FOUND,
                       StrCat("There is no KEY named '", request.key(), "'."));
  }
  v1::ExplainRecommendationResponse response;
  for (const std::string& type : heard.opt_outs) response.add_opted_out(type);
  if (Holds(request.access_set().key_ids(), found->id)) {
    response.set_reason("You already have access to this KEY.");
    return response;
  }
  if (!found->available) {
    response.set_reason("There is nothing to download of this KEY yet.");
    return response;
  }
  if (Holds(heard.dismissed, found->id)) {
    response.set_reason("You said that you are not interested in this KEY.");
    response.add_counterfactuals(
        StrCat("It can be recommended again when you take that back: DELETE ",
               "/marketplace/discover/dismissals/", found->slug, "."));
    return response;
  }
  const auto rules = parts_.rules.Current();
  response.set_recommended(true);
  Reasons(heard.signals, heard.closed, *rules).Fill(*found->features, response);
  return response;
}

}  // namespace keys::discovery
