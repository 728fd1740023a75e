// Makes the partitions of this month and the next ones before an event needs them, and drops those
// that are older than events are kept.
//
// Looks at start and then each kLookEvery. A month that cannot be made is logged and tried again,
// and its events wait in the default partition meanwhile; a month that cannot be dropped, because
// somebody reads it, is dropped later. Several processes may do this at once. Thread-safe.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/time/clock.h"
#include "services/analytics/analytics_store.h"

namespace keys::analytics {

inline constexpr int kMonthsAhead = 2;
inline constexpr absl::Duration kLookEvery = absl::Minutes(10);
// Popularity reads ninety days of events.
inline constexpr int kLeastMonthsKept = 4;

class MonthKeeper {
 public:
  // Events are kept for `months` whole months before the current one.
  MonthKeeper(AnalyticsStore& store, const Clock& clock, int months)
      : store_(store), clock_(clock), months_(months) {}
  ~MonthKeeper() { Stop(); }
  MonthKeeper(const MonthKeeper&) = delete;
  MonthKeeper& operator=(const MonthKeeper&) = delete;

  void Start();
  void Stop();

  // Makes the partitions of this month and of kMonthsAhead more, in UTC.
  absl::Status EnsureMonths(Deadline deadline);
  // Drops what is older than events are kept, until nothing is left or the time is over.
  absl::Status DropOldMonths(Deadline deadline);

 private:
  absl::CivilMonth ThisMonth() const;
  void Run();

  AnalyticsStore& store_;
  const Clock& clock_;
  const int months_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::analytics
