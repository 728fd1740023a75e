// OpenTransfers::Leave decides whether a transfer may go on.
#include <utility>

#include "common/error/error.h"
#include "gateway/endpoints/open_transfers.h"

namespace keys::gateway {

absl::Status OpenTransfers::Leave::Check() const {
  if (revoked_) {
    return error::Make(error::Reason::LINK_REVOKED, "The access this link was made for has ended.");
  }
  if (Age() > absl::ToChronoNanoseconds(kYesHolds) && !Waits()) {
    return error::Make(error::Reason::UNAVAILABLE,
                       "Whether you still have access could not be decided; try again.");
  }
  return absl::OkStatus();
}

bool OpenTransfers::Leave::Waits() const {
  const auto age = Age();
  return !revoked_ && absent_ && age > absl::ToChronoNanoseconds(kYesHolds) &&
         age <= absl::ToChronoNanoseconds(kRestartHolds);
}

std::chrono::steady_clock::duration OpenTransfers::Leave::Age() const {
  return std::chrono::steady_clock::now() - yes_of_.load();
}

int64_t OpenTransfers::Leave::Subscribe(std::function<void()> over) const {
  {
    std::lock_guard lock(mutex_);
    if (!revoked_) {
      subscribers_.emplace(++subscriptions_, std::move(over));
      return subscriptions_;
    }
  }
  over();
  return 0;
}

void OpenTransfers::Leave::Unsubscribe(int64_t subscription) const {
  std::lock_guard lock(mutex_);
  subscribers_.erase(subscription);
}

void OpenTransfers::Leave::Confirm(Moment asked_at) {
  Moment known = yes_of_;
  while (known < asked_at && !yes_of_.compare_exchange_weak(known, asked_at)) {
  }
  absent_ = false;
}

bool OpenTransfers::Leave::Revoke() {
  {
    std::lock_guard lock(mutex_);
    if (revoked_.exchange(true)) return false;
  }
  TellSubscribers();
  return true;
}

void OpenTransfers::Leave::TellSubscribers() const {
  std::map<int64_t, std::function<void()>> subscribers;
  {
    std::lock_guard lock(mutex_);
    subscribers = subscribers_;
  }
  for (const auto& [id, over] : subscribers) over();
}

}  // namespace keys::gateway
