#include "services/discovery/recommendations.h"

#include <algorithm>
#include <set>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/catalog/client.h"
#include "services/discovery/discovery_store.h"

namespace keys::discovery {
namespace {

using catalog::v1::Candidate;

std::set<std::string> IdsOf(const type::v1::AccessSet& set) {
  return {set.key_ids().begin(), set.key_ids().end()};
}

bool HasType(const Candidate& candidate, const std::string& key_type) {
  const auto& types = candidate.key_types();
  return candidate.key_type() == key_type ||
         std::find(types.begin(), types.end(), key_type) != types.end();
}

void Fill(v1::Recommendation& out, Scored& scored) {
  const Candidate& candidate = *scored.candidate;
  out.set_id(candidate.id());
  out.set_slug(candidate.slug());
  out.set_title(candidate.title());
  if (candidate.has_description()) out.set_description(candidate.description());
  out.set_key_type(candidate.key_type());
  out.set_version(candidate.version());
  out.set_tool(candidate.tool());
  out.set_reason(std::move(scored.reason));
  out.set_confidence(ConfidenceOf(scored.score));
  out.set_score(scored.score);
  for (auto& part : scored.contributions) *out.add_contributions() = std::move(part);
  for (auto& text : scored.counterfactuals) out.add_counterfactuals(std::move(text));
}

}  // namespace

absl::StatusOr<std::vector<ActiveSignal>> Recommendations::SignalsOf(rpc::Call& call) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(auto rows, NewestSignals(db, call.caller().user_id, clock_.Now()));
  std::vector<ActiveSignal> signals;
  for (SignalRow& row : rows) {
    signals.push_back({std::move(row.id), std::move(row.signal_type), std::move(row.signal_value)});
  }
  return signals;
}

// Recommendations are worth having without popularity, so its absence only costs the order of ties.
std::map<std::string, Popularity> Recommendations::PopularityFor(rpc::Call& call) {
  rpc::Outgoing question(call);
  question.deadline = question.deadline.Within(kPopularityPatience);
  auto popular = sources_.PopularSince(question, clock_.Now() - kPopularityWindow);
  if (popular.ok()) return *std::move(popular);
  log::Warning("discovery.popularity_unknown",
               {{"request_id", call.request_id()}, {"why", MessageOf(popular.status())}});
  return {};
}

absl::StatusOr<v1::DiscoverResponse> Recommendations::Discover(rpc::Call& call,
                                                               const v1::DiscoverRequest& request) {
  if (request.has_key_type() && !catalog::IsKeyType(request.key_type())) {
    return error::Invalid("?key_type", "UNKNOWN_WORD",
                          StrCat("`key_type` is one of ", catalog::KeyTypeWords(), "."));
  }
  ASSIGN_OR_RETURN(const std::vector<ActiveSignal> signals, SignalsOf(call));
  ASSIGN_OR_RETURN(const std::vector<Candidate> all, sources_.Candidates(call));
  const std::set<std::string> accessible = IdsOf(request.access_set());
  std::vector<const Candidate*> candidates;
  for (const Candidate& candidate : all) {
    if (!candidate.available() || accessible.contains(candidate.id())) continue;
    if (request.has_key_type() && !HasType(candidate, request.key_type())) continue;
    candidates.push_back(&candidate);
  }
  std::vector<Scored> ranked = Rank(candidates, signals, rules_, PopularityFor(call));
  const size_t limit = request.has_limit() ? request.limit() : kDefaultLimit;
  if (ranked.size() > limit) ranked.resize(limit);
  v1::DiscoverResponse response;
  for (Scored& scored : ranked) Fill(*response.add_recommendations(), scored);
  return response;
}

absl::StatusOr<v1::ExplainRecommendationResponse> Recommendations::Explain(
    rpc::Call& call, const v1::ExplainRecommendationRequest& request) {
  ASSIGN_OR_RETURN(const std::vector<ActiveSignal> signals, SignalsOf(call));
  ASSIGN_OR_RETURN(const std::vector<Candidate> all, sources_.Candidates(call));
  const auto found = std::find_if(all.begin(), all.end(), [&request](const Candidate& candidate) {
    return candidate.slug() == request.key() || candidate.id() == request.key();
  });
  if (found == all.end()) {
    return error::Make(error::Reason::NOT_FOUND,
                       StrCat("There is no KEY named '", request.key(), "'."));
  }
  v1::ExplainRecommendationResponse response;
  if (IdsOf(request.access_set()).contains(found->id())) {
    response.set_reason("You already have access to this KEY.");
    return response;
  }
  if (!found->available()) {
    response.set_reason("There is nothing to download of this KEY yet.");
    return response;
  }
  Scored scored = Score(*found, signals, rules_);
  response.set_recommended(true);
  response.set_reason(std::move(scored.reason));
  response.set_score(scored.score);
  response.set_confidence(ConfidenceOf(scored.score));
  for (auto& part : scored.contributions) *response.add_contributions() = std::move(part);
  for (auto& text : scored.counterfactuals) response.add_counterfactuals(std::move(text));
  return response;
}

}  // namespace keys::discovery
