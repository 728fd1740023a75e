#include "common/id/id.h"

#include <catch2/catch.hpp>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace keys {
namespace {

TEST_CASE("a version 7 id begins with the clock's milliseconds (RFC 9562, appendix A.6)") {
  FakeClock clock(absl::FromUnixMillis(0x017F22E279B0));
  const std::string id = UuidV7Source(clock).NewUuid();
  CHECK(IsUuid(id));
  CHECK(id.substr(0, 15) == "017f22e2-79b0-7");
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
}

TEST_CASE("ids rise within one millisecond, past the counter's end and when time runs back") {
  FakeClock clock;
  UuidV7Source source(clock);
  std::string last = source.NewUuid();
  for (int i = 0; i < 10'000; ++i) {
    if (i == 5'000) clock.Advance(-absl::Hours(1));
    std::string next = source.NewUuid();
    REQUIRE(last < next);
    last = std::move(next);
  }
  clock.Advance(absl::Hours(2));
  CHECK(last < source.NewUuid());
}

TEST_CASE("threads never share an id") {
  SystemClock clock;
  UuidV7Source source(clock);
  std::set<std::string> seen;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::vector<std::string> made;
      for (int i = 0; i < 2'000; ++i) made.push_back(source.NewUuid());
      const std::lock_guard<std::mutex> lock(mutex);
      seen.insert(made.begin(), made.end());
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(seen.size() == 8'000);
}

TEST_CASE("a test's ids count up") {
  SequenceIdSource source;
  CHECK(source.NewUuid() == "00000000-0000-7000-8000-000000000001");
  CHECK(source.NewUuid() == "00000000-0000-7000-8000-000000000002");
}

TEST_CASE("a UUID has one shape and is kept in lower case") {
  CHECK(NormalizeUuid("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11").value() ==
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  for (const char* text :
       {"", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111",
        "a0eebc99x9c0b-4ef8-bb6d-6bb9bd380a11"}) {
    INFO(text);
    CHECK_FALSE(IsUuid(text));
    CHECK_FALSE(NormalizeUuid(text).has_value());
  }
}

}  // namespace
}  // namespace keys
