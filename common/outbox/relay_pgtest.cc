#include <catch2/catch.hpp>
#include <set>

#include "common/id/id.h"
#include "common/outbox/relay.h"
#include "common/pg/check.h"
#include "common/testing/test_database.h"

namespace keys::outbox {
namespace {

using testing::Soon;
using testing::TestDatabase;

constexpr char kTable[] =
    "CREATE TABLE shop_outbox (id uuid PRIMARY KEY, topic text NOT NULL, aggregate text NOT NULL,"
    " sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY, payload bytea NOT NULL,"
    " request_id text NOT NULL, created_at timestamptz NOT NULL, attempts int NOT NULL DEFAULT 0,"
    " failures int NOT NULL DEFAULT 0, next_attempt_at timestamptz NOT NULL,"
    " leased_until timestamptz, done_at timestamptz, dead_at timestamptz, last_error text)";

struct Shop {
  Shop() { database.Run(kTable); }

  void Append(const std::string& aggregate, const std::string& payload) {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    REQUIRE(table
                .Append(*db,
                        {.id = ids.NewUuid(),
                         .topic = "test",
                         .aggregate = aggregate,
                         .payload = payload,
                         .request_id = "r"},
                        clock.Now())
                .ok());
  }

  // Accepts everything but the payloads in `refused`, which get `refusal`.
  Handler Receiver() {
    return [this](const Delivery& delivery, Deadline) {
      absl::MutexLock lock(&mutex);
      if (refused.count(delivery.payload) > 0) return refusal;
      received.push_back(delivery.payload);
      return absl::OkStatus();
    };
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
  Backlog Measured() {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    auto backlog = table.Measure(*db, clock.Now());
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
  Relay relay(Parts(), Receiver());
  Append("a", "1");
  Append("a", "2");
  Append("b", "3");
  CHECK(Drain(relay) == 3);
  CHECK(received == Payloads{"1", "2", "3"});
  CHECK(Drain(relay) == 0);
  CHECK(Measured().undelivered == 0);
}

TEST_CASE_METHOD(Shop, "a row that fails holds up its own aggregate and no other") {
  Relay relay(Parts(), Receiver());
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
  Relay relay(Parts({.max_failures = 3}), Receiver());
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
  Relay relay(Parts(), Receiver());
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
    auto claimed = table.Claim(*db, clock.Now(), absl::Seconds(12), absl::Seconds(60));
    REQUIRE(claimed.ok());
    CHECK(claimed->has_value());
  }
  Relay relay(Parts(), Receiver());
  CHECK(Drain(relay) == 0);
  clock.Advance(absl::Seconds(13));
  CHECK(Drain(relay) == 1);
}

TEST_CASE_METHOD(Shop, "an aggregate is drained at once, whatever its pause, by its deadline") {
  Relay relay(Parts(), Receiver());
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
  Relay one(Parts({.scan_interval = absl::Milliseconds(5)}), Receiver());
  Relay two(Parts({.scan_interval = absl::Milliseconds(5)}), Receiver());
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

TEST_CASE("pauses double up to the longest") {
  const RelayOptions options;
  CHECK(PauseAfter(1, options) == absl::Milliseconds(500));
  CHECK(PauseAfter(3, options) == absl::Seconds(2));
  CHECK(PauseAfter(1000, options) == absl::Seconds(60));
}

}  // namespace
}  // namespace keys::outbox
