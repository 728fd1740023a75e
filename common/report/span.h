// The time a report is about: a half-open span, cut into the local days, weeks or months of a zone.
//
//   ASSIGN_OR_RETURN(const Span span,
//                    ReadSpan({.from = "2026-10-01", .tz = "Europe/Berlin"}, now));
//   for (const Period& day : DaysOf(span)) …  // day.name "2026-10-25", 25 hours long
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

// The most local days in a report, each of which is a row. This is more than a year has.
inline constexpr int kMostReportDays = 366;
inline constexpr int kDefaultReportDays = 30;

// The span as the client gave it: RFC 3339 instants, or dates such as 2026-11-23, which stand for
// the start of that day in `tz`.
struct SpanInput {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::optional<std::string> tz;
};

// The half-open span [from, to) in whole microseconds, as the database's rows have them.
struct Span {
  std::string tz;
  absl::TimeZone zone;
  absl::Time from;
  absl::Time to;
};

struct Period {
  // The date on which the period begins, even if the span begins later.
  std::string name;
  // `start` and `end` are cut to the span.
  absl::Time start;
  absl::Time end;
};

// Without `to` the span ends when today does; without `from` it begins 30 local days before `to`;
// without `tz` the zone is UTC. INVALID_ARGUMENT with pointers ?from, ?to, ?tz: no time, no zone,
// an end that is not after its start, or more than kMostReportDays local days.
absl::StatusOr<Span> ReadSpan(const SpanInput& input, absl::Time now);

// The periods have no gaps, none is empty, and together they are the span.
std::vector<Period> DaysOf(const Span& span);
// Weeks begin on Monday.
std::vector<Period> WeeksOf(const Span& span);
std::vector<Period> MonthsOf(const Span& span);

// Returns the starts, for statements that sort rows by width_bucket.
std::vector<absl::Time> StartsOf(const std::vector<Period>& periods);

}  // namespace keys::report
