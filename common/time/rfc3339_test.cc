#include "common/time/rfc3339.h"

#include <catch2/catch.hpp>

namespace keys {
namespace {

TEST_CASE("a time is written in UTC with three digits of a second, cut and not rounded") {
  const absl::Time time = absl::FromUnixMillis(1'795'433'578'123) + absl::Microseconds(999);
  CHECK(FormatRfc3339(time) == "2026-11-23T11:32:58.123Z");
  CHECK(FormatRfc3339(absl::UnixEpoch()) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("a time is read with any offset and any number of digits up to nine") {
  const absl::Time expected = absl::FromUnixSeconds(1'795'433'578);
  for (const char* text : {"2026-11-23T11:32:58Z", "2026-11-23t11:32:58z",
                           "2026-11-23T12:32:58+01:00", "2026-11-23T06:02:58-05:30"}) {
    INFO(text);
    const auto time = ParseRfc3339(text);
    REQUIRE(time.ok());
    CHECK(*time == expected);
  }
  CHECK(ParseRfc3339("2026-11-23T11:32:58.5Z").value() == expected + absl::Milliseconds(500));
  CHECK(ParseRfc3339("2026-11-23T11:32:58.000000001Z").value() == expected + absl::Nanoseconds(1));
}

TEST_CASE("any moment from year 1 to 9999 is read and written again") {
  for (const char* text : {"0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
                           "1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"}) {
    CHECK(FormatRfc3339(ParseRfc3339(text).value()) == text);
  }
}

TEST_CASE("every day of four hundred years is written as Abseil writes it") {
  const absl::Time first = absl::FromUnixSeconds(-6'000'000'000);
  for (int day = 0; day < 400 * 366; ++day) {
    const absl::Time time = first + day * absl::Hours(24) + day * absl::Microseconds(7'654'321);
    const std::string expected =
        absl::FormatTime("%E4Y-%m-%d%ET%H:%M:%E3SZ", time, absl::UTCTimeZone());
    if (FormatRfc3339(time) != expected) FAIL(expected);
  }
  CHECK(FormatRfc3339(absl::FromUnixSeconds(253'402'300'800)) == "10000-01-01T00:00:00.000Z");
}

TEST_CASE("anything that is not strict RFC 3339 is refused") {
  for (const char* text : {"",
                           "now",
                           "infinite-future",
                           "2026-11-23",
                           "2026-11-23T11:32:58",
                           "2026-11-23 11:32:58Z",
                           " 2026-11-23T11:32:58Z",
                           "2026-11-23T11:32:58Z ",
                           "2026-11-23T11:32Z",
                           "2026-11-23T11:32:58.Z",
                           "2026-11-23T11:32:58.0000000001Z",
                           "2026-13-01T00:00:00Z",
                           "2026-02-30T00:00:00Z",
                           "2026-11-23T24:01:00Z",
                           "2026-11-23T11:32:58+1:00",
                           "12026-11-23T11:32:58Z",
                           "0000-12-31T23:59:59Z",
                           "0001-01-01T00:59:59+01:00",
                           "9999-12-31T23:00:00-01:00",
                           "2026-11-23T11:32:58+25:00"}) {
    INFO(text);
    CHECK_FALSE(ParseRfc3339(text).ok());
  }
}

}  // namespace
}  // namespace keys
