#include "common/outbox/relay.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/log/log.h"

namespace keys::outbox {
namespace {

// How long bookkeeping in our own database may take.
constexpr absl::Duration kBookkeepingLimit = absl::Seconds(5);
// Then the backlog is measured anew.
constexpr absl::Duration kLongestScan = absl::Seconds(10);
constexpr absl::Duration kMeasureInterval = absl::Seconds(5);
// Between looks at a row that another relay holds.
constexpr absl::Duration kHeldElsewherePause = absl::Milliseconds(10);
constexpr int kPruneBatch = 1000;
constexpr size_t kLongestError = 500;

std::string ShortText(const absl::Status& status) {
  return status.ToString().substr(0, kLongestError);
}

}  // namespace

absl::Duration PauseAfter(int attempts, const RelayOptions& options) {
  absl::Duration pause = options.first_pause;
  for (int i = 1; i < attempts && pause < options.longest_pause; ++i) pause *= 2;
  return std::min(pause, options.longest_pause);
}

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      return false;
  }
}

Relay::Relay(RelayParts parts, Handler handler)
    : parts_(parts),
      handler_(std::move(handler)),
      delivered_(parts.metrics.Counter("keys_outbox_delivered_total", "Outbox rows delivered.")),
      failed_(parts.metrics.Counter("keys_outbox_failed_deliveries_total",
                                    "Deliveries of outbox rows that failed.")),
      died_(parts.metrics.Counter("keys_outbox_died_total", "Outbox rows given up.")),
      undelivered_(parts.metrics.Gauge("keys_outbox_undelivered", "Outbox rows to deliver.")),
      dead_(parts.metrics.Gauge("keys_outbox_dead", "Outbox rows given up and kept.")),
      oldest_seconds_(parts.metrics.Gauge("keys_outbox_oldest_seconds",
                                          "Age of the oldest undelivered outbox row.")) {}

Relay::~Relay() { Stop(); }

void Relay::Start() {
  CHECK_THAT(!thread_.joinable(), "a relay is started once");
  thread_ = std::thread([this] { Loop(); });
}

void Relay::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Relay::Nudge() {
  absl::MutexLock lock(&mutex_);
  nudged_ = true;
}

bool Relay::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

bool Relay::WaitForWork() {
  absl::MutexLock lock(&mutex_);
  const auto awake = [this]()
                         ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return nudged_ || stopping_; };
  mutex_.AwaitWithTimeout(absl::Condition(&awake), parts_.options.scan_interval);
  nudged_ = false;
  return !stopping_;
}

void Relay::Loop() {
  Deadline next_measure = Deadline::After(absl::ZeroDuration());
  do {
    const auto drained = DrainOnce(Deadline::After(kLongestScan));
    if (!drained.ok()) {
      log::Warning("outbox.scan_failed",
                   {{"outbox", parts_.outbox.service()}, {"error", ShortText(drained.status())}});
    }
    if (next_measure.Expired()) {
      Measure();
      next_measure = Deadline::After(kMeasureInterval);
    }
  } while (WaitForWork());
}

void Relay::Measure() {
  auto db = parts_.pool.Acquire(Deadline::After(kBookkeepingLimit));
  if (!db.ok()) return;
  const absl::Time now = parts_.clock.Now();
  const auto backlog = parts_.outbox.Measure(*db, now);
  if (!backlog.ok()) return;
  undelivered_.Set(static_cast<double>(backlog->undelivered));
  dead_.Set(static_cast<double>(backlog->dead));
  oldest_seconds_.Set(std::max(0.0, absl::ToDoubleSeconds(backlog->oldest)));
  parts_.outbox.Prune(*db, now - parts_.options.keep_delivered, kPruneBatch).status().IgnoreError();
}

absl::StatusOr<std::optional<Delivery>> Relay::Claim(Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline.Within(kBookkeepingLimit)));
  return parts_.outbox.Claim(db, parts_.clock.Now(), parts_.options.lease,
                             parts_.options.longest_pause);
}

absl::StatusOr<int> Relay::DrainOnce(Deadline deadline) {
  int accepted = 0;
  while (!stopping() && !deadline.Expired()) {
    ASSIGN_OR_RETURN(const std::optional<Delivery> delivery, Claim(deadline));
    if (!delivery.has_value()) break;
    const absl::Status outcome =
        handler_(*delivery, deadline.Within(parts_.options.delivery_limit));
    RETURN_IF_ERROR(Record(*delivery, outcome));
    if (outcome.ok()) ++accepted;
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
    const absl::Status outcome =
        handler_(*delivery, deadline.Within(parts_.options.delivery_limit));
    RETURN_IF_ERROR(Record(*delivery, outcome));
    RETURN_IF_ERROR(outcome);
  }
  return absl::DeadlineExceededError("the outbox could not be drained in time");
}

absl::Status Relay::Record(const Delivery& delivery, const absl::Status& outcome) {
  // With time of its own: a caller whose deadline has passed must not lose what happened.
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
  const absl::Time now = parts_.clock.Now();
  if (outcome.ok()) {
    delivered_.Increment();
    return parts_.outbox.MarkDone(db, delivery.id, now);
  }
  failed_.Increment();
  const bool counts = !IsTransient(outcome);
  log::Warning("outbox.delivery_failed", {{"outbox", parts_.outbox.service()},
                                          {"topic", delivery.topic},
                                          {"id", delivery.id},
                                          {"request_id", delivery.request_id},
                                          {"attempt", delivery.attempt},
                                          {"error", ShortText(outcome)}});
  if (counts && delivery.failures + 1 >= parts_.options.max_failures) {
    died_.Increment();
    log::Error("outbox.row_died", {{"outbox", parts_.outbox.service()}, {"id", delivery.id}});
    return parts_.outbox.MarkDead(db, delivery.id, now, ShortText(outcome));
  }
  return parts_.outbox.MarkFailed(db, delivery.id,
                                  now + PauseAfter(delivery.attempt, parts_.options), counts,
                                  ShortText(outcome));
}

}  // namespace keys::outbox
