// The time a report is about: a half-open span, cut into the local days, weeks or months of a zone.
//
//   ASSIGN_OR_RETURN(const Span span, ReadSpan({.from = "2026-10-01", .tz = "Europe/Berlin"},
//   now)); for (const Period& day : DaysOf(span)) …  // day.name "2026-10-25", 25 hours long
//
// A local day begins when its date does: at the first instant that a clock on the wall shows it,
// which is not always midnight. A day that never was (Samoa's 30 December 2011) is no period. Pure
// but for the zones, which are read from the machine's database and kept; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace keys::report {

// More days than a year has: one row each.
inline constexpr int kMostReportDays = 366;
inline constexpr int kDefaultReportDays = 30;

// As the client said it: RFC 3339 instants or dates such as 2026-11-23, which begin at the start of
// that day in `tz`.
struct SpanInput {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> tz;
};

// [from, to), in whole microseconds, as rows of the database are.
struct Span {
  std::string tz;
  absl::TimeZone zone;
  absl::Time from;
  absl::Time to;
};

struct Period {
  // The date it begins with, also where the span begins later.
  std::string name;
  // Within the span.
  absl::Time start;
  absl::Time end;
};

// Without `to`: until today is over; without `from`: the 30 local days before `to`; without `tz`:
// UTC. INVALID_ARGUMENT with pointers ?from, ?to, ?tz: no time, no zone, an end that is not after
// its start, or more than kMostReportDays local days.
absl::StatusOr<Span> ReadSpan(const SpanInput& input, absl::Time now);

// Gapless and never empty: together they are the span.
std::vector<Period> DaysOf(const Span& span);
// From Monday.
std::vector<Period> WeeksOf(const Span& span);
std::vector<Period> MonthsOf(const Span& span);

// For statements that sort by width_bucket.
std::vector<absl::Time> StartsOf(const std::vector<Period>& periods);

}  // namespace keys::report
