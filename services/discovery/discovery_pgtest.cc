#include <fstream>

#include "services/discovery/testing/discovery_world.h"

namespace keys::discovery {
namespace {

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

TEST_CASE("signals are listed newest first, page by page, and one by one") {
  World world;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(world.Tell(kUser, "role", std::to_string(i)).ok());
    if (i % 2 == 0) world.clock.Advance(absl::Seconds(1));  // some at the same moment
  }
  rpc::Call call = CallOf(kUser);
  v1::ListSignalsRequest request;
  request.set_limit(2);
  std::string seen;
  v1::ListSignalsResponse page;
  do {
    page = *world.signals.List(call, request);
    for (const auto& signal : page.signals()) seen += signal.signal_value();
    request.set_cursor(page.next_cursor());
    // A signal that is told between two pages neither skips nor repeats others.
    if (seen.size() == 2) REQUIRE(world.Tell(kUser, "view", "x").ok());
  } while (page.has_next_cursor());
  CHECK(seen == "43210");
  request.set_cursor("nonsense");
  CHECK(error::ReasonOf(world.signals.List(call, request).status()) ==
        error::Reason::INVALID_CURSOR);
  for (const int limit : {0, -1, 1001}) {
    request.set_limit(limit);
    request.clear_cursor();
    CHECK(error::ReasonOf(world.signals.List(call, request).status()) ==
          error::Reason::INVALID_ARGUMENT);
  }
  v1::GetSignalRequest one;
  one.set_id(page.signals(0).id());
  CHECK(world.signals.Get(call, one)->signal().signal_value() == "0");
  rpc::Call foreign = CallOf(kOther);
  CHECK(error::ReasonOf(world.signals.Get(foreign, one).status()) == error::Reason::NOT_FOUND);
  world.clock.Advance(kSignalLifetime);
  CHECK(error::ReasonOf(world.signals.Get(call, one).status()) == error::Reason::NOT_FOUND);
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

TEST_CASE("without the newest signal the one before it counts, and is said to") {
  World world;
  world.sources.Add("a", "node");
  REQUIRE(world.Tell(kUser, "tool_intent", "Next").ok());
  world.clock.Advance(absl::Seconds(1));
  REQUIRE(world.Tell(kUser, "tool_intent", "Node").ok());
  rpc::Call call = CallOf(kUser);
  v1::ExplainRecommendationRequest request;
  request.set_key("a");
  const auto sentences = [&] {
    const auto response = *world.recommendations.Explain(call, request);
    return std::vector<std::string>(response.counterfactuals().begin(),
                                    response.counterfactuals().end());
  };
  CHECK(sentences() == std::vector<std::string>{
                           "Without your tool intent \"Node\" your earlier \"Next\" would count, "
                           "and this KEY would score 1 instead of 10."});
  // The sentence is tried.
  v1::DeleteSignalRequest newest;
  newest.set_id(world.List(kUser).signals(0).id());
  REQUIRE(world.signals.Delete(call, newest).ok());
  CHECK(world.Discover() == std::vector<std::string>{"a 1 Popular node key"});
}

TEST_CASE("what was told last counts, though the clock was fast before") {
  World world;
  world.sources.Add("a", "node");
  world.clock.Advance(absl::Hours(1));
  REQUIRE(world.Tell(kUser, "tool_intent", "Stripe").ok());
  world.clock.Advance(-absl::Hours(1));
  REQUIRE(world.Tell(kUser, "tool_intent", "Node").ok());
  CHECK(world.Discover() == std::vector<std::string>{"a 10 Recommended because you're using Node"});
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

TEST_CASE("popularity is kept in memory: no request asks for it, and what was known stays") {
  World world;
  world.sources.Add("b", "node");
  world.sources.Add("a", "node");
  world.sources.popular = absl::UnavailableError("down");
  CHECK_FALSE(world.popularity.Refresh(testing::Soon()).ok());
  CHECK(world.Discover().front() == "a 1 Popular node key");
  world.sources.popular = std::map<std::string, Popularity>{{"id-b", {1, 0, 0}}};
  REQUIRE(world.popularity.Refresh(testing::Soon()).ok());
  world.sources.popular = absl::UnavailableError("down");
  CHECK_FALSE(world.popularity.Refresh(testing::Soon()).ok());
  for (int i = 0; i < 10; ++i) CHECK(world.Discover().front() == "b 1 Popular node key");
  CHECK(world.sources.popularity_asked == 3);
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
  world.sources.Add("c", "node").set_id("0192f0c1-0000-7000-8000-00000000abcd");
  request.set_key("0192F0C1-0000-7000-8000-00000000ABCD");
  CHECK(world.recommendations.Explain(call, request)->recommended());
  request.set_key("z");
  CHECK(error::ReasonOf(world.recommendations.Explain(call, request).status()) ==
        error::Reason::NOT_FOUND);
}

TEST_CASE("a KEY is found by its legacy word, its family and its own types") {
  World world;
  auto& key = world.sources.Add("a", "stripe");
  key.set_key_type("workflow");
  key.add_key_types("workflow");
  key.add_key_types("template");
  for (const auto& [word, found] : std::map<std::string, size_t>{
           {"workflow", 1}, {"template", 1}, {"stripe", 1}, {"node", 0}}) {
    INFO(word);
    v1::DiscoverRequest request;
    request.set_key_type(word);
    CHECK(world.Discover(request).size() == found);
  }
}

TEST_CASE("rules are read again when their file changes, and bad ones change nothing") {
  const std::string path = std::tmpnam(nullptr);
  const auto write = [&path](const std::string& text) { std::ofstream(path) << text; };
  const auto rules = [](const std::string& word, int points) {
    return StrCat(R"({"signals":[{"type":"role","points":)", points,
                  R"(,"reason":"For {value}","rows":[{"name":"x","words":[")", word,
                  R"("],"families":["node"]}]}],"maturity":{"words":["starter"],"points":3},)",
                  R"("popular":{"points":1,"reason":"Popular {tool} key"}})");
  };
  CHECK_FALSE(MakeRuleBook(path).ok());  // not there
  write(rules("sre", 6));
  auto book = MakeRuleBook(path);
  REQUIRE(book.ok());
  const auto points = [&book] { return (*book)->Current()->signals[0].points; };
  CHECK(points() == 6);
  const auto held = (*book)->Current();
  write(rules("sre", 7));
  (*book)->Look();
  CHECK(points() == 7);
  CHECK(held->signals[0].points == 6);  // whoever answers with them goes on with them
  const std::vector<std::string> wrong = {"", "{", rules("s.re", 8), rules("two words", 8),
                                          rules("sre", 0)};
  for (const std::string& bad : wrong) {
    write(bad);
    (*book)->Look();
    CHECK(points() == 7);
  }
  std::remove(path.c_str());
  (*book)->Look();
  CHECK(points() == 7);
  write(rules("sre", 9));
  (*book)->Look();
  CHECK(points() == 9);
  std::remove(path.c_str());
}

}  // namespace
}  // namespace keys::discovery
