#include "services/analytics/month_keeper.h"

#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/log/log.h"

namespace keys::analytics {

void MonthKeeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void MonthKeeper::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::CivilMonth MonthKeeper::ThisMonth() const {
  return absl::ToCivilMonth(clock_.Now(), absl::UTCTimeZone());
}

absl::Status MonthKeeper::EnsureMonths(Deadline deadline) {
  const absl::CivilMonth now = ThisMonth();
  for (int ahead = 0; ahead <= kMonthsAhead; ++ahead) {
    RETURN_IF_ERROR(store_.EnsureMonth(now + ahead, deadline).status());
  }
  return absl::OkStatus();
}

absl::Status MonthKeeper::DropOldMonths(Deadline deadline) {
  const absl::Time before = absl::FromCivil(ThisMonth() - months_, absl::UTCTimeZone());
  for (bool dropped = true; dropped;) {
    ASSIGN_OR_RETURN(dropped, store_.DropMonth(before, deadline));
  }
  for (int64_t rows = 1; rows > 0;) {
    ASSIGN_OR_RETURN(rows, store_.ForgetStep(before, deadline));
  }
  return absl::OkStatus();
}

void MonthKeeper::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const absl::Status status = EnsureMonths(Deadline::After(absl::Seconds(30)));
    if (!status.ok()) log::Warning("analytics.months_not_made", {{"why", MessageOf(status)}});
    const absl::Status dropped = DropOldMonths(Deadline::After(absl::Seconds(30)));
    if (!dropped.ok()) log::Warning("analytics.months_not_dropped", {{"why", MessageOf(dropped)}});
    lock.lock();
    wake_.wait_for(lock, absl::ToChronoSeconds(status.ok() ? kLookEvery : absl::Seconds(5)),
                   [this] { return stopping_; });
  }
}

}  // namespace keys::analytics
