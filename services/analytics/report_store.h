// The SQL of reports. Counts of events come from marketplace_analytics_quarters, in which the
// transaction that stores an event counts it. Persons are counted from the events themselves.
//
// Errors as in common/pg/error.h. Thread-safe.
#pragma once

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/pool.h"
#include "services/analytics/report_statements.h"

namespace keys::analytics {

// The most names in one answer of CountKeys.
inline constexpr int kMostKeyNames = 10'000;

// The half-open span [from, to).
struct TimeSpan {
  absl::Time from;
  absl::Time to;
};
// Returns the whole quarters of an hour in a span. When there is none, the result is empty and lies
// at the span's end.
TimeSpan QuartersIn(const TimeSpan& span);

class ReportStore {
 public:
  explicit ReportStore(pg::Pool& pool) : pool_(pool) {}

  // `starts` has the starts of the periods that make up the span. Periods are numbered from 1.
  absl::StatusOr<std::vector<EventsRow>> CountEvents(const TimeSpan& span,
                                                     const std::vector<absl::Time>& starts,
                                                     Deadline deadline);
  absl::StatusOr<std::vector<PersonsRow>> CountPersons(const TimeSpan& span,
                                                       const std::vector<absl::Time>& starts,
                                                       Deadline deadline);
  absl::StatusOr<std::vector<CohortCountRow>> CountCohorts(const TimeSpan& span,
                                                           const std::vector<absl::Time>& starts,
                                                           Deadline deadline);
  absl::StatusOr<std::vector<KeyCountRow>> CountKeys(const TimeSpan& span, Deadline deadline);

 private:
  pg::Pool& pool_;
};

}  // namespace keys::analytics
