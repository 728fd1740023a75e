#include "services/discovery/recommendations.h"

#include <algorithm>
#include <set>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/catalog/client.h"
#include "services/discovery/domain/counterfactuals.h"
#include "services/discovery/domain/signal_types.h"
#include "services/discovery/opt_outs.h"

namespace keys::discovery {
namespace {

using catalog::v1::Candidate;

std::set<std::string> IdsOf(const type::v1::AccessSet& set) {
  return {set.key_ids().begin(), set.key_ids().end()};
}

// The legacy word, the family, or one of its own types.
bool HasType(const Candidate& candidate, const std::string& key_type) {
  const auto& types = candidate.key_types();
  return candidate.key_type() == key_type || candidate.tool() == key_type ||
         std::find(types.begin(), types.end(), key_type) != types.end();
}

// By slug or by id, in any case.
const Candidate* Find(const std::vector<Candidate>& all, const std::string& name) {
  const std::string id = NormalizeUuid(name).value_or(name);
  const auto found = std::find_if(all.begin(), all.end(), [&name, &id](const Candidate& candidate) {
    return candidate.slug() == name || candidate.id() == id;
  });
  return found == all.end() ? nullptr : &*found;
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
  if (candidate.has_price_cents()) out.set_price_cents(candidate.price_cents());
  out.set_currency(candidate.currency());
  out.set_available(candidate.available());
  out.set_reason(std::move(scored.reason));
  out.set_confidence(ConfidenceOf(scored.score));
  out.set_score(scored.score);
  for (auto& part : scored.contributions) *out.add_contributions() = std::move(part);
}

}  // namespace

absl::StatusOr<Recommendations::Told> Recommendations::ToldBy(rpc::Call& call) {
  const std::string& user = call.caller().user_id;
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(auto rows, NewestSignals(db, user, parts_.clock.Now()));
  Told told;
  // After the signals: what was ruled out meanwhile is left out below.
  ASSIGN_OR_RETURN(told.opt_outs, ListOptOuts(db, user));
  ASSIGN_OR_RETURN(const auto dismissals, ListDismissals(db, user));
  for (const DismissalRow& row : dismissals) told.dismissed.insert(row.key_id);
  for (const std::string_view type : kSignalTypes) {
    if (RulesOut(told.opt_outs, type)) told.closed.emplace(type);
  }
  for (SignalRow& row : rows) {
    if (told.closed.contains(row.signal_type)) continue;
    auto& signals = told.signals;
    if (!signals.empty() && signals.back().type == row.signal_type) {
      signals.back().earlier = std::move(row.signal_value);
      continue;
    }
    signals.push_back({.id = std::move(row.id),
                       .type = std::move(row.signal_type),
                       .value = std::move(row.signal_value)});
  }
  return told;
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
  ASSIGN_OR_RETURN(const Told told, ToldBy(call));
  ASSIGN_OR_RETURN(const std::vector<Candidate> all, parts_.sources.Candidates(call));
  const std::set<std::string> accessible = IdsOf(request.access_set());
  std::vector<const Candidate*> candidates;
  for (const Candidate& candidate : all) {
    if (!candidate.available() || accessible.contains(candidate.id())) continue;
    if (told.dismissed.contains(candidate.id())) continue;
    if (request.has_key_type() && !HasType(candidate, request.key_type())) continue;
    candidates.push_back(&candidate);
  }
  const auto rules = parts_.rules.Current();
  const auto popularity = parts_.popularity.Current();
  std::vector<Scored> ranked = Rank(candidates, told.signals, *rules, *popularity);
  if (ranked.size() > static_cast<size_t>(limit)) ranked.resize(limit);
  v1::DiscoverResponse response;
  for (Scored& scored : ranked) {
    v1::Recommendation& out = *response.add_recommendations();
    for (auto& text : Counterfactuals(scored, told.signals, *rules, told.closed)) {
      out.add_counterfactuals(std::move(text));
    }
    Fill(out, scored);
  }
  for (const OptOutRow& row : told.opt_outs) response.add_opted_out(row.signal_type);
  return response;
}

absl::StatusOr<v1::ExplainRecommendationResponse> Recommendations::Explain(
    rpc::Call& call, const v1::ExplainRecommendationRequest& request) {
  ASSIGN_OR_RETURN(const Told told, ToldBy(call));
  ASSIGN_OR_RETURN(const std::vector<Candidate> all, parts_.sources.Candidates(call));
  const Candidate* const found = Find(all, request.key());
  if (found == nullptr) {
    return error::Make(error::Reason::NOT_FOUND,
                       StrCat("There is no KEY named '", request.key(), "'."));
  }
  v1::ExplainRecommendationResponse response;
  for (const OptOutRow& row : told.opt_outs) response.add_opted_out(row.signal_type);
  if (IdsOf(request.access_set()).contains(found->id())) {
    response.set_reason("You already have access to this KEY.");
    return response;
  }
  if (!found->available()) {
    response.set_reason("There is nothing to download of this KEY yet.");
    return response;
  }
  if (told.dismissed.contains(found->id())) {
    response.set_reason("You said that you are not interested in this KEY.");
    response.add_counterfactuals(
        StrCat("It can be recommended again when you take that back: DELETE ",
               "/marketplace/discover/dismissals/", found->slug(), "."));
    return response;
  }
  const auto rules = parts_.rules.Current();
  Scored scored = Score(*found, told.signals, *rules);
  for (auto& text : Counterfactuals(scored, told.signals, *rules, told.closed)) {
    response.add_counterfactuals(std::move(text));
  }
  response.set_recommended(true);
  response.set_reason(std::move(scored.reason));
  response.set_score(scored.score);
  response.set_confidence(ConfidenceOf(scored.score));
  for (auto& part : scored.contributions) *response.add_contributions() = std::move(part);
  return response;
}

}  // namespace keys::discovery
