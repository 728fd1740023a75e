// Tests that the roll-ups count each stored event once and follow every change of events.
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <thread>

#include "common/base/text.h"
#include "services/analytics/testing/drawn_events.h"
#include "services/analytics/testing/reports_world.h"

namespace keys::analytics {
namespace {

using event::v1::AnalyticsEvent;
using testing::Soon;

TEST_CASE("what could not be stored was not counted") {
  World world;
  Draw draw(1);
  AnalyticsEvent good = draw.Event(1), bad = draw.Event(2);
  bad.set_event_type("wish");
  CHECK_FALSE(world.store.Insert({&good, &bad}, world.clock.Now(), Soon()).ok());
  constexpr pg::Statement kRows{"test.quarters",
                                "SELECT quarter::text FROM marketplace_analytics_quarters"};
  CHECK(world.Ask(kRows).empty());
  world.Insert({good});
  world.Insert({good, good});
  CHECK(world.Ask(kRows).size() == 1);
  CHECK(world.Ask(kRollUpDifferences).empty());
}

TEST_CASE("counts follow what is changed of events, also while others are stored") {
  World world;
  Draw draw(4);
  std::vector<AnalyticsEvent> events;
  for (int i = 0; i < 3000; ++i) events.push_back(draw.Event(i));
  const auto batches = draw.Batches(events);
  std::atomic<int> failures = 0;
  std::thread writer([&] {
    for (const auto& batch : batches) failures += world.Stored(batch) ? 0 : 1;
  });
  pg::Pool owner(
      {.conninfo = world.database.Conninfo() + " options='-c role=keys_owner'", .name = "t"});
  auto db = owner.Acquire(Soon());
  REQUIRE(db.ok());
  // An erasure does the same: it removes names of some events, and makes their person another one,
  // or nobody.
  for (const char* change :
       {"SET key_slug = NULL WHERE key_slug = 'key-1'",
        "SET key_id = NULL WHERE key_id::text LIKE '%2'",
        "SET user_id = NULL WHERE user_id::text LIKE '%7'",
        "SET user_id = gen_random_uuid() WHERE user_id::text LIKE '%3'",
        "SET key_slug = 'key-9' WHERE key_slug = 'key-3'", "SET metadata = '{}'"}) {
    for (int round = 0; round < 5; ++round) {
      // A deadlock is recognised and tried again, as the service's own transactions do.
      absl::Status done;
      do {
        done = db->Command(StrCat("UPDATE marketplace_analytics ", change)).status();
      } while (absl::IsAborted(done));
      INFO(change << ": " << done);
      CHECK(done.ok());
    }
  }
  writer.join();
  CHECK(failures == 0);
  CHECK(world.Ask(kRollUpDifferences).empty());
}

TEST_CASE("the migration counts the events that were there before it") {
  World world;
  Draw draw(3);
  std::vector<AnalyticsEvent> events;
  for (int i = 0; i < 600; ++i) events.push_back(draw.Event(i));
  pg::Pool owner(
      {.conninfo = world.database.Conninfo() + " options='-c role=keys_owner'", .name = "t"});
  auto db = owner.Acquire(Soon());
  REQUIRE(db.ok());
  REQUIRE(db->Command("DROP TABLE marketplace_analytics_quarters").ok());
  REQUIRE(db->Command("DROP FUNCTION marketplace_analytics_count() CASCADE").ok());
  REQUIRE(db->Command("DROP FUNCTION marketplace_analytics_follow() CASCADE").ok());
  world.Insert(events);
  std::ifstream file("services/analytics/migrations/0004_roll_up_events.sql");
  std::stringstream migration;
  // A connection takes one statement at a time, so the migration's statements are wrapped in one.
  migration << "DO $outer$ BEGIN EXECUTE $inner$" << file.rdbuf() << "$inner$; END $outer$";
  const auto applied = db->Command(migration.str());
  INFO(applied.status().ToString());
  REQUIRE(applied.ok());
  CHECK(world.Ask(kRollUpDifferences).empty());
  // From here on the roll-ups follow without help.
  world.Insert({draw.Event(1000), draw.Event(1001), events[5]});
  CHECK(world.Ask(kRollUpDifferences).empty());
}

}  // namespace
}  // namespace keys::analytics
