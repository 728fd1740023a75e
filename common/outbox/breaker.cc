#include "common/outbox/breaker.h"

#include <algorithm>

namespace keys::outbox {

Breaker::Pass Breaker::Admit() {
  absl::MutexLock lock(&mutex_);
  if (!shut_until_.has_value()) return Pass::kYes;
  if (probing_ || !shut_until_->Expired()) return Pass::kNo;
  probing_ = true;
  return Pass::kProbe;
}

bool Breaker::Learn(bool reached) {
  absl::MutexLock lock(&mutex_);
  probing_ = false;
  const bool was_open = shut_until_.has_value();
  if (reached) {
    failures_ = 0;
    pause_ = absl::ZeroDuration();
    shut_until_.reset();
    return was_open;
  }
  if (++failures_ < options_.failures && !was_open) return false;
  pause_ = pause_ == absl::ZeroDuration() ? options_.first_pause
                                          : std::min(pause_ * 2, options_.longest_pause);
  shut_until_ = Deadline::After(pause_);
  return false;
}

void Breaker::Forget() {
  absl::MutexLock lock(&mutex_);
  probing_ = false;
}

bool Breaker::open() const {
  absl::MutexLock lock(&mutex_);
  return shut_until_.has_value();
}

}  // namespace keys::outbox
