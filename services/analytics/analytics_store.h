// All SQL of analytics: events by month, the ids that were seen, and the counts made of them.
//
// Errors as in common/pg/error.h. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/pg/pool.h"
#include "keys/analytics/v1/analytics.pb.h"
#include "keys/event/v1/facts.pb.h"

namespace keys::analytics {

class AnalyticsStore {
 public:
  explicit AnalyticsStore(pg::Pool& pool) : pool_(pool) {}

  // Stores in one statement, all or none, the events whose id was not seen before, and returns
  // their number. The events must have been checked (domain/event_rules.h).
  absl::StatusOr<int64_t> Insert(const std::vector<const event::v1::AnalyticsEvent*>& events,
                                 absl::Time now, Deadline deadline);

  absl::StatusOr<v1::GetPopularityResponse> GetPopularity(absl::Time since, Deadline deadline);

  // Returns true when the month's partition was made now.
  absl::StatusOr<bool> EnsureMonth(absl::CivilMonth month, Deadline deadline);

  // Drops the oldest month that ended by `before`. Returns false when there is none.
  absl::StatusOr<bool> DropMonth(absl::Time before, Deadline deadline);
  // Deletes some of what is kept of events before that moment outside of months: late events and
  // ids. Returns the number of rows, 0 when none is left.
  absl::StatusOr<int64_t> ForgetStep(absl::Time before, Deadline deadline);

 private:
  pg::Pool& pool_;
};

}  // namespace keys::analytics
