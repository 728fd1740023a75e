#include "common/outbox/relay.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::outbox {
namespace {

constexpr absl::Duration kAcquireLimit = absl::Seconds(5);
constexpr absl::Duration kMeasureInterval = absl::Seconds(5);
// The pause between looks at a row that another relay has leased.
constexpr absl::Duration kHeldElsewherePause = absl::Milliseconds(10);
constexpr int kPruneBatch = 1000;

}  // namespace

Relay::Relay(RelayParts parts, std::vector<LaneOptions> lanes) : parts_(parts) {
  for (LaneOptions& lane : lanes) {
    lanes_.push_back(std::make_unique<Lane>(parts_, std::move(lane)));
  }
}

Relay::~Relay() { Stop(); }

void Relay::Start() {
  CHECK_THAT(!keeper_.joinable(), "a relay is started once");
  for (const auto& lane : lanes_) lane->Start();
  keeper_ = std::thread([this] { Keep(); });
}

void Relay::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (const auto& lane : lanes_) lane->Stop();
  for (const auto& lane : lanes_) lane->Join();
  if (keeper_.joinable()) keeper_.join();
}

void Relay::Nudge() {
  for (const auto& lane : lanes_) lane->Nudge();
}

absl::Status Relay::Deliver(const Delivery& delivery, Deadline deadline) {
  const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const auto& candidate) {
    return candidate->topic() == delivery.topic;
  });
  if (lane == lanes_.end()) {
    return absl::InternalError(Concat({"nobody takes the topic ", delivery.topic}));
  }
  return (*lane)->Deliver(delivery, deadline);
}

void Relay::Keep() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    mutex_.Unlock();
    if (auto db = parts_.pool.Acquire(Deadline::After(kAcquireLimit)); db.ok()) {
      const absl::Time now = parts_.clock.Now();
      for (const auto& lane : lanes_) lane->Measure(*db, now);
      const absl::Time before = now - parts_.options.keep_delivered;
      parts_.outbox.Prune(*db, before, kPruneBatch).status().IgnoreError();
    }
    mutex_.Lock();
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kMeasureInterval);
  }
}

absl::StatusOr<int> Relay::DrainOnce(Deadline deadline) {
  int accepted = 0;
  for (const auto& lane : lanes_) {
    ASSIGN_OR_RETURN(const int drained, lane->DrainOnce(deadline));
    accepted += drained;
  }
  return accepted;
}

absl::Status Relay::DrainAggregate(const std::string& aggregate, Deadline deadline) {
  while (!deadline.Expired()) {
    std::optional<Delivery> delivery;
    {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
      ASSIGN_OR_RETURN(
          delivery, parts_.outbox.ClaimOf(db, aggregate, parts_.clock.Now(), parts_.options.lease));
      if (!delivery.has_value()) {
        ASSIGN_OR_RETURN(const int64_t left, parts_.outbox.UndeliveredOf(db, aggregate));
        if (left == 0) return absl::OkStatus();
      }
    }
    if (!delivery.has_value()) {
      absl::SleepFor(std::min(kHeldElsewherePause, deadline.Remaining()));
      continue;
    }
    RETURN_IF_ERROR(Deliver(*delivery, deadline));
  }
  return absl::DeadlineExceededError("the outbox could not be drained in time");
}

}  // namespace keys::outbox
