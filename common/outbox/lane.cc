#include "common/outbox/lane.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/log/log.h"

namespace keys::outbox {
namespace {

// The time that bookkeeping in the service's own database may take.
constexpr absl::Duration kBookkeepingLimit = absl::Seconds(5);
constexpr size_t kLongestError = 500;

std::string ShortText(const absl::Status& status) {
  return status.ToString().substr(0, kLongestError);
}

std::vector<std::string> IdsOf(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> ids;
  for (const Delivery& delivery : deliveries) ids.push_back(delivery.id);
  return ids;
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

Lane::Lane(RelayParts parts, LaneOptions options)
    : parts_(parts),
      options_(std::move(options)),
      breaker_(parts.options.breaker),
      delivered_(parts.metrics.Counter("keys_outbox_delivered_total", "Outbox rows delivered.",
                                       {{"topic", options_.topic}})),
      failed_(parts.metrics.Counter("keys_outbox_failed_deliveries_total",
                                    "Deliveries of outbox rows that failed.",
                                    {{"topic", options_.topic}})),
      died_(parts.metrics.Counter("keys_outbox_died_total", "Outbox rows given up.",
                                  {{"topic", options_.topic}})),
      undelivered_(parts.metrics.Gauge("keys_outbox_undelivered", "Outbox rows to deliver.",
                                       {{"topic", options_.topic}})),
      dead_(parts.metrics.Gauge("keys_outbox_dead", "Outbox rows given up and kept.",
                                {{"topic", options_.topic}})),
      oldest_seconds_(parts.metrics.Gauge("keys_outbox_oldest_seconds",
                                          "Age of the oldest undelivered outbox row.",
                                          {{"topic", options_.topic}})),
      circuit_open_(parts.metrics.Gauge(
          "keys_outbox_circuit_open",
          "1 while the receiver is only probed because it could not be reached.",
          {{"topic", options_.topic}})) {
  CHECK_THAT(options_.workers > 0 && options_.batch > 0, "a lane has workers and a batch of rows");
}

Lane::~Lane() {
  Stop();
  Join();
}

void Lane::Start() {
  CHECK_THAT(threads_.empty(), "a lane is started once");
  for (int i = 0; i < options_.workers; ++i) threads_.emplace_back([this] { Loop(); });
}

void Lane::Stop() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

void Lane::Join() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Lane::Nudge() {
  absl::MutexLock lock(&mutex_);
  nudges_ = std::min(nudges_ + 1, options_.workers);
}

bool Lane::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

bool Lane::WaitForWork() {
  absl::MutexLock lock(&mutex_);
  const auto awake = [this]()
                         ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return nudges_ > 0 || stopping_; };
  mutex_.AwaitWithTimeout(absl::Condition(&awake), parts_.options.scan_interval);
  if (nudges_ > 0 && options_.gather > absl::ZeroDuration()) {
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), options_.gather);
    // The rows of all nudges so far are found by one look.
    nudges_ = 0;
  }
  if (nudges_ > 0) --nudges_;
  return !stopping_;
}

void Lane::Loop() {
  do {
    const auto drained = DrainOnce(Deadline::Never());
    if (drained.ok()) continue;
    log::Warning("outbox.scan_failed", {{"outbox", parts_.outbox.service()},
                                        {"topic", options_.topic},
                                        {"error", ShortText(drained.status())}});
  } while (WaitForWork());
}

absl::StatusOr<std::vector<Delivery>> Lane::Claim(int most, Deadline deadline) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline.Within(kBookkeepingLimit)));
  return parts_.outbox.Claim(db,
                             {.topic = options_.topic,
                              .limit = most,
                              .lease = parts_.options.lease,
                              .longest_pause = parts_.options.longest_pause},
                             parts_.clock.Now());
}

