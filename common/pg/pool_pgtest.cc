#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "common/error/error.h"
#include "common/pg/check.h"
#include "common/pg/error.h"
#include "common/pg/pool.h"
#include "common/testing/test_database.h"

namespace keys::pg {
namespace {

using testing::Soon;
using testing::TestDatabase;

constexpr Statement kEveryType{
    "test.every_type",
    "SELECT $1::text, $2::int4, $3::int8, $4::float8, $5::bool, $6::timestamptz, $7::text[], "
    "$8::jsonb, $9::bytea, $10::text"};
struct EveryType {
  std::string text;
  int32_t small;
  int64_t large;
  double real;
  bool flag;
  absl::Time time;
  std::vector<std::string> texts;
  Json json;
  Bytes bytes;
  std::optional<std::string> nothing;
};

constexpr Statement kOne{"test.one", "SELECT 1"};
struct OneRow {
  int32_t one;
};
constexpr Statement kSleep{"test.sleep", "SELECT 1 FROM pg_sleep(30)"};
constexpr Statement kEndOthers{"test.end_others",
                               "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                               "WHERE datname = current_database() AND pid <> pg_backend_pid()"};
struct CountRow {
  int64_t count;
};
constexpr Statement kBackend{"test.backend", "SELECT pg_backend_pid()"};

PoolOptions Options(const TestDatabase& database, int size = 2) {
  return {.conninfo = database.Conninfo(), .size = size, .name = "test"};
}

template <typename T>
T Must(absl::StatusOr<T> result) {
  INFO(result.status().ToString());
  REQUIRE(result.ok());
  return *std::move(result);
}

TEST_CASE("a row of every type comes back as it was sent") {
  TestDatabase database = TestDatabase::Empty();
  Pool pool(Options(database));
  Connection db = Must(pool.Acquire(Soon()));
  const absl::Time time = absl::FromUnixMicros(1'795'433'578'123'456);
  const auto row =
      Must(db.QueryOne<EveryType>(kEveryType, "text", int32_t{-5}, int64_t{1} << 60, 2.5, true,
                                  time, std::vector<std::string>{"a", "b,c"}, Json{R"({"a": 1})"},
                                  Bytes{std::string("\0\x01", 2)}, nullptr));
  REQUIRE(row.has_value());
  CHECK(row->text == "text");
  CHECK(row->small == -5);
  CHECK(row->large == int64_t{1} << 60);
  CHECK(row->real == 2.5);
  CHECK(row->flag);
  CHECK(row->time == time);
  CHECK(row->texts == std::vector<std::string>{"a", "b,c"});
  CHECK(row->json.text == R"({"a": 1})");
  CHECK(row->bytes.data == std::string("\0\x01", 2));
  CHECK_FALSE(row->nothing.has_value());
  CHECK(CheckStatement<EveryType>(db, kEveryType).ok());
}

TEST_CASE("a row struct that does not fit its statement is found out") {
  TestDatabase database = TestDatabase::Empty();
  Pool pool(Options(database));
  Connection db = Must(pool.Acquire(Soon()));
  CHECK_FALSE(CheckStatement<EveryType>(db, kOne).ok());
  struct Wrong {
    std::string one;
  };
  CHECK_FALSE(CheckStatement<Wrong>(db, kOne).ok());
  CHECK(db.Query<EveryType>(kOne).status().code() == absl::StatusCode::kInternal);
}

TEST_CASE("a statement past its deadline ends, and the pool replaces the connection") {
  TestDatabase database = TestDatabase::Empty();
  Pool pool(Options(database, 1));
  {
    // The deadline is set after connecting, because that takes what it takes on a busy machine.
    Connection db = Must(pool.Acquire(Soon()));
    db.set_deadline(Deadline::After(absl::Milliseconds(200)));
    const Deadline patience = Deadline::After(absl::Seconds(15));
    CHECK(db.Query<OneRow>(kSleep).status().code() == absl::StatusCode::kDeadlineExceeded);
    CHECK_FALSE(patience.Expired());
  }
  CHECK(pool.stats().dropped_total == 1);
  Connection db = Must(pool.Acquire(Soon()));
  CHECK(Must(db.Query<OneRow>(kOne)).size() == 1);
}

TEST_CASE("a stopped backend does not hold its caller") {
  TestDatabase database = TestDatabase::Empty();
  Pool pool(Options(database, 1));
  Connection db = Must(pool.Acquire(Soon()));
  const auto backend = Must(db.QueryOne<OneRow>(kBackend));
  if (kill(backend->one, SIGSTOP) != 0) {
    WARN("the server's processes belong to another user: not tried");
    return;
  }
  db.set_deadline(Deadline::After(absl::Milliseconds(200)));
  const Deadline patience = Deadline::After(absl::Seconds(15));
  const absl::Status status = db.Query<OneRow>(kOne).status();
  kill(backend->one, SIGCONT);
  CHECK(status.code() == absl::StatusCode::kDeadlineExceeded);
  CHECK_FALSE(patience.Expired());
}

TEST_CASE("a connection the server ended while idle is replaced without an error") {
  TestDatabase database = TestDatabase::Empty();
  Pool pool(Options(database, 1));
  { Must(Must(pool.Acquire(Soon())).Query<OneRow>(kOne)); }
  Pool other(Options(database, 1));
  {
    Connection admin = Must(other.Acquire(Soon()));
    CHECK(Must(admin.Query<CountRow>(kEndOthers))[0].count == 1);
  }
  // This process notices the end of the connection a moment after the server decided it.
  const Deadline limit = Soon();
  while (pool.stats().dropped_total == 0 && !limit.Expired()) {
    Connection db = Must(pool.Acquire(Soon()));
    db.Query<OneRow>(kOne).status().IgnoreError();
  }
  Connection db = Must(pool.Acquire(Soon()));
  CHECK(Must(db.Query<OneRow>(kOne)).size() == 1);
}

TEST_CASE("a full pool makes callers wait, no longer than their deadline") {
  TestDatabase database = TestDatabase::Empty();
  Pool pool(Options(database, 1));
  std::optional<Connection> held = Must(pool.Acquire(Soon()));
  CHECK(pool.Acquire(Deadline::After(absl::Milliseconds(50))).status().code() ==
        absl::StatusCode::kDeadlineExceeded);
  std::thread waiter([&] { CHECK(pool.Acquire(Soon()).ok()); });
  while (pool.stats().waiting == 0) std::this_thread::yield();
  held.reset();
  waiter.join();
  CHECK(pool.stats().opened_total == 1);
}

TEST_CASE("a queue that is full refuses at once") {
  TestDatabase database = TestDatabase::Empty();
  PoolOptions options = Options(database, 1);
  options.max_waiting = 0;
  Pool pool(options);
  CHECK(error::ReasonOf(pool.Acquire(Soon()).status()) == error::Reason::UNAVAILABLE);
}

TEST_CASE("a database that is not there is UNAVAILABLE, and gives nothing away") {
  Pool pool({.conninfo = "host=127.0.0.1 port=1 user=nobody password=secret", .name = "test"});
  const absl::Status status = pool.Acquire(Soon()).status();
  CHECK(error::ReasonOf(status) == error::Reason::UNAVAILABLE);
  CHECK(status.ToString().find("secret") == std::string::npos);
  CHECK(pool.stats().leased == 0);
}

TEST_CASE("an error keeps its SQL to itself and tells its constraint") {
  TestDatabase database = TestDatabase::Empty();
  database.Run("CREATE TABLE t (name text CONSTRAINT t_name_key UNIQUE)");
  Pool pool(Options(database));
  Connection db = Must(pool.Acquire(Soon()));
  constexpr Statement kInsert{"test.insert", "INSERT INTO t (name) VALUES ($1)"};
  CHECK(Must(db.Execute(kInsert, "a")) == 1);
  const absl::Status status = db.Execute(kInsert, "a").status();
  CHECK(status.code() == absl::StatusCode::kAlreadyExists);
  CHECK(ConstraintOf(status) == "t_name_key");
  CHECK(status.message().find("INSERT") == absl::string_view::npos);
  CHECK(error::ReasonOf(db.Execute(kInsert, "\xff\xfe").status()) ==
        error::Reason::INVALID_ARGUMENT);
  constexpr Statement kBroken{"test.broken", "SELECT nonsense FROM nowhere"};
  CHECK(db.Execute(kBroken).status().code() == absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace keys::pg
