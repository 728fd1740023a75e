#include "common/time/clock.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "common/time/deadline.h"
#include "common/time/proto_time.h"

namespace keys {
namespace {

class OffsetFile {
 public:
  OffsetFile()
      : path_(std::filesystem::temp_directory_path() /
              ("clock_offset_" + std::to_string(::getpid()))) {}
  ~OffsetFile() { std::filesystem::remove(path_); }
  void Write(const std::string& text) { std::ofstream(path_, std::ios::trunc) << text; }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// Returns true when the clock comes to differ from the machine's time by `offset` within two
// seconds.
bool ComesToBe(const Clock& clock, absl::Duration offset) {
  const Deadline deadline = Deadline::After(absl::Seconds(2));
  while (!deadline.Expired()) {
    if (absl::AbsDuration(clock.Now() - absl::Now() - offset) < absl::Seconds(5)) return true;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return false;
}

TEST_CASE("a fake clock stands still until it is moved") {
  FakeClock clock;
  const absl::Time start = clock.Now();
  CHECK(FormatRfc3339(start) == "2026-11-23T12:00:00.000Z");
  CHECK(clock.Now() == start);
  clock.Advance(absl::Hours(1));
  CHECK(clock.Now() == start + absl::Hours(1));
  clock.Set(start);
  CHECK(clock.Now() == start);
}

TEST_CASE("the offset file moves a system clock and taking it away moves it back") {
  OffsetFile file;
  SystemClock clock(file.path());
  CHECK(ComesToBe(clock, absl::ZeroDuration()));
  file.Write("3600\n");
  CHECK(ComesToBe(clock, absl::Hours(1)));
  file.Write("-86400");
  CHECK(ComesToBe(clock, -absl::Hours(24)));
  file.Write(
      "\xEF\xBB\xBF"
      "7200");  // saved by an editor that marks UTF-8
  CHECK(ComesToBe(clock, absl::Hours(2)));
  std::filesystem::remove(file.path());
  CHECK(ComesToBe(clock, absl::ZeroDuration()));
}

TEST_CASE("an offset that is no number leaves the last good one in force") {
  OffsetFile file;
  file.Write("7200");
  SystemClock clock(file.path());
  CHECK(ComesToBe(clock, absl::Hours(2)));
  file.Write("tomorrow");
  absl::SleepFor(absl::Milliseconds(150));  // longer than the clock leaves the file alone
  CHECK(ComesToBe(clock, absl::Hours(2)));
}

TEST_CASE("times have microseconds, so that Postgres gives back what it was given") {
  const absl::Time now = SystemClock().Now();
  CHECK(absl::FromUnixMicros(absl::ToUnixMicros(now)) == now);
}

TEST_CASE("a proto timestamp keeps the moment, also before 1970 and with nanoseconds") {
  const absl::Time before = absl::FromUnixSeconds(-2) + absl::Nanoseconds(5);
  CHECK(ToProto(before).seconds() == -2);
  CHECK(ToProto(before).nanos() == 5);
  CHECK(FromProto(ToProto(before)) == before);
}

TEST_CASE("a deadline counts down to zero and not further") {
  CHECK(Deadline::After(-absl::Seconds(1)).Remaining() == absl::ZeroDuration());
  CHECK(Deadline::Never().Remaining() == absl::InfiniteDuration());
  CHECK(Deadline::Never().Within(absl::Seconds(5)).Remaining() <= absl::Seconds(5));
}

}  // namespace
}  // namespace keys
