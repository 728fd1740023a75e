#include "common/report/span.h"

#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "common/report/zone_names.h"
#include "common/time/rfc3339.h"

namespace keys::report {
namespace {

absl::Time At(const char* text) { return ParseRfc3339(text).value(); }
const absl::Time kNow = At("2026-11-23T18:20:00Z");

std::vector<Period> Days(const char* from, const char* to, const char* tz) {
  return DaysOf(ReadSpan({from, to, tz}, kNow).value());
}
double HoursOf(const Period& period) { return absl::ToDoubleHours(period.end - period.start); }

// Returns each refusal as "?from OUT_OF_RANGE", joined into one text.
std::string Refusal(const SpanInput& input) {
  const auto span = ReadSpan(input, kNow);
  if (span.ok()) return "none";
  std::string all;
  const auto detail = error::DetailOf(span.status());
  for (const auto& violation : detail->violations()) {
    all += violation.pointer() + " " + violation.code() + ";";
  }
  return all;
}

TEST_CASE("without anything said it is about the last 30 days, today among them") {
  const Span span = ReadSpan({}, kNow).value();
  CHECK(span.from == At("2026-10-25T00:00:00Z"));
  CHECK(span.to == At("2026-11-24T00:00:00Z"));
  const auto days = DaysOf(span);
  REQUIRE(days.size() == 30);
  CHECK(days.back().name == "2026-11-23");
  // In Auckland it is Tuesday already.
  CHECK(DaysOf(ReadSpan({.tz = "Pacific/Auckland"}, kNow).value()).back().name == "2026-11-24");
}

TEST_CASE("a day in which the clocks are turned has 23 or 25 hours, or half of one more") {
  CHECK(HoursOf(Days("2026-10-25", "2026-10-26", "Europe/Berlin").front()) == 25);
  CHECK(HoursOf(Days("2026-03-29", "2026-03-30", "Europe/Berlin").front()) == 23);
  CHECK(HoursOf(Days("2026-04-05", "2026-04-06", "Australia/Lord_Howe").front()) == 24.5);
  // Cairo turns its clocks at midnight, so this day begins at one.
  const auto cairo = Days("2026-04-24", "2026-04-25", "Africa/Cairo");
  CHECK(HoursOf(cairo.front()) == 23);
  CHECK(cairo.front().start == At("2026-04-23T22:00:00Z"));
  // In Havana midnight comes twice on this day, which begins with the first.
  CHECK(HoursOf(Days("2025-11-02", "2025-11-03", "America/Havana").front()) == 25);
  CHECK(Days("2026-11-01", "2026-11-02", "Asia/Kathmandu").front().start ==
        At("2026-10-31T18:15:00Z"));
}

TEST_CASE("a day that never was is no period") {
  const auto days = Days("2011-12-29", "2012-01-01", "Pacific/Apia");
  REQUIRE(days.size() == 2);
  CHECK(days[0].name == "2011-12-29");
  CHECK(days[1].name == "2011-12-31");
  CHECK(days[0].end == days[1].start);
}

TEST_CASE(
    "instants cut the first and the last day, and rows of the same microsecond stay together") {
  const auto days = Days("2026-11-01T10:07:00+01:00", "2026-11-03T00:00:00.0000001Z", "UTC");
  REQUIRE(days.size() == 3);
  CHECK(days[0].start == At("2026-11-01T09:07:00Z"));
  CHECK(days[0].name == "2026-11-01");
  CHECK(days[2].end - days[2].start == absl::Microseconds(1));
}

TEST_CASE("weeks begin on Monday, months on their first day, and both are cut by the span") {
  const Span span = ReadSpan({"2026-10-29", "2026-11-10", "America/New_York"}, kNow).value();
  const auto weeks = WeeksOf(span);
  REQUIRE(weeks.size() == 3);
  CHECK(weeks[0].name == "2026-10-26");
  CHECK(weeks[0].start == span.from);
  // New York turned its clocks on 1 November.
  CHECK(HoursOf(weeks[1]) == 24 * 7);
  CHECK(weeks[1].start == At("2026-11-02T05:00:00Z"));
  const auto months = MonthsOf(span);
  REQUIRE(months.size() == 2);
  CHECK(months[0].name == "2026-10-01");
  CHECK(months[1].end == span.to);
}

TEST_CASE("in every zone the days of a year are gapless and begin at a quarter of an hour") {
  int zones = 0;
  for (const char* tz :
       {"UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu",
        "Pacific/Chatham", "Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca",
        "America/Havana", "Asia/Beirut", "Pacific/Kiritimati", "Antarctica/Troll"}) {
    INFO(tz);
    const Span span = ReadSpan({"2026-01-01", "2027-01-01", tz}, kNow).value();
    const auto days = DaysOf(span);
    CHECK(days.size() == 365);
    CHECK(days.front().start == span.from);
    CHECK(days.back().end == span.to);
    for (std::size_t i = 1; i < days.size(); ++i) {
      CHECK(days[i].start == days[i - 1].end);
      CHECK(absl::ToUnixSeconds(days[i].start) % 900 == 0);
    }
    ++zones;
  }
  CHECK(zones == 13);
}

TEST_CASE("what is no span is refused with its pointer") {
  CHECK(Refusal({.from = "yesterday"}) == "?from INVALID;");
  CHECK(Refusal({.from = "2026-02-30"}) == "?from INVALID;");
  CHECK(Refusal({.from = "2026-11-01T00:00:00", .to = "2026-1-1"}) == "?from INVALID;?to INVALID;");
  CHECK(Refusal({.from = "1969-12-31T23:59:59Z"}) == "?from INVALID;");
  CHECK(Refusal({.from = "2026-11-02", .to = "2026-11-02"}) == "?to OUT_OF_RANGE;");
  CHECK(Refusal({.from = "2027-11-02"}) == "?from OUT_OF_RANGE;");
  CHECK(Refusal({.from = "2026-01-01", .to = "2027-01-02"}) == "none");
  CHECK(Refusal({.from = "2026-01-01", .to = "2027-01-03"}) == "?from OUT_OF_RANGE;");
  for (const char* tz : {"", "utc", "Mars/Olympus", "../../../etc/passwd", "/etc/localtime",
                         "localtime", "Fixed/UTC+05:45:00", "+01:00", "CET ", "Factory"}) {
    INFO(tz);
    CHECK(Refusal({.tz = tz}) == "?tz UNKNOWN_WORD;");
  }
}

TEST_CASE("names of the list are zones of this machine") {
  for (const char* tz :
       {"Africa/Abidjan", "US/Pacific", "Zulu", "Asia/Kolkata", "America/Argentina/Ushuaia"}) {
    INFO(tz);
    absl::TimeZone zone;
    CHECK(IsZoneName(tz));
    CHECK(absl::LoadTimeZone(tz, &zone));
  }
}

}  // namespace
}  // namespace keys::report
