// Makes the partitions of this month and the next ones before an event needs them.
//
// Looks at start and then each kLookEvery; a month that cannot be made is logged and tried again,
// and its events wait in the default partition meanwhile. Thread-safe.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "common/time/clock.h"
#include "services/analytics/analytics_store.h"

namespace keys::analytics {

inline constexpr int kMonthsAhead = 2;
inline constexpr absl::Duration kLookEvery = absl::Minutes(10);

class MonthKeeper {
 public:
  MonthKeeper(AnalyticsStore& store, const Clock& clock) : store_(store), clock_(clock) {}
  ~MonthKeeper() { Stop(); }
  MonthKeeper(const MonthKeeper&) = delete;
  MonthKeeper& operator=(const MonthKeeper&) = delete;

  void Start();
  void Stop();

  // Makes the partitions of this month and of kMonthsAhead more, in UTC.
  absl::Status EnsureMonths(Deadline deadline);

 private:
  void Run();

  AnalyticsStore& store_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::analytics
