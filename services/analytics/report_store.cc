#include "services/analytics/report_store.h"

#include "common/base/status_macros.h"

namespace keys::analytics {
namespace {

constexpr absl::Duration kQuarter = absl::Minutes(15);

absl::Time Floor(absl::Time time) {
  return absl::UnixEpoch() + absl::Floor(time - absl::UnixEpoch(), kQuarter);
}

}  // namespace

TimeSpan QuartersIn(const TimeSpan& span) {
  const absl::Time floor = Floor(span.from);
  const absl::Time first = floor < span.from ? floor + kQuarter : floor;
  const absl::Time end = Floor(span.to);
  return first < end ? TimeSpan{first, end} : TimeSpan{span.to, span.to};
}

absl::StatusOr<std::vector<EventsRow>> ReportStore::CountEvents(
    const TimeSpan& span, const std::vector<absl::Time>& starts, Deadline deadline) {
  const TimeSpan whole = QuartersIn(span);
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  return db.Query<EventsRow>(kCountEvents, span.from, span.to, whole.from, whole.to, starts);
}

absl::StatusOr<std::vector<PersonsRow>> ReportStore::CountPersons(
    const TimeSpan& span, const std::vector<absl::Time>& starts, Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  return db.Query<PersonsRow>(kCountPersons, span.from, span.to, starts);
}

absl::StatusOr<std::vector<CohortCountRow>> ReportStore::CountCohorts(
    const TimeSpan& span, const std::vector<absl::Time>& starts, Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  return db.Query<CohortCountRow>(kCountCohorts, span.from, span.to, starts);
}

absl::StatusOr<std::vector<KeyCountRow>> ReportStore::CountKeys(const TimeSpan& span,
                                                                Deadline deadline) {
  const TimeSpan whole = QuartersIn(span);
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(deadline));
  return db.Query<KeyCountRow>(kCountKeys, span.from, span.to, whole.from, whole.to,
                               int64_t{kMostKeyNames});
}

}  // namespace keys::analytics
