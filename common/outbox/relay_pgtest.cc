#include <atomic>
#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/id/id.h"
#include "common/outbox/relay.h"
#include "common/pg/check.h"
#include "common/pg/transaction.h"
#include "common/testing/test_database.h"

namespace keys::outbox {
namespace {

using testing::Soon;
using testing::TestDatabase;

constexpr const char* kTables[] = {
    "CREATE TABLE shop_outbox (id uuid PRIMARY KEY, topic text NOT NULL, aggregate text NOT NULL,"
    " sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY, payload bytea NOT NULL,"
    " request_id text NOT NULL, created_at timestamptz NOT NULL, attempts int NOT NULL DEFAULT 0,"
    " failures int NOT NULL DEFAULT 0, next_attempt_at timestamptz NOT NULL,"
    " leased_until timestamptz, done_at timestamptz, dead_at timestamptz, last_error text)"
    // Autovacuum is off, so that the planner's statistics stay what the test makes them.
    " WITH (autovacuum_enabled = off)",
    "CREATE INDEX ON shop_outbox (aggregate, sequence) WHERE done_at IS NULL AND dead_at IS NULL",
    "CREATE INDEX ON shop_outbox (topic, sequence) WHERE COALESCE(done_at, dead_at) IS NULL",
    "CREATE INDEX ON shop_outbox (done_at) WHERE done_at IS NOT NULL",
    "CREATE INDEX ON shop_outbox (topic) WHERE dead_at IS NOT NULL"};

struct Shop {
  Shop() {
    for (const char* table : kTables) database.Run(table);
  }

  void Append(const std::string& aggregate, const std::string& payload,
              const std::string& topic = "test") {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    REQUIRE(table
                .Append(*db,
                        {.id = ids.NewUuid(),
                         .topic = topic,
                         .aggregate = aggregate,
                         .payload = payload,
                         .request_id = "r"},
                        clock.Now())
                .ok());
  }

  // Accepts everything but the payloads in `refused`, which get `refusal`.
  Handler Receiver() {
    return [this](const std::vector<Delivery>& rows, Deadline) {
      absl::MutexLock lock(&mutex);
      for (const Delivery& row : rows) {
        if (refused.count(row.payload) > 0) return refusal;
      }
      for (const Delivery& row : rows) received.push_back(row.payload);
      return absl::OkStatus();
    };
  }
  std::vector<LaneOptions> Lanes(int batch = 1) {
    return {{.topic = "test", .handler = Receiver(), .batch = batch}};
  }
  RelayParts Parts(RelayOptions options = {}) {
    return {.pool = pool, .outbox = table, .clock = clock, .metrics = metrics, .options = options};
  }
  int Drain(Relay& relay) {
    auto drained = relay.DrainOnce(Soon());
    INFO(drained.status().ToString());
    REQUIRE(drained.ok());
    return *drained;
  }
  Backlog Measured(const std::string& topic = "test") {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    auto backlog = table.Measure(*db, topic, clock.Now());
    REQUIRE(backlog.ok());
    return *backlog;
  }

