#include <catch2/catch.hpp>

#include "common/base/status_macros.h"
#include "common/pg/transaction.h"
#include "common/testing/test_database.h"

namespace keys::pg {
namespace {

using testing::Soon;
using testing::TestDatabase;

constexpr Statement kInsert{"test.tx_insert", "INSERT INTO t (id, n) VALUES ($1, 0)"};
constexpr Statement kRead{"test.tx_read", "SELECT n FROM t WHERE id = $1"};
constexpr Statement kWrite{"test.tx_write", "UPDATE t SET n = $2 WHERE id = $1"};
struct NumberRow {
  int32_t n;
};

struct Fixture {
  Fixture() { database.Run("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)"); }
  std::optional<NumberRow> Read(int32_t id) {
    auto db = pool.Acquire(Soon());
    REQUIRE(db.ok());
    auto row = db->QueryOne<NumberRow>(kRead, id);
    REQUIRE(row.ok());
    return *row;
  }
  TestDatabase database = TestDatabase::Empty();
  Pool pool{{.conninfo = database.Conninfo(), .size = 2, .name = "test"}};
};

TEST_CASE_METHOD(Fixture, "what was committed stays, what was abandoned is gone") {
  REQUIRE(RunTransaction(pool, Soon(), [](Transaction& tx) {
            return tx.Execute(kInsert, int32_t{1}).status();
          }).ok());
  const absl::Status refused = RunTransaction(pool, Soon(), [](Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Execute(kInsert, int32_t{2}).status());
    return absl::NotFoundError("changed my mind");
  });
  CHECK(refused.code() == absl::StatusCode::kNotFound);
  CHECK(Read(1).has_value());
  CHECK_FALSE(Read(2).has_value());
  CHECK(pool.stats().dropped_total == 0);
}

TEST_CASE_METHOD(Fixture,
                 "committing after a failed statement is an error, not a silent rollback") {
  auto tx = Transaction::Begin(pool, Soon());
  REQUIRE(tx.ok());
  REQUIRE(tx->Execute(kInsert, int32_t{1}).ok());
  CHECK(tx->Execute(kInsert, int32_t{1}).status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(tx->Commit().code() == absl::StatusCode::kInternal);
  CHECK_FALSE(Read(1).has_value());
}

TEST_CASE_METHOD(Fixture, "a serialization failure runs the transaction again") {
  REQUIRE(RunTransaction(pool, Soon(), [](Transaction& tx) {
            return tx.Execute(kInsert, int32_t{1}).status();
          }).ok());
  int tries = 0;
  auto seen = RunTransaction(
      pool, Soon(), Isolation::kSerializable, [&](Transaction& tx) -> absl::StatusOr<int> {
        ++tries;
        ASSIGN_OR_RETURN(auto row, tx.QueryOne<NumberRow>(kRead, int32_t{1}));
        if (tries == 1) {
          // Another session changes the row first.
          ASSIGN_OR_RETURN(Connection other, pool.Acquire(Soon()));
          RETURN_IF_ERROR(other.Execute(kWrite, int32_t{1}, int32_t{10}).status());
        }
        RETURN_IF_ERROR(tx.Execute(kWrite, int32_t{1}, row->n + 1).status());
        return row->n;
      });
  INFO(seen.status().ToString());
  REQUIRE(seen.ok());
  CHECK(tries == 2);
  CHECK(*seen == 10);
  CHECK(Read(1)->n == 11);
}

}  // namespace
}  // namespace keys::pg
