#include "gateway/load_limit.h"

#include <algorithm>

namespace keys::gateway {

void LoadLimit::TurnTo(Time now) {
  const int64_t period = now.time_since_epoch() / kLongestWait;
  if (period <= period_) return;
  ended_in_last_ = period == period_ + 1 ? ended_in_this_ : 0;
  ended_in_this_ = 0;
  period_ = period;
}

bool LoadLimit::Begin(Time now) {
  const std::lock_guard lock(mutex_);
  TurnTo(now);
  if (under_way_ >= std::max({always_, ended_in_last_, ended_in_this_})) return false;
  ++under_way_;
  return true;
}

void LoadLimit::End(Time now) {
  const std::lock_guard lock(mutex_);
  TurnTo(now);
  --under_way_;
  ++ended_in_this_;
}

}  // namespace keys::gateway