  TestDatabase database = TestDatabase::Empty();
  pg::Pool pool{{.conninfo = database.Conninfo(), .size = 4, .name = "test"}};
  Outbox table{"shop"};
  FakeClock clock;
  SequenceIdSource ids;
  metrics::Registry metrics;
  absl::Mutex mutex;
  std::set<std::string> refused;
  absl::Status refusal = absl::UnavailableError("down");
  std::vector<std::string> received;
};

using Payloads = std::vector<std::string>;

TEST_CASE_METHOD(Shop, "rows are delivered in order, once") {
  Relay relay(Parts(), Lanes());
  Append("a", "1");
  Append("a", "2");
  Append("b", "3");
  CHECK(Drain(relay) == 3);
  CHECK(received == Payloads{"1", "2", "3"});
  CHECK(Drain(relay) == 0);
  CHECK(Measured().undelivered == 0);
}

TEST_CASE_METHOD(Shop, "a handler that marks its rows as done does so in its own transaction") {
  LaneOptions lane = {.topic = "test", .marks_done = true};
  lane.handler = [this](const std::vector<Delivery>& rows, Deadline deadline) {
    received.push_back(rows.front().payload);
    if (rows.front().attempt == 1) return absl::OkStatus();
    return pg::RunTransaction(pool, deadline, [&](pg::Transaction& tx) {
      return table.MarkDone(tx, {rows.front().id}, clock.Now());
    });
  };
  Relay relay(Parts(), {lane});
  Append("a", "1");
  CHECK(Drain(relay) == 1);
  // The relay did not mark it in the handler's place.
  CHECK(Measured().undelivered == 1);
  clock.Advance(absl::Minutes(1));
  CHECK(Drain(relay) == 1);
  CHECK(Measured().undelivered == 0);
  CHECK(received == Payloads{"1", "1"});
}

TEST_CASE_METHOD(Shop, "a row that fails holds up its own aggregate and no other") {
  Relay relay(Parts(), Lanes());
  refused = {"1"};
  Append("a", "1");
  Append("a", "2");
  Append("b", "3");
  CHECK(Drain(relay) == 1);
  CHECK(received == Payloads{"3"});
  refused.clear();
  CHECK(Drain(relay) == 0);  // its pause is not over
  clock.Advance(absl::Seconds(1));
  CHECK(Drain(relay) == 2);
  CHECK(received == Payloads{"3", "1", "2"});
}

TEST_CASE_METHOD(Shop, "a receiver that is down is tried for ever, one that refuses is not") {
  // The circuit breaker is kept from opening, because this test is about retries only.
  Relay relay(Parts({.max_failures = 3, .breaker = {.failures = 1000}}), Lanes());
  Append("a", "1");
  Append("a", "2");
  refused = {"1", "2"};
  for (int i = 0; i < 40; ++i) {
    Drain(relay);
    clock.Advance(absl::Minutes(1));
  }
  CHECK(Measured().dead == 0);
  refused = {"1"};
  refusal = absl::InternalError("no");
  for (int i = 0; i < 4; ++i) {
    Drain(relay);
    clock.Advance(absl::Minutes(1));
  }
  CHECK(Measured().dead == 1);
  CHECK(received == Payloads{"2"});
}

TEST_CASE_METHOD(Shop, "a clock that is turned back does not delay a row for days") {
  Relay relay(Parts(), Lanes());
  clock.Advance(absl::Hours(240));
  Append("a", "1");
  clock.Advance(-absl::Hours(240));
  CHECK(Drain(relay) == 1);
}

TEST_CASE_METHOD(Shop, "a row leased by a relay that died is delivered when its lease is over") {
  Append("a", "1");
  {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    auto claimed = table.Claim(
        *db, {.topic = "test", .lease = absl::Seconds(12), .longest_pause = absl::Seconds(60)},
        clock.Now());
    REQUIRE(claimed.ok());
    CHECK(claimed->size() == 1);
  }
  Relay relay(Parts(), Lanes());
  CHECK(Drain(relay) == 0);
  clock.Advance(absl::Seconds(13));
  CHECK(Drain(relay) == 1);
}

TEST_CASE_METHOD(Shop, "an aggregate is drained at once, whatever its pause, by its deadline") {
  Relay relay(Parts(), Lanes());
  Append("a", "1");
  Append("a", "2");
  refused = {"1"};
  CHECK(relay.DrainAggregate("a", Soon()).code() == absl::StatusCode::kUnavailable);
  refused.clear();
  CHECK(relay.DrainAggregate("a", Soon()).ok());
  CHECK(received == Payloads{"1", "2"});
  CHECK(relay.DrainAggregate("nothing", Soon()).ok());
}

TEST_CASE_METHOD(Shop, "two relays on one table deliver each row once and keep the order") {
  Relay one(Parts({.scan_interval = absl::Milliseconds(5)}), Lanes());
  Relay two(Parts({.scan_interval = absl::Milliseconds(5)}), Lanes());
  one.Start();
  two.Start();
  for (int i = 0; i < 30; ++i) {
    Append(i % 2 == 0 ? "even" : "odd", std::to_string(100 + i));
    one.Nudge();
    two.Nudge();
  }
  const Deadline limit = Soon();
  while (Measured().undelivered > 0 && !limit.Expired()) absl::SleepFor(absl::Milliseconds(5));
  one.Stop();
  two.Stop();
  CHECK(received.size() == 30);
  Payloads even;
  for (const std::string& payload : received) {
    if (std::stoi(payload) % 2 == 0) even.push_back(payload);
  }
  CHECK(std::is_sorted(even.begin(), even.end()));
}

TEST_CASE_METHOD(Shop, "one bad row of a batch is found, and the others arrive once") {
  Relay relay(Parts({.max_failures = 2}), Lanes(10));
  for (int i = 0; i < 10; ++i) Append(std::to_string(i), std::to_string(i));
  refused = {"4"};
  refusal = absl::InvalidArgumentError("no");
  CHECK(Drain(relay) == 9);
  clock.Advance(absl::Minutes(1));
  CHECK(Drain(relay) == 0);
  CHECK(Measured().dead == 1);
  CHECK(received == Payloads{"0", "1", "2", "3", "5", "6", "7", "8", "9"});
}

TEST_CASE_METHOD(Shop, "a batch holds one row of an aggregate, the oldest") {
  Relay relay(Parts(), Lanes(10));
  for (const char* payload : {"1", "2", "3"}) Append("a", payload);
  Append("b", "4");
  CHECK(Drain(relay) == 4);
  CHECK(received == Payloads{"1", "4", "2", "3"});
}

TEST_CASE_METHOD(Shop, "rows that waited for a receiver are due when it answers again") {
  Relay relay(Parts({.breaker = {.failures = 1, .first_pause = absl::Seconds(2)}}), Lanes());
  Append("a", "1");
  Append("b", "2");
  refused = {"1"};
  // The circuit is open for longer than this call takes, so that "b" is not tried.
  CHECK(Drain(relay) == 0);
  CHECK(received.empty());
  refused.clear();
  const Deadline limit = Soon();
  // "b" is the probe; "a" would have waited for a clock that stands still here.
  while (received.size() < 2 && !limit.Expired()) Drain(relay);
  CHECK(received == Payloads{"2", "1"});
}

TEST_CASE_METHOD(Shop, "a receiver that hangs keeps no other topic waiting") {
  absl::Notification answers;
  const Handler hangs = [&](const std::vector<Delivery>&, Deadline) {
    answers.WaitForNotification();
    return absl::DeadlineExceededError("hung");
  };
  for (int i = 0; i < 200; ++i) Append(std::to_string(i), "s", "statistics");
  Relay relay(Parts({.scan_interval = absl::Milliseconds(5)}),
              {{.topic = "statistics", .handler = hangs, .batch = 10},
               {.topic = "test", .handler = Receiver(), .workers = 2}});
  relay.Start();
  for (int i = 0; i < 40; ++i) {
    Append("order", std::to_string(100 + i));
    relay.Nudge();
  }
  const Deadline limit = Soon();
  while (Measured().undelivered > 0 && !limit.Expired()) absl::SleepFor(absl::Milliseconds(5));
  // These arrived while the other receiver still hangs.
  CHECK(received.size() == 40);
  CHECK(std::is_sorted(received.begin(), received.end()));
  CHECK(Measured("statistics").undelivered == 200);
  answers.Notify();
  relay.Stop();
}

TEST_CASE_METHOD(Shop, "rows gather after a nudge, and stopping does not wait for them") {
  Relay relay(Parts({.scan_interval = absl::Hours(1)}),
              {{.topic = "gathered", .handler = Receiver(), .batch = 10, .gather = absl::Hours(1)},
               {.topic = "test", .handler = Receiver()}});
  const auto await = [&](const std::string& topic) {
    const Deadline limit = Deadline::After(absl::Minutes(1));
    while (Measured(topic).undelivered > 0 && !limit.Expired()) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    CHECK(Measured(topic).undelivered == 0);
  };
  // The first look of a relay waits for nothing.
  Append("first", "first", "gathered");
  relay.Start();
  await("gathered");
  for (int i = 0; i < 5; ++i) {
    Append(std::to_string(i), "later", "gathered");
    relay.Nudge();
  }
  Append("other", "now");
  relay.Nudge();
  await("test");
  relay.Stop();
  CHECK(Measured("gathered").undelivered == 5);
  Relay next(Parts(), {{.topic = "gathered", .handler = Receiver(), .batch = 10}});
  CHECK(Drain(next) == 5);
  CHECK(received.size() == 7);
}

TEST_CASE_METHOD(Shop, "what has gathered is handed over together") {
  std::atomic<int> batches = 0, rows = 0;
  const Handler count = [&](const std::vector<Delivery>& some, Deadline) {
    ++batches;
    rows += static_cast<int>(some.size());
    return absl::OkStatus();
  };
  Relay relay(
      Parts({.scan_interval = absl::Hours(1)}),
      {{.topic = "test", .handler = count, .batch = 1000, .gather = absl::Milliseconds(500)}});
  relay.Start();
  for (int i = 0; i < 200; ++i) {
    Append(std::to_string(i), "row");
    relay.Nudge();
  }
  const Deadline limit = Deadline::After(absl::Minutes(1));
  while (rows < 200 && !limit.Expired()) absl::SleepFor(absl::Milliseconds(5));
  relay.Stop();
  CHECK(rows == 200);
  CHECK(batches < 100);
}

// The statistics say that every row was delivered; a plan that trusts them reads the whole backlog
// for each row and takes minutes here.
TEST_CASE_METHOD(Shop, "a backlog of 100,000 rows drains, and access is not behind it") {
  const auto statistics = [&](int rows, const char* done_at) {
    database.Run(absl::StrCat(
        "INSERT INTO shop_outbox (id, topic, aggregate, payload, request_id, created_at, "
        "next_attempt_at, done_at) SELECT gen_random_uuid(), 'statistics', gen_random_uuid(), "
        "'s', 'r', '2026-01-01', '2026-01-01', ",
        done_at, " FROM generate_series(1, ", rows, ")"));
  };
  statistics(20'000, "'2026-01-01'");
  database.Run("ANALYZE shop_outbox");
  statistics(100'000, "NULL");
  std::atomic<int> counted = 0;
  const Handler count = [&](const std::vector<Delivery>& rows, Deadline) {
    counted += static_cast<int>(rows.size());
    return absl::OkStatus();
  };
  Relay relay(Parts(), {{.topic = "statistics", .handler = count, .batch = 200},
                        {.topic = "test", .handler = Receiver()}});
  relay.Start();
  Append("order", "1");
  relay.Nudge();
  const Deadline access = Soon();
  while (Measured().undelivered > 0 && !access.Expired()) absl::SleepFor(absl::Milliseconds(5));
  CHECK(received == Payloads{"1"});
  const Deadline limit = Deadline::After(absl::Minutes(3));
  while (Measured("statistics").undelivered > 0 && !limit.Expired()) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  relay.Stop();
  CHECK(counted == 100'000);
}

TEST_CASE("pauses double up to the longest") {
  const RelayOptions options;
  CHECK(PauseAfter(1, options) == absl::Milliseconds(500));
  CHECK(PauseAfter(3, options) == absl::Seconds(2));
  CHECK(PauseAfter(1000, options) == absl::Seconds(60));
}

}  // namespace
}  // namespace keys::outbox
