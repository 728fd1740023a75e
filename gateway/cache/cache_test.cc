// Tests what is kept and for how long, without gRPC and without HTTP.
#include <catch2/catch.hpp>
#include <future>

#include "gateway/cache/answer_cache.h"
#include "gateway/cache/revision_gate.h"

namespace keys::gateway {
namespace {

KeptAnswerPtr Answer(int64_t revision, size_t bytes = 10) {
  return std::make_shared<KeptAnswer>(revision, AnswerDraft{.body = std::string(bytes, 'x')}, "");
}

TEST_CASE("an answer is found at its revision and before, and gone at a later one") {
  AnswerCache cache({});
  cache.Keep("a", Answer(7));
  CHECK(cache.Find("b", 7) == nullptr);
  CHECK(cache.Find("a", 7) != nullptr);
  CHECK(cache.Find("a", 6) != nullptr);
  CHECK(cache.Find("a", 8) == nullptr);
  CHECK(cache.entries() == 0);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("an older snapshot never replaces a later one") {
  AnswerCache cache({});
  cache.Keep("a", Answer(8));
  cache.Keep("a", Answer(7));
  CHECK(cache.Find("a", 8) != nullptr);
  cache.Keep("a", Answer(9));
  CHECK(cache.Find("a", 9) != nullptr);
  CHECK(cache.entries() == 1);
}

TEST_CASE("entries and bytes stay within their limits; what was used longest ago goes first") {
  AnswerCache cache({.max_bytes = 1 << 20, .max_entries = 3});
  for (const char* key : {"a", "b", "c"}) cache.Keep(key, Answer(1));
  CHECK(cache.Find("a", 1) != nullptr);
  cache.Keep("d", Answer(1));
  CHECK(cache.entries() == 3);
  CHECK(cache.Find("b", 1) == nullptr);
  CHECK(cache.Find("a", 1) != nullptr);

  const AnswerCache::Limits small{
      .max_bytes = 40'000, .max_entries = 1000, .max_answer_bytes = 9'000};
  AnswerCache tight(small);
  for (int i = 0; i < 500; ++i) {
    tight.Keep("key " + std::to_string(i), Answer(1, static_cast<size_t>(i * 7 % 4'000)));
    REQUIRE(tight.bytes() <= small.max_bytes);
  }
  CHECK(tight.entries() > 2);
  CHECK(tight.Find("key 499", 1) != nullptr);
  tight.Keep("long", Answer(1, 9'000));
  CHECK(tight.Find("long", 1) == nullptr);
  CHECK(tight.Find("key 499", 1) != nullptr);
}

TEST_CASE("an answer is found by spellings of its address too, as long as it is kept") {
  AnswerCache cache({.max_bytes = 1 << 20, .max_entries = 2});
  cache.Keep("a", Answer(1));
  cache.Spell("a", "/a?x");
  cache.Spell("nothing", "/n");
  CHECK(cache.FindSpelled("/a?x", 1) == cache.Find("a", 1));
  CHECK(cache.FindSpelled("a", 1) == nullptr);
  CHECK(cache.FindSpelled("/n", 1) == nullptr);
  CHECK(cache.FindSpelled("/a?x", 2) == nullptr);
  CHECK(cache.bytes() == 0);
  // The number and length of spellings kept for one answer are limited, so clients cannot fill
  // memory.
  cache.Keep("b", Answer(1));
  const size_t alone = cache.bytes();
  for (int i = 0; i < 100; ++i) cache.Spell("b", "/b?" + std::to_string(i));
  cache.Spell("b", std::string(10'000, '/'));
  CHECK(cache.FindSpelled("/b?0", 1) != nullptr);
  CHECK(cache.FindSpelled("/b?99", 1) == nullptr);
  CHECK(cache.bytes() < alone + 4'000);
  // An answer that is evicted takes its spellings with it.
  cache.Keep("c", Answer(1));
  cache.Keep("d", Answer(1));
  CHECK(cache.FindSpelled("/b?0", 1) == nullptr);
  cache.Spell("c", "/c");
  cache.Clear();
  CHECK(cache.FindSpelled("/c", 1) == nullptr);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("what a change made old is dropped at once, and memory with it") {
  AnswerCache cache({});
  for (int64_t revision = 1; revision <= 10; ++revision) {
    cache.Keep(std::to_string(revision), Answer(revision));
  }
  cache.DropBelow(6);
  CHECK(cache.entries() == 5);
  cache.DropBelow(100);
  CHECK(cache.bytes() == 0);
}

TEST_CASE("nothing is current before the stream speaks, after it ended, or behind a change") {
  RevisionGate gate;
  CHECK_FALSE(gate.Current().has_value());
  CHECK_FALSE(gate.Seen().has_value());
  gate.Learn(5);
  CHECK(gate.Current() == 5);
  CHECK(gate.Seen() == 5);
  gate.Await(6, Deadline::After(absl::ZeroDuration()), [] {});
  CHECK_FALSE(gate.Current().has_value());
  CHECK(gate.Seen() == 6);
  gate.Learn(6);
  CHECK(gate.Current() == 6);
  gate.Lose();
  CHECK_FALSE(gate.Current().has_value());
  // A catalog process that has not seen the change yet does not make old copies valid again.
  gate.Learn(5);
  CHECK_FALSE(gate.Current().has_value());
  CHECK(gate.Seen() == 6);
}

// Knows whether its `then` was called.
class Told {
 public:
  std::function<void()> then() {
    return [this] { told_.set_value(); };
  }
  // Waits for a minute, which a busy machine may need. Nothing below has a deadline so near, except
  // where the deadline is what the test is about.
  bool Comes() { return CameWithin(std::chrono::minutes(1)); }
  bool HasCome() { return CameWithin(std::chrono::seconds(0)); }

 private:
  bool CameWithin(std::chrono::seconds limit) {
    return future_.wait_for(limit) == std::future_status::ready;
  }

  std::promise<void> told_;
  std::future<void> future_ = told_.get_future();
};

TEST_CASE(
    "who awaits a revision goes on when it is learnt, when time is up, or when nobody tells") {
  RevisionGate gate;
  const Deadline far = Deadline::After(absl::Hours(1));
  Told down;
  gate.Await(3, far, down.then());
  CHECK(down.Comes());

  gate.Learn(3);
  Told known;
  gate.Await(3, far, known.then());
  CHECK(known.Comes());

  Told learnt;
  gate.Await(4, far, learnt.then());
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(learnt.HasCome());
  gate.Learn(4);
  CHECK(learnt.Comes());

  Told late;
  const auto begun = std::chrono::steady_clock::now();
  gate.Await(9, Deadline::After(absl::Milliseconds(100)), late.then());
  CHECK(late.Comes());
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(100));

  Told lost;
  gate.Await(9, far, lost.then());
  CHECK_FALSE(lost.HasCome());
  gate.Lose();
  CHECK(lost.Comes());

  gate.Learn(4);
  Told stopped;
  gate.Await(10, far, stopped.then());
  CHECK_FALSE(stopped.HasCome());
  gate.Stop();
  CHECK(stopped.Comes());
  Told after;
  gate.Await(11, far, after.then());
  CHECK(after.Comes());
}

}  // namespace
}  // namespace keys::gateway
