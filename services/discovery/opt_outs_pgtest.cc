#include <thread>

#include "common/pg/transaction.h"
#include "services/discovery/testing/discovery_world.h"

namespace keys::discovery {
namespace {

std::vector<std::string> Standing(World& world, const std::string& user) {
  rpc::Call call = CallOf(user);
  std::vector<std::string> words;
  const auto list = *world.opt_outs.List(call, {});
  for (const auto& row : list.opt_outs()) words.push_back(row.signal_type());
  return words;
}

int64_t Lift(World& world, const std::string& user, const std::string& type) {
  rpc::Call call = CallOf(user);
  v1::LiftOptOutRequest request;
  request.set_signal_type(type);
  return world.opt_outs.Lift(call, request)->deleted();
}

SignalRow Made(World& world, const std::string& type, const std::string& origin) {
  return {.id = world.ids.NewUuid(),
          .signal_type = type,
          .signal_value = "x",
          .metadata = {"{}"},
          .origin = origin,
          .created_at = world.clock.Now(),
          .expires_at = world.clock.Now() + kSignalLifetime};
}

// Stores a signal in a transaction of its own connection and does not commit it yet.
absl::Status KeepIn(World& world, pg::Transaction& tx, const std::string& type,
                    const std::string& origin = "you") {
  return Signals::Keep(tx, kUser, Made(world, type, origin));
}

// Waits until another connection waits for an advisory lock.
bool SomebodyWaits(World& world) {
  struct Row {
    int64_t waiting;
  };
  constexpr pg::Statement kWaiting{
      "test.waiting",
      "SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database WHERE "
      "d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted"};
  pg::Pool watcher({.conninfo = world.database.Conninfo(), .name = "watcher"});
  const Deadline patience = testing::Soon();
  while (patience.Remaining() > absl::ZeroDuration()) {
    auto db = watcher.Acquire(testing::Soon());
    const auto row = db->QueryOne<Row>(kWaiting);
    if (row.ok() && row->has_value() && (*row)->waiting > 0) return true;
    std::this_thread::yield();
  }
  return false;
}

TEST_CASE("what is opted out of is forgotten at once and no longer stored, and the rest is") {
  World world;
  REQUIRE(world.Tell(kUser, "role", "SRE").ok());
  REQUIRE(world.Tell(kUser, "role", "analyst").ok());
  REQUIRE(world.Tell(kUser, "view", "a").ok());
  REQUIRE(world.Tell(kOther, "role", "SRE").ok());
  const auto set = world.OptOut(kUser, "role");
  REQUIRE(set.ok());
  CHECK(set->deleted_signals() == 2);
  CHECK(set->opt_out().signal_type() == "role");
  CHECK(world.List(kUser).signals_size() == 1);
  CHECK(world.List(kOther).signals_size() == 1);

  const absl::Status refused = world.Tell(kUser, "role", "SRE");
  CHECK(error::ReasonOf(refused) == error::Reason::CONFLICT);
  const auto detail = error::DetailOf(refused);
  REQUIRE(detail->violations_size() == 1);
  CHECK(detail->violations(0).pointer() == "/signal_type");
  CHECK(detail->violations(0).code() == "OPTED_OUT");
  REQUIRE(detail->actions_size() == 1);
  CHECK(detail->actions(0).find("DELETE /marketplace/discover/opt-outs/role") != std::string::npos);
  CHECK(world.Tell(kUser, "tool_intent", "Node").ok());
  CHECK(world.Tell(kOther, "role", "SRE").ok());

  CHECK(Lift(world, kUser, "role") == 1);
  CHECK(Lift(world, kUser, "role") == 0);
  CHECK(world.Tell(kUser, "role", "SRE").ok());
}

TEST_CASE("everything is everything, and lifting it leaves what was ruled out singly") {
  World world;
  REQUIRE(world.Tell(kUser, "role", "SRE").ok());
  REQUIRE(world.Tell(kUser, "purchase", "a").ok());
  REQUIRE(world.OptOut(kUser, "view").ok());
  CHECK(world.OptOut(kUser, "everything")->deleted_signals() == 2);
  for (const std::string_view type :
       {"role", "tool_intent", "problem_category", "view", "purchase"}) {
    const absl::Status refused = world.Tell(kUser, std::string(type), "x");
    CHECK(error::ReasonOf(refused) == error::Reason::CONFLICT);
    // Both opt-outs cover a view.
    CHECK(error::DetailOf(refused)->actions_size() == (type == "view" ? 2 : 1));
  }
  CHECK(world.List(kUser).signals_size() == 0);
  CHECK(Standing(world, kUser) == std::vector<std::string>{"everything", "view"});
  CHECK(Standing(world, kOther).empty());
  CHECK(Lift(world, kUser, "everything") == 1);
  CHECK(world.Tell(kUser, "role", "SRE").ok());
  CHECK_FALSE(world.Tell(kUser, "view", "x").ok());
  rpc::Call call = CallOf(kUser);
  CHECK(world.opt_outs.LiftAll(call, {})->deleted() == 1);
  CHECK(world.opt_outs.LiftAll(call, {})->deleted() == 0);
}

TEST_CASE("set twice it stands as it was set first, and no word is made up") {
  World world;
  const auto first = world.OptOut(kUser, "role");
  world.clock.Advance(absl::Hours(1));
  const auto second = world.OptOut(kUser, "role");
  REQUIRE(second.ok());
  CHECK(second->opt_out().SerializeAsString() == first->opt_out().SerializeAsString());
  CHECK(second->deleted_signals() == 0);
  CHECK(error::ReasonOf(world.OptOut(kUser, "mood").status()) == error::Reason::NOT_FOUND);
  rpc::Call call = CallOf(kUser);
  v1::LiftOptOutRequest request;
  request.set_signal_type("Role");
  CHECK(error::ReasonOf(world.opt_outs.Lift(call, request).status()) == error::Reason::NOT_FOUND);
}

TEST_CASE("an answer kept from before does not say stored of what is no longer so") {
  World world;
  REQUIRE(world.Tell(kUser, "role", "SRE", "k").ok());
  REQUIRE(world.OptOut(kUser, "role").ok());
  CHECK(error::ReasonOf(world.Tell(kUser, "role", "SRE", "k")) == error::Reason::CONFLICT);
  CHECK(error::ReasonOf(world.Tell(kUser, "role", "SRE", "new")) == error::Reason::CONFLICT);
  // A refusal stores nothing under its idempotency key.
  CHECK(Lift(world, kUser, "role") == 1);
  CHECK(world.Tell(kUser, "role", "SRE", "new").ok());
  CHECK(world.List(kUser).signals_size() == 1);
}

TEST_CASE("signals the server makes obey it too") {
  World world;
  REQUIRE(world.OptOut(kUser, "purchase").ok());
  auto tx = pg::Transaction::Begin(world.pool, testing::Soon());
  REQUIRE(tx.ok());
  CHECK(error::ReasonOf(KeepIn(world, *tx, "purchase", "purchase")) == error::Reason::CONFLICT);
  CHECK(KeepIn(world, *tx, "view").ok());
}

TEST_CASE("recommendations use nothing opted out of, and say so") {
  World world;
  world.sources.Add("a", "stripe");
  world.sources.Add("b", "node");
  REQUIRE(world.Tell(kUser, "tool_intent", "node").ok());
  CHECK(world.Discover().front() == "b 10 Recommended because you're using node");
  REQUIRE(world.OptOut(kUser, "everything").ok());
  CHECK(world.Discover() ==
        std::vector<std::string>{"a 1 Popular stripe key", "b 1 Popular node key"});
  rpc::Call call = CallOf(kUser);
  const auto answer = *world.recommendations.Discover(call, {});
  REQUIRE(answer.opted_out_size() == 1);
  CHECK(answer.opted_out(0) == "everything");
  // No signal is suggested that would be refused.
  CHECK(answer.recommendations(1).counterfactuals_size() == 0);
  v1::ExplainRecommendationRequest request;
  request.set_key("b");
  const auto why = *world.recommendations.Explain(call, request);
  CHECK(why.reason() == "Popular node key");
  CHECK(why.opted_out_size() == 1);
  // This also holds for rows that did not come through the service.
  world.database.Run(StrCat(
      "INSERT INTO marketplace_discovery_signals (id, user_id, signal_type, signal_value, origin, "
      "created_at, expires_at) VALUES (gen_random_uuid(), '",
      kUser, "', 'tool_intent', 'node', 'you', '2026-11-23T00:00:00Z', '2027-01-01T00:00:00Z')"));
  CHECK(world.Discover().back() == "b 1 Popular node key");
}

TEST_CASE("an opt-out waits for a signal that is being stored, and takes it with it") {
  World world;
  auto storing = pg::Transaction::Begin(world.pool, testing::Soon());
  REQUIRE(storing.ok());
  REQUIRE(KeepIn(world, *storing, "role").ok());
  absl::StatusOr<v1::SetOptOutResponse> set;
  std::thread other([&] { set = world.OptOut(kUser, "role"); });
  const bool waited = SomebodyWaits(world);
  CHECK(storing->Commit().ok());
  other.join();
  CHECK(waited);
  REQUIRE(set.ok());
  CHECK(set->deleted_signals() == 1);
  CHECK(world.List(kUser).signals_size() == 0);
}

TEST_CASE("a signal waits for an opt-out that is being written, and is refused by it") {
  World world;
  auto writing = pg::Transaction::Begin(world.pool, testing::Soon());
  REQUIRE(writing.ok());
  REQUIRE(LockToOptOut(*writing, kUser).ok());
  REQUIRE(
      InsertOptOut(
          *writing, kUser,
          {.signal_type = "role", .created_at = world.clock.Now(), .updated_at = world.clock.Now()})
          .ok());
  absl::Status told;
  std::thread other([&] { told = world.Tell(kUser, "role", "SRE"); });
  const bool waited = SomebodyWaits(world);
  CHECK(world.Tell(kOther, "role", "SRE").ok());  // nobody else waits
  CHECK(writing->Commit().ok());
  other.join();
  CHECK(waited);
  CHECK(error::ReasonOf(told) == error::Reason::CONFLICT);
  CHECK(world.List(kUser).signals_size() == 0);
}

TEST_CASE("nothing survives an opt-out that many signals race with") {
  World world;
  for (int round = 0; round < 20; ++round) {
    std::vector<std::thread> tellers;
    for (int i = 0; i < 3; ++i) {
      tellers.emplace_back([&world] {
        for (int n = 0; n < 10; ++n) (void)world.Tell(kUser, "role", "SRE");
      });
    }
    const bool set = world.OptOut(kUser, round % 2 == 0 ? "role" : "everything").ok();
    const int kept = world.List(kUser).signals_size();
    for (std::thread& teller : tellers) teller.join();
    CHECK(set);
    CHECK(kept == 0);
    CHECK(world.List(kUser).signals_size() == 0);
    rpc::Call call = CallOf(kUser);
    CHECK(world.opt_outs.LiftAll(call, {})->deleted() == 1);
  }
}

}  // namespace
}  // namespace keys::discovery
