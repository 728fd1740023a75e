// The SQL of reports. Whatever does not ask for persons comes from marketplace_analytics_quarters,
// which every event is counted in by the transaction that stores it; persons are counted in the
// events.
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

// Names that one answer of CountKeys has.
inline constexpr int kMostKeyNames = 10'000;

// [from, to).
struct TimeSpan {
  absl::Time from;
  absl::Time to;
};
// The whole quarters of an hour in a span; empty and at its end when there is none.
TimeSpan QuartersIn(const TimeSpan& span);

class ReportStore {
 public:
  explicit ReportStore(pg::Pool& pool) : pool_(pool) {}

  // `starts` are those of the periods that make up the span; periods are numbered from 1.
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
