#include "gateway/load_limit.h"

#include <catch2/catch.hpp>
#include <deque>

namespace keys::gateway {
namespace {

using std::chrono::milliseconds;

// A process that answers one call every `service` milliseconds, in turn, and gets one every
// `arrival` (a fraction of that): played for `length` milliseconds without a clock.
struct Played {
  int answered = 0;
  int refused = 0;
  double longest_wait = 0;
};

Played Play(double service, double arrival, double length) {
  LoadLimit limit;
  Played played;
  std::deque<double> waiting;
  double free_at = 0;
  const auto at = [](double ms) {
    return LoadLimit::Time(std::chrono::duration_cast<LoadLimit::Time::duration>(
        std::chrono::duration<double, std::milli>(ms + 1e6)));
  };
  const auto answer_until = [&](double now) {
    while (!waiting.empty() && std::max(free_at, waiting.front()) + service <= now) {
      const double came = waiting.front();
      waiting.pop_front();
      free_at = std::max(free_at, came) + service;
      // The limit grows in the first seconds.
      if (came > length / 2) played.longest_wait = std::max(played.longest_wait, free_at - came);
      ++played.answered;
      limit.End(at(free_at));
    }
  };
  for (double now = 0; now < length; now += arrival) {
    answer_until(now);
    if (limit.Begin(at(now))) {
      waiting.push_back(now);
    } else {
      ++played.refused;
    }
  }
  return played;
}

TEST_CASE(
    "four times what a process can do is refused beyond what it can do, and nobody waits long") {
  const Played played = Play(1.0, 0.25, 5000);
  CHECK(played.answered > 0.98 * 5000);
  CHECK(played.refused > 0.70 * 20'000);
  CHECK(played.longest_wait < 250);
}

TEST_CASE("what a process can do is never refused") {
  CHECK(Play(1.0, 1.1, 5000).refused == 0);
  CHECK(Play(0.1, 0.11, 2000).refused == 0);
  CHECK(Play(50, 60, 20'000).refused == 0);
}

TEST_CASE(
    "a process that answers nothing is asked no more than always, and again when it answers") {
  LoadLimit limit(3);
  LoadLimit::Time now{std::chrono::hours(1)};
  for (int i = 0; i < 3; ++i) CHECK(limit.Begin(now));
  now += milliseconds(5000);
  CHECK_FALSE(limit.Begin(now));
  limit.End(now);
  CHECK(limit.Begin(now));
  CHECK_FALSE(limit.Begin(now));
  // Answers that are older than 100 ms no longer raise the limit.
  for (int i = 0; i < 50; ++i) {
    limit.End(now);
    CHECK(limit.Begin(now));
  }
  now += milliseconds(1000);
  CHECK_FALSE(limit.Begin(now));
}

}  // namespace
}  // namespace keys::gateway