absl::StatusOr<int> Lane::DrainOnce(Deadline deadline) {
  int accepted = 0;
  while (!stopping() && !deadline.Expired()) {
    const Breaker::Pass pass = breaker_.Admit();
    if (pass == Breaker::Pass::kNo) break;
    const int most = pass == Breaker::Pass::kProbe || singly_ > 0 ? 1 : options_.batch;
    const auto claimed = Claim(most, deadline);
    if (!claimed.ok() || claimed->empty()) {
      breaker_.Forget();
      RETURN_IF_ERROR(claimed.status());
      break;
    }
    if (singly_ > 0) --singly_;
    const absl::Status outcome =
        options_.handler(*claimed, Deadline::After(parts_.options.delivery_limit));
    const bool back = breaker_.Learn(!IsTransient(outcome));
    circuit_open_.Set(breaker_.open() ? 1 : 0);
    RETURN_IF_ERROR(Record(*claimed, outcome));
    if (back) EndPauses();
    const int handed_over = static_cast<int>(claimed->size());
    if (outcome.ok()) accepted += handed_over;
    if (options_.gather > absl::ZeroDuration() && handed_over < most) break;
  }
  return accepted;
}

absl::Status Lane::Deliver(const Delivery& delivery, Deadline deadline) {
  const absl::Status outcome =
      options_.handler({delivery}, deadline.Within(parts_.options.delivery_limit));
  RETURN_IF_ERROR(Record({delivery}, outcome));
  return outcome;
}

// These rows waited only because the receiver did not answer. It answers again, so they are due at
// once.
void Lane::EndPauses() {
  log::Info("outbox.circuit_closed",
            {{"outbox", parts_.outbox.service()}, {"topic", options_.topic}});
  auto db = parts_.pool.Acquire(Deadline::After(kBookkeepingLimit));
  if (db.ok()) parts_.outbox.EndPauses(*db, options_.topic, parts_.clock.Now()).IgnoreError();
}

absl::Status Lane::Record(const std::vector<Delivery>& deliveries, const absl::Status& outcome) {
  // The result is recorded with time of its own, because it must not be lost when the caller's
  // deadline has passed.
  if (outcome.ok()) {
    delivered_.Increment(static_cast<double>(deliveries.size()));
    if (options_.marks_done) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
  if (!outcome.ok()) return RecordFailure(db, deliveries, outcome);
  return parts_.outbox.MarkDone(db, IdsOf(deliveries), parts_.clock.Now());
}

absl::Status Lane::RecordFailure(pg::Executor& db, const std::vector<Delivery>& deliveries,
                                 const absl::Status& outcome) {
  failed_.Increment();
  const Delivery& first = deliveries.front();
  const absl::Time now = parts_.clock.Now();
  const bool refused = !IsTransient(outcome);
  log::Warning("outbox.delivery_failed", {{"outbox", parts_.outbox.service()},
                                          {"topic", options_.topic},
                                          {"id", first.id},
                                          {"request_id", first.request_id},
                                          {"attempt", first.attempt},
                                          {"rows", deliveries.size()},
                                          {"error", ShortText(outcome)}});
  if (refused && deliveries.size() > 1) {
    singly_ = static_cast<int>(deliveries.size());
    return parts_.outbox.MarkFailed(db, IdsOf(deliveries), now, false, ShortText(outcome));
  }
  if (refused && first.failures + 1 >= parts_.options.max_failures) {
    died_.Increment();
    log::Error("outbox.row_died", {{"outbox", parts_.outbox.service()}, {"id", first.id}});
    return parts_.outbox.MarkDead(db, first.id, now, ShortText(outcome));
  }
  return parts_.outbox.MarkFailed(db, IdsOf(deliveries),
                                  now + PauseAfter(first.attempt, parts_.options), refused,
                                  ShortText(outcome));
}

void Lane::Measure(pg::Executor& db, absl::Time now) {
  circuit_open_.Set(breaker_.open() ? 1 : 0);
  const auto backlog = parts_.outbox.Measure(db, options_.topic, now);
  if (!backlog.ok()) return;
  undelivered_.Set(static_cast<double>(backlog->undelivered));
  dead_.Set(static_cast<double>(backlog->dead));
  oldest_seconds_.Set(std::max(0.0, absl::ToDoubleSeconds(backlog->oldest)));
}

}  // namespace keys::outbox
