#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "common/testing/test_database.h"
#include "services/discovery/discovery_store.h"
#include "services/discovery/recommendations.h"
#include "services/discovery/signals.h"

namespace keys::discovery {
namespace {

const std::string kUser = "0192f0c1-0000-7000-8000-000000000001";
const std::string kOther = "0192f0c1-0000-7000-8000-000000000002";

rpc::Call CallOf(const std::string& user, const std::string& idempotency_key = "") {
  rpc::Call::Parts parts;
  parts.caller.user_id = user;
  parts.deadline = testing::Soon();
  parts.idempotency_key = idempotency_key;
  return rpc::Call(std::move(parts));
}

class FixedSources final : public Sources {
 public:
  absl::StatusOr<std::vector<catalog::v1::Candidate>> Candidates(const rpc::Outgoing&) override {
    return candidates;
  }
  absl::StatusOr<std::map<std::string, Popularity>> PopularSince(const rpc::Outgoing& call,
                                                                 absl::Time) override {
    patience = call.deadline.Remaining();
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
  absl::Duration patience;
  absl::StatusOr<std::map<std::string, Popularity>> popular = std::map<std::string, Popularity>{};
};

struct World {
  testing::TestDatabase database;
  pg::Pool pool{{.conninfo = database.ConninfoFor("keys_discovery"), .name = "test"}};
  FakeClock clock;
  SequenceIdSource ids;
  FixedSources sources;
  Rules rules{.signals = {{.type = "tool_intent",
                           .points = 10,
                           .reason = "Recommended because you're using {value}",
                           .rows = {{"tool_intent.node", {"node"}, {"node"}}}}},
              .maturity_words = {},
              .maturity_points = 3,
              .popular_points = 1,
              .popular_reason = "Popular {tool} key"};
  Signals signals{pool, clock, ids};
  Recommendations recommendations{pool, sources, rules, clock};

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

TEST_CASE("every statement fits the migrated schema") {
  World world;
  auto db = world.pool.Acquire(testing::Soon());
  REQUIRE(db.ok());
  CHECK(CheckStatements(*db).ToString() == "OK");
}

TEST_CASE("signals live 90 days to the second, and are the teller's alone") {
  World world;
  REQUIRE(world.Tell(kUser, "role", "  SRE ").ok());
  REQUIRE(world.List(kUser).signals_size() == 1);
  CHECK(world.List(kUser).signals(0).signal_value() == "SRE");
  CHECK(world.List(kOther).signals_size() == 0);
  world.clock.Advance(kSignalLifetime - absl::Seconds(1));
  CHECK(world.List(kUser).signals_size() == 1);
  world.clock.Advance(absl::Seconds(1));
  CHECK(world.List(kUser).signals_size() == 0);
  auto db = world.pool.Acquire(testing::Soon());
  CHECK(*PruneExpired(*db, world.clock.Now(), 10) == 1);
}

TEST_CASE("a signal that is not as it should be is refused with everything that is wrong") {
  World world;
  rpc::Call call = CallOf(kUser);
  v1::RecordSignalRequest request;
  request.set_signal_type("mood");
  request.set_signal_value(std::string(201, 'x'));
  request.set_metadata("[1]");
  const auto detail = error::DetailOf(world.signals.Record(call, request).status());
  REQUIRE(detail.has_value());
  CHECK(detail->violations_size() == 3);
  CHECK(world.List(kUser).signals_size() == 0);
  CHECK_FALSE(world.Tell(kUser, "role", "   ").ok());
}

TEST_CASE("the same idempotency key stores one signal and refuses another request") {
  World world;
  CHECK(world.Tell(kUser, "role", "SRE", "k").ok());
  CHECK(world.Tell(kUser, "role", "SRE", "k").ok());
  CHECK(world.List(kUser).signals_size() == 1);
  CHECK(error::ReasonOf(world.Tell(kUser, "role", "analyst", "k")) ==
        error::Reason::IDEMPOTENCY_KEY_REUSED);
  CHECK(world.Tell(kOther, "role", "analyst", "k").ok());
}

TEST_CASE("the newest signal of a type counts") {
  World world;
  world.sources.Add("a", "node");
  REQUIRE(world.Tell(kUser, "tool_intent", "Node.js").ok());
  CHECK(world.Discover() ==
        std::vector<std::string>{"a 10 Recommended because you're using Node.js"});
  world.clock.Advance(absl::Seconds(1));
  REQUIRE(world.Tell(kUser, "tool_intent", "Rust").ok());
  CHECK(world.Discover() == std::vector<std::string>{"a 1 Popular node key"});
}

TEST_CASE("accessible and unavailable KEYS never appear") {
  World world;
  world.sources.Add("a", "node");
  world.sources.Add("b", "node");
  world.sources.Add("c", "node").set_available(false);
  v1::DiscoverRequest request;
  request.mutable_access_set()->add_key_ids("id-a");
  CHECK(world.Discover(request) == std::vector<std::string>{"b 1 Popular node key"});
}

TEST_CASE("discovery goes on when popularity is unknown") {
  World world;
  world.sources.Add("b", "node");
  world.sources.Add("a", "node");
  world.sources.popular = absl::UnavailableError("down");
  CHECK(world.Discover().size() == 2);
  // A silent service costs no more than one that is down.
  CHECK(world.sources.patience <= kPopularityPatience);
  world.sources.popular = std::map<std::string, Popularity>{{"id-b", {1, 0, 0}}};
  CHECK(world.Discover().front() == "b 1 Popular node key");
}

TEST_CASE("a person can have signals forgotten, one or all") {
  World world;
  REQUIRE(world.Tell(kUser, "role", "SRE").ok());
  REQUIRE(world.Tell(kUser, "role", "analyst").ok());
  rpc::Call call = CallOf(kUser);
  rpc::Call foreign = CallOf(kOther);
  v1::DeleteSignalRequest request;
  request.set_id(world.List(kUser).signals(0).id());
  CHECK(error::ReasonOf(world.signals.Delete(foreign, request).status()) ==
        error::Reason::NOT_FOUND);
  CHECK(world.signals.Delete(call, request)->deleted() == 1);
  CHECK(world.signals.DeleteAll(call, {})->deleted() == 1);
  CHECK(world.List(kUser).signals_size() == 0);
}

TEST_CASE("an explanation says why a KEY is or is not recommended") {
  World world;
  world.sources.Add("a", "node");
  rpc::Call call = CallOf(kUser);
  v1::ExplainRecommendationRequest request;
  request.set_key("a");
  CHECK(world.recommendations.Explain(call, request)->reason() == "Popular node key");
  request.mutable_access_set()->add_key_ids("id-a");
  CHECK_FALSE(world.recommendations.Explain(call, request)->recommended());
  request.set_key("z");
  CHECK(error::ReasonOf(world.recommendations.Explain(call, request).status()) ==
        error::Reason::NOT_FOUND);
}

}  // namespace
}  // namespace keys::discovery
