#include <catch2/catch.hpp>
#include <thread>

#include "common/audit/audit.h"
#include "common/testing/test_database.h"
#include "common/time/clock.h"

namespace keys::audit {
namespace {

using testing::Soon;

struct Office {
  Office() {
    database.Run(
        "CREATE TABLE shop_audit (seq bigint PRIMARY KEY, at timestamptz NOT NULL,"
        " actor text NOT NULL, action text NOT NULL, subject text NOT NULL,"
        " details jsonb NOT NULL, prev_hash text NOT NULL, hash text NOT NULL)");
  }
  absl::Status Append(const std::string& subject) {
    return pg::RunTransaction(pool, Soon(), [&](pg::Transaction& tx) {
      return log.Append(tx,
                        {.actor = "ann",
                         .action = "key.update",
                         .subject = subject,
                         .details_json = R"({"b": 1,   "a": "ü\"\\"})"},
                        clock.Now());
    });
  }
  std::optional<int64_t> FirstBroken() {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    auto broken = log.FirstBroken(*db);
    INFO(broken.status().ToString());
    REQUIRE(broken.ok());
    return *broken;
  }
  testing::TestDatabase database = testing::TestDatabase::Empty();
  pg::Pool pool{{.conninfo = database.Conninfo(), .size = 4, .name = "test"}};
  Log log{"shop"};
  FakeClock clock;
};

TEST_CASE_METHOD(Office, "a chain that nobody touched is whole, also after concurrent entries") {
  std::vector<std::thread> writers;
  for (int i = 0; i < 3; ++i) {
    writers.emplace_back([this, i] {
      for (int j = 0; j < 5; ++j) CHECK(Append(std::to_string(i * 10 + j)).ok());
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK_FALSE(FirstBroken().has_value());
}

TEST_CASE_METHOD(Office, "an entry that was changed or taken out shows") {
  for (int i = 0; i < 4; ++i) REQUIRE(Append("x").ok());
  SECTION("changed") {
    database.Run("UPDATE shop_audit SET actor = 'bob' WHERE seq = 2");
    CHECK(FirstBroken() == 2);
  }
  SECTION("taken out") {
    database.Run("DELETE FROM shop_audit WHERE seq = 3");
    CHECK(FirstBroken() == 4);
  }
}

}  // namespace
}  // namespace keys::audit
