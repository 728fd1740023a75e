#include "gateway/server/send_allowance.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>

namespace keys::gateway {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Moment = SendAllowance::Moment;

constexpr int64_t kKiB = 1024;

// A client whose machine has a buffer and whose program reads from it at a rate, in bursts; a line
// with a delay and no other limit than TCP's start would set. In steps of a millisecond.
struct World {
  int64_t buffer = 4096 * kKiB;
  int64_t bytes_per_second = 1'000'000;
  milliseconds burst_every{1};
  milliseconds one_way{0};
  // What the machine does not offer any more though it is free.
  int64_t withheld = 0;

  Moment now{};
  SendAllowance allowance{Moment{}};
  int64_t given = 0;
  int64_t confirmed = 0;
  int64_t arrived = 0;
  int64_t read = 0;
  int64_t may_read = 0;
  int64_t window = 4096 * kKiB;
  int64_t most_ahead = 0;
  struct Event {
    Moment at;
    int64_t bytes;
    int64_t window;
  };
  std::deque<Event> to_client;
  std::deque<Event> to_us;

  int64_t unread() const { return arrived - read; }
  void Step() {
    now += milliseconds(1);
    while (!to_client.empty() && to_client.front().at <= now) {
      arrived += to_client.front().bytes;
      to_client.pop_front();
    }
    may_read += bytes_per_second / 1000;
    if ((now.time_since_epoch() / milliseconds(1)) % burst_every.count() == 0) {
      const int64_t bytes = std::min(may_read, unread());
      read += bytes;
      may_read = bytes == unread() + bytes ? 0 : std::min<int64_t>(may_read - bytes, 0);
    }
    to_us.push_back({now + one_way, arrived, std::max<int64_t>(0, buffer - unread() - withheld)});
    while (!to_us.empty() && to_us.front().at <= now) {
      confirmed = to_us.front().bytes;
      window = to_us.front().window;
      to_us.pop_front();
    }
    const int64_t room = allowance.Room(
        {.unconfirmed = given - confirmed, .window = window, .round_trip = 2 * one_way}, now);
    const int64_t bytes = std::min(room, window - (given - confirmed));
    if (bytes > 0) {
      given += bytes;
      to_client.push_back({now + one_way, bytes, 0});
      allowance.Gave(bytes, now);
    }
    most_ahead = std::max(most_ahead, given - read);
  }
  void Run(milliseconds duration) {
    for (const Moment until = now + duration; now < until;) Step();
  }
};

TEST_CASE("a client that reads slowly is never far behind, and reads as fast as it likes") {
  for (const int64_t rate : {50'000, 200'000, 1'000'000, 3'000'000}) {
    for (const int burst : {1, 20, 100}) {
      for (const int one_way : {0, 20}) {
        INFO(rate << " bytes/s each " << burst << " ms over " << one_way << " ms");
        World world{.bytes_per_second = rate,
                    .burst_every = milliseconds(burst),
                    .one_way = milliseconds(one_way)};
        world.Run(seconds(2));
        world.most_ahead = 0;
        world.Run(seconds(8));
        const int64_t half_a_second =
            std::max(rate / 2, SendAllowance::kLeast + SendAllowance::kPiece);
        CHECK(world.most_ahead <= half_a_second);
        CHECK(world.read >= rate * 9);
      }
    }
  }
}

TEST_CASE("a fast client is held up by nothing but its own buffer and the line") {
  for (const int one_way : {0, 5, 25, 150}) {
    INFO(one_way << " ms there");
    World world{.bytes_per_second = 10'000'000'000, .one_way = milliseconds(one_way)};
    world.Run(seconds(1));
    // As much as its buffer takes, each time round.
    const int64_t begun = world.read;
    world.Run(seconds(4));
    const int64_t rounds = 4000 / (2 * one_way + 1);
    CHECK(world.read - begun >= (rounds - 2) * world.buffer * 9 / 10);
  }
}

TEST_CASE("a client that becomes slow is soon given little, one that becomes fast much") {
  World world{.bytes_per_second = 10'000'000, .one_way = milliseconds(5)};
  world.Run(seconds(2));
  world.bytes_per_second = 100'000;
  world.Run(seconds(20));
  world.most_ahead = 0;
  world.Run(seconds(5));
  CHECK(world.most_ahead <= 50 * kKiB);
  world.bytes_per_second = 10'000'000;
  world.Run(seconds(1));
  const int64_t begun = world.read;
  world.Run(seconds(1));
  CHECK(world.read - begun >= 9'900'000);
}

TEST_CASE("a client that stops reading is given what everybody has, and goes on at once") {
  World world{.bytes_per_second = 5'000'000};
  world.Run(seconds(2));
  world.bytes_per_second = 0;
  world.Run(milliseconds(1900));
  CHECK(world.given - world.read <= 1024 * kKiB);
  world.bytes_per_second = 5'000'000;
  const int64_t begun = world.read;
  world.Run(seconds(2));
  CHECK(world.read - begun >= 9'000'000);
}

TEST_CASE("a window that stays narrow for good does not stop a stream") {
  World world{.bytes_per_second = 1'000'000};
  world.Run(seconds(2));
  world.withheld = 4000 * kKiB;
  world.Run(seconds(5));
  const int64_t begun = world.read;
  world.Run(seconds(2));
  CHECK(world.read - begun >= 1'500'000);
}

TEST_CASE("nothing small is given, and nothing at all beyond what is allowed") {
  SendAllowance allowance(Moment{});
  const SendView view{.window = 64 * kKiB};
  const int64_t first = allowance.Room(view, Moment{});
  CHECK(first == 2 * SendAllowance::kLeast);
  allowance.Gave(first - SendAllowance::kPiece + 1, Moment{});
  CHECK(allowance.Room({.unconfirmed = first - SendAllowance::kPiece + 1, .window = 64 * kKiB},
                       Moment{} + milliseconds(1)) == 0);
}

}  // namespace
}  // namespace keys::gateway
