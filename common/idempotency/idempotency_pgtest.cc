#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "common/idempotency/idempotency.h"
#include "common/idempotency/once_across.h"
#include "common/testing/test_database.h"
#include "common/time/clock.h"
#include "google/protobuf/wrappers.pb.h"

namespace keys::idempotency {
namespace {

using error::Reason;
using pg::Transaction;
using testing::Soon;

struct Desk {
  Desk() {
    database.Run(
        "CREATE TABLE shop_idempotency (scope text NOT NULL, key text NOT NULL,"
        " request_hash text NOT NULL, response bytea, created_at timestamptz NOT NULL,"
        " PRIMARY KEY (scope, key))");
  }
  Transaction Open() {
    auto tx = Transaction::Begin(pool, Soon());
    REQUIRE(tx.ok());
    return *std::move(tx);
  }
  absl::StatusOr<std::optional<std::string>> Begin(Transaction& tx, const std::string& hash = "h") {
    return store.Begin(tx, {.scope = "s", .key = "k", .request_hash = hash}, clock.Now());
  }
  // Begins an effect and commits without an answer, like a process that is killed half-way.
  void BeginOnly() {
    Transaction tx = Open();
    REQUIRE(Begin(tx).ok());
    REQUIRE(tx.Commit().ok());
  }
  void Answer(const std::string& response) {
    Transaction tx = Open();
    REQUIRE(Begin(tx).ok());
    REQUIRE(store.Finish(tx, "s", "k", response).ok());
    REQUIRE(tx.Commit().ok());
  }
  testing::TestDatabase database = testing::TestDatabase::Empty();
  pg::Pool pool{{.conninfo = database.Conninfo(), .size = 3, .name = "test"}};
  Store store{"shop"};
  FakeClock clock;
};

TEST_CASE_METHOD(Desk, "the answer given once is given again") {
  Answer(std::string("a\0b", 3));
  Transaction tx = Open();
  const auto kept = Begin(tx);
  REQUIRE(kept.ok());
  CHECK(*kept == std::string("a\0b", 3));
}

TEST_CASE_METHOD(Desk, "another request under the same key is refused") {
  Answer("a");
  Transaction tx = Open();
  CHECK(error::ReasonOf(Begin(tx, "other").status()) == Reason::IDEMPOTENCY_KEY_REUSED);
}

TEST_CASE_METHOD(Desk, "while the first request runs the second does not wait") {
  Transaction first = Open();
  REQUIRE(Begin(first).ok());
  Transaction second = Open();
  CHECK(error::ReasonOf(Begin(second).status()) == Reason::IN_PROGRESS);
}

TEST_CASE_METHOD(Desk, "a request that failed leaves its key free") {
  {
    Transaction tx = Open();
    REQUIRE(Begin(tx).ok());
  }
  Transaction tx = Open();
  const auto kept = Begin(tx);
  REQUIRE(kept.ok());
  CHECK_FALSE(kept->has_value());
}

TEST_CASE_METHOD(Desk, "a request that was begun and abandoned may be begun again after a while") {
  BeginOnly();
  {
    Transaction tx = Open();
    CHECK(error::ReasonOf(Begin(tx).status()) == Reason::IN_PROGRESS);
  }
  clock.Advance(kAbandonedAfter);
  Transaction tx = Open();
  CHECK(Begin(tx).ok());
}

TEST_CASE_METHOD(Desk, "keys are forgotten after two days, not before") {
  Answer("a");
  clock.Advance(kKept - absl::Seconds(1));
  {
    Transaction tx = Open();
    CHECK(Begin(tx)->has_value());
  }
  clock.Advance(absl::Seconds(2));
  Transaction tx = Open();
  CHECK_FALSE(Begin(tx)->has_value());
}

// Any message does for an answer.
using Answered = google::protobuf::StringValue;

struct Effect : Desk {
  absl::StatusOr<Answered> Run(absl::StatusOr<Answered> answer, const std::string& key = "k") {
    rpc::Call call({.deadline = Soon(), .idempotency_key = key});
    auto given = OnceAcross<Answered>({.store = store,
                                       .pool = pool,
                                       .call = call,
                                       .scope = "s",
                                       .request_hash = "h",
                                       .deadline = Soon(),
                                       .clock = clock,
                                       .not_kept = "test.answer_not_kept"},
                                      [&] {
                                        ++runs;
                                        return answer;
                                      });
    replayed = call.replayed();
    return given;
  }
  static Answered Word(const std::string& word) {
    Answered answered;
    answered.set_value(word);
    return answered;
  }
  int runs = 0;
  bool replayed = false;
};

TEST_CASE_METHOD(Effect, "an effect of several transactions runs once under its key") {
  CHECK(Run(Word("first"))->value() == "first");
  CHECK_FALSE(replayed);
  CHECK(Run(Word("second"))->value() == "first");
  CHECK(replayed);
  CHECK(runs == 1);
  CHECK(Run(Word("third"), "")->value() == "third");
}

TEST_CASE_METHOD(Effect,
                 "an effect of several transactions that failed may be tried again under its key") {
  CHECK_FALSE(Run(absl::UnavailableError("away")).ok());
  CHECK(Run(Word("second"))->value() == "second");
  CHECK(runs == 2);
}

}  // namespace
}  // namespace keys::idempotency
