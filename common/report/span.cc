#include "common/report/span.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/report/zone_names.h"
#include "common/time/rfc3339.h"

namespace keys::report {
namespace {

using absl::CivilDay;
using absl::CivilMonth;
using error::MakeViolation;
using error::Violation;

// If the clocks skip midnight, FromCivil returns the moment they were turned. If midnight comes
// twice, it returns the first.
absl::Time StartOf(CivilDay day, const absl::TimeZone& zone) { return absl::FromCivil(day, zone); }

// Rows have microseconds, so the span selects the same rows after both ends are raised to the next
// whole one.
absl::Time RaisedToMicrosecond(absl::Time time) {
  const absl::Time floor = absl::FromUnixMicros(absl::ToUnixMicros(time));
  return floor < time ? floor + absl::Microseconds(1) : floor;
}

std::optional<CivilDay> ParseDate(const std::string& text) {
  CivilDay day;
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                      text.find_first_not_of("0123456789-") == std::string::npos;
  // absl normalises dates such as 30 February, which must be refused instead.
  if (!shaped || !absl::ParseCivilTime(text, &day) || absl::FormatCivilTime(day) != text ||
      day.year() < 1970) {
    return std::nullopt;
  }
  return day;
}

absl::Time ReadEnd(const char* pointer, const std::string& text, const absl::TimeZone& zone,
                   std::vector<Violation>& violations) {
  if (const auto day = ParseDate(text)) return StartOf(*day, zone);
  const auto instant = ParseRfc3339(text);
  if (instant.ok() && *instant >= absl::UnixEpoch()) return RaisedToMicrosecond(*instant);
  violations.push_back(MakeViolation(
      pointer, "INVALID", "Give a date such as 2026-11-23, or an RFC 3339 time with its offset."));
  return absl::UnixEpoch();
}

absl::TimeZone ReadZone(const std::string& name, std::vector<Violation>& violations) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!IsZoneName(name) || !absl::LoadTimeZone(name, &zone)) {
    violations.push_back(MakeViolation(
        "?tz", "UNKNOWN_WORD", "Give the IANA name of a time zone, such as Europe/Berlin."));
  }
  return zone;
}

CivilDay DayOf(absl::Time time, const absl::TimeZone& zone) { return absl::ToCivilDay(time, zone); }

CivilDay MondayOf(CivilDay day) { return absl::PrevWeekday(day + 1, absl::Weekday::monday); }

template <typename First, typename Next>
std::vector<Period> Cut(const Span& span, First first, Next next) {
  std::vector<Period> periods;
  for (CivilDay day = first(DayOf(span.from, span.zone)); StartOf(day, span.zone) < span.to;
       day = next(day)) {
    const absl::Time start = std::max(span.from, StartOf(day, span.zone));
    const absl::Time end = std::min(span.to, StartOf(next(day), span.zone));
    if (start < end) periods.push_back({absl::FormatCivilTime(day), start, end});
  }
  return periods;
}

}  // namespace

absl::StatusOr<Span> ReadSpan(const SpanInput& input, absl::Time now) {
  std::vector<Violation> violations;
  Span span;
  span.tz = input.tz.value_or("UTC");
  span.zone = ReadZone(span.tz, violations);
  if (input.from) span.from = ReadEnd("?from", *input.from, span.zone, violations);
  span.to = input.to ? ReadEnd("?to", *input.to, span.zone, violations)
                     : StartOf(DayOf(now, span.zone) + 1, span.zone);
  // A span that ends within a day contains a part of that day.
  const CivilDay last = DayOf(span.to - absl::Microseconds(1), span.zone);
  if (!input.from) span.from = StartOf(last - (kDefaultReportDays - 1), span.zone);
  if (violations.empty() && span.from >= span.to) {
    violations.push_back(MakeViolation(input.to ? "?to" : "?from", "OUT_OF_RANGE",
                                       "The end must be later than the start."));
  }
  if (violations.empty() && last - DayOf(span.from, span.zone) >= kMostReportDays) {
    violations.push_back(
        MakeViolation("?from", "OUT_OF_RANGE",
                      absl::StrFormat("A report is about at most %d days.", kMostReportDays)));
  }
  if (absl::Status status = error::Invalid(std::move(violations)); !status.ok()) return status;
  return span;
}

std::vector<Period> DaysOf(const Span& span) {
  return Cut(
      span, [](CivilDay day) { return day; }, [](CivilDay day) { return day + 1; });
}

std::vector<Period> WeeksOf(const Span& span) {
  return Cut(span, MondayOf, [](CivilDay day) { return day + 7; });
}

std::vector<Period> MonthsOf(const Span& span) {
  return Cut(
      span, [](CivilDay day) { return CivilDay(CivilMonth(day)); },
      [](CivilDay day) { return CivilDay(CivilMonth(day) + 1); });
}

std::vector<absl::Time> StartsOf(const std::vector<Period>& periods) {
  std::vector<absl::Time> starts;
  starts.reserve(periods.size());
  for (const Period& period : periods) starts.push_back(period.start);
  return starts;
}

}  // namespace keys::report
