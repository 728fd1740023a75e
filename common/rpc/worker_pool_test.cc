#include "common/rpc/worker_pool.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>

namespace keys::rpc {
namespace {

TEST_CASE("a full pool refuses at once and takes jobs again when one is done") {
  WorkerPool pool({.threads = 1, .max_in_flight = 2});
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> ran = 0;
  const auto job = [&ran, released] {
    released.wait();
    ++ran;
  };
  CHECK(pool.TrySubmit(job));
  CHECK(pool.TrySubmit(job));
  CHECK_FALSE(pool.TrySubmit(job));
  release.set_value();
  REQUIRE(pool.WaitIdle(Deadline::After(absl::Seconds(10))));
  CHECK(ran == 2);
  CHECK(pool.TrySubmit(job));
  REQUIRE(pool.WaitIdle(Deadline::After(absl::Seconds(10))));
  CHECK(ran == 3);
}

TEST_CASE("jobs of different owners take turns") {
  WorkerPool pool({.threads = 1, .max_in_flight = 100});
  std::promise<void> release;
  REQUIRE(pool.TrySubmit([released = release.get_future().share()] { released.wait(); }, "greedy"));
  // The pool has one thread, so what it runs needs no lock.
  std::string order;
  for (int i = 0; i < 4; ++i) REQUIRE(pool.TrySubmit([&order] { order += "g"; }, "greedy"));
  REQUIRE(pool.TrySubmit([&order] { order += "q"; }, "quiet"));
  release.set_value();
  REQUIRE(pool.WaitIdle(Deadline::After(absl::Seconds(10))));
  CHECK((order == "gqggg" || order == "qgggg"));
}

TEST_CASE("a pool that goes runs what it admitted") {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool({.threads = 2, .max_in_flight = 100});
    for (int i = 0; i < 100; ++i) CHECK(pool.TrySubmit([&ran] { ++ran; }));
  }
  CHECK(ran == 100);
}

TEST_CASE("waiting for a busy pool ends at the deadline") {
  std::promise<void> release;
  WorkerPool pool({.threads = 1, .max_in_flight = 1});
  CHECK(pool.TrySubmit([&release] { release.get_future().wait(); }));
  CHECK_FALSE(pool.WaitIdle(Deadline::After(absl::Milliseconds(20))));
  release.set_value();
}

}  // namespace
}  // namespace keys::rpc
