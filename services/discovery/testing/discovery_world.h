// Shared by the tests of discovery: a database, its handlers, and fixed KEYS.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/testing/test_database.h"
#include "services/discovery/discovery_store.h"
#include "services/discovery/dismissals.h"
#include "services/discovery/opt_outs.h"
#include "services/discovery/recommendations.h"
#include "services/discovery/signals.h"

namespace keys::discovery {

inline const std::string kUser = "0192f0c1-0000-7000-8000-000000000001";
inline const std::string kOther = "0192f0c1-0000-7000-8000-000000000002";

inline rpc::Call CallOf(const std::string& user, const std::string& idempotency_key = "") {
  rpc::Call::Parts parts;
  parts.caller.user_id = user;
  parts.deadline = testing::Soon();
  parts.idempotency_key = idempotency_key;
  return rpc::Call(std::move(parts));
}

class FixedSources final : public Sources {
 public:
  // Without a stream that tells its revisions, a catalog is asked each time.
  absl::StatusOr<catalog::v1::ListChangedKeysResponse> ChangedKeys(
      const rpc::Outgoing&, const catalog::v1::ChangePlace&) override {
    catalog::v1::ListChangedKeysResponse page;
    page.mutable_published()->Add(candidates.begin(), candidates.end());
    return page;
  }
  absl::StatusOr<std::vector<catalog::v1::KeyForSale>> Keys(
      const rpc::Outgoing&, const std::vector<std::string>& names) override {
    std::vector<catalog::v1::KeyForSale> found;
    for (const auto& candidate : candidates) {
      for (const std::string& name : names) {
        if (name != candidate.slug() && name != candidate.id()) continue;
        auto& key = found.emplace_back();
        key.set_id(candidate.id());
        key.set_slug(candidate.slug());
        key.set_title(candidate.title());
      }
    }
    return found;
  }
  absl::StatusOr<std::map<std::string, Popularity>> PopularSince(const rpc::Outgoing&,
                                                                 absl::Time) override {
    ++popularity_asked;
    return popular;
  }
  catalog::v1::Candidate& Add(const std::string& slug, const std::string& tool) {
    catalog::v1::Candidate& candidate = candidates.emplace_back();
    candidate.set_id("id-" + slug);
    candidate.set_slug(slug);
    candidate.set_tool(tool);
    candidate.set_available(true);
    return candidate;
  }
  std::vector<catalog::v1::Candidate> candidates;
  int popularity_asked = 0;
  absl::StatusOr<std::map<std::string, Popularity>> popular = std::map<std::string, Popularity>{};
};

struct World {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_discovery"), .name = "test"}};
  FakeClock clock;
  SequenceIdSource ids;
  FixedSources sources;
  RuleBook rules{Rules{.signals = {{.type = "tool_intent",
                                    .points = 10,
                                    .reason = "Recommended because you're using {value}",
                                    .rows = {{"tool_intent.node", {"node"}, {"node"}}}}},
                       .maturity_words = {},
                       .maturity_points = 3,
                       .popular_points = 1,
                       .popular_reason = "Popular {tool} key"}};
  page::CursorCodec cursors{"sixteen bytes or more"};
  Signals signals{pool, clock, ids, cursors};
  OptOuts opt_outs{pool, clock};
  Dismissals dismissals{pool, sources, clock};
  metrics::Registry metrics;
  CandidateBook candidates{sources, metrics};
  PopularityBook popularity{sources, clock, absl::Minutes(1),
                            [this](auto figures) { candidates.SetPopularity(std::move(figures)); }};
  Recommendations recommendations{{pool, candidates, rules, clock}};

  absl::Status Tell(const std::string& user, const std::string& type, const std::string& value,
                    const std::string& key = "") {
    rpc::Call call = CallOf(user, key);
    v1::RecordSignalRequest request;
    request.set_signal_type(type);
    request.set_signal_value(value);
    return signals.Record(call, request).status();
  }
  v1::ListSignalsResponse List(const std::string& user) {
    rpc::Call call = CallOf(user);
    return *signals.List(call, {});
  }
  absl::StatusOr<v1::SetOptOutResponse> OptOut(const std::string& user, const std::string& type) {
    rpc::Call call = CallOf(user);
    v1::SetOptOutRequest request;
    request.set_signal_type(type);
    return opt_outs.Set(call, request);
  }
  std::vector<std::string> Discover(v1::DiscoverRequest request = {}) {
    rpc::Call call = CallOf(kUser);
    const auto response = recommendations.Discover(call, request);
    REQUIRE(response.ok());
    std::vector<std::string> found;
    for (const auto& entry : response->recommendations()) {
      found.push_back(entry.slug() + " " + std::to_string(entry.score()) + " " + entry.reason());
    }
    return found;
  }
};

}  // namespace keys::discovery
