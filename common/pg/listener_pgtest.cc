#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <mutex>
#include <vector>

#include "common/pg/listener.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/testing/test_database.h"

namespace keys::pg {
namespace {

using testing::Soon;
using testing::TestDatabase;

constexpr Statement kRead{"test.read_counter", "SELECT n FROM counter"};
constexpr Statement kRaise{"test.raise_counter",
                           "WITH raised AS (UPDATE counter SET n = n + 1 RETURNING n) "
                           "SELECT pg_notify('counter', n::text) FROM raised"};
constexpr Statement kEndListener{
    "test.end_listener",
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'test-listener'"};
struct NumberRow {
  int64_t n;
};

// A counter that other sessions raise, and the values that a listener saw of it.
class World {
 public:
  World() {
    database.Run("CREATE TABLE counter (n bigint)");
    database.Run("INSERT INTO counter VALUES (1)");
  }

  ListenerOptions Options(absl::Duration period) {
    return {.conninfo = database.Conninfo(),
            .name = "test-listener",
            .channel = "counter",
            .period = period};
  }
  Listener::Callbacks callbacks() {
    return {.look = [this](Executor& db) { return Look(db); },
            .lost =
                [this] {
                  std::lock_guard lock(mutex_);
                  ++lost_;
                }};
  }
  bool Sees(int64_t n) {
    return Within([&] { return seen_ == n; });
  }
  bool Loses(int times) {
    return Within([&] { return lost_ == times; });
  }
  int looks() {
    std::lock_guard lock(mutex_);
    return looks_;
  }

  TestDatabase database = TestDatabase::Empty();

 private:
  absl::Status Look(Executor& db) {
    const auto row = db.QueryOne<NumberRow>(kRead);
    if (!row.ok()) return row.status();
    std::lock_guard lock(mutex_);
    seen_ = (*row)->n;
    ++looks_;
    return absl::OkStatus();
  }
  template <typename Condition>
  bool Within(Condition condition) {
    const Deadline by = Deadline::After(absl::Seconds(10));
    while (!by.Expired()) {
      {
        std::lock_guard lock(mutex_);
        if (condition()) return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  std::mutex mutex_;
  int64_t seen_ = 0;
  int looks_ = 0;
  int lost_ = 0;
};

TEST_CASE("a listener looks when its channel is notified, and not before the commit") {
  World world;
  Listener listener(world.Options(absl::Minutes(10)), world.callbacks());
  REQUIRE(world.Sees(1));
  Pool pool({.conninfo = world.database.Conninfo(), .name = "test"});
  auto tx = Transaction::Begin(pool, Soon());
  REQUIRE(tx.ok());
  REQUIRE(tx->Execute(kRaise).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(world.looks() == 1);
  REQUIRE(tx->Commit().ok());
  CHECK(world.Sees(2));
  world.database.Run("UPDATE counter SET n = 4");
  world.database.Run("NOTIFY other");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(world.looks() == 2);
}

TEST_CASE("a listener that was not notified finds the change within its period") {
  World world;
  Listener listener(world.Options(absl::Milliseconds(100)), world.callbacks());
  REQUIRE(world.Sees(1));
  world.database.Run("UPDATE counter SET n = 5");
  CHECK(world.Sees(5));
}

TEST_CASE("a listener whose connection is cut says so, and sees what changed meanwhile") {
  World world;
  Listener listener(world.Options(absl::Minutes(10)), world.callbacks());
  REQUIRE(world.Sees(1));
  Pool pool({.conninfo = world.database.Conninfo(), .name = "test"});
  world.database.Run("UPDATE counter SET n = 6");
  {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    REQUIRE((*db->QueryOne<NumberRow>(kEndListener))->n == 1);
  }
  CHECK(world.Loses(1));
  CHECK(world.Sees(6));
}

TEST_CASE("a listener stops at once while it waits") {
  World world;
  Listener listener(world.Options(absl::Minutes(10)), world.callbacks());
  REQUIRE(world.Sees(1));
  // The listener would wait ten minutes if Stop did not wake it.
  const Deadline patience = Deadline::After(absl::Seconds(20));
  listener.Stop();
  CHECK_FALSE(patience.Expired());
  CHECK(world.Loses(1));
}

}  // namespace
}  // namespace keys::pg
