#include "services/billing/inbox/event_worker.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/log/log.h"
#include "services/billing/orders/bookkeeping.h"

namespace keys::billing {
namespace {

// Events of these types need no further answer of Stripe's.
constexpr char kPayments[] = "checkout.session.";
constexpr std::size_t kLongestError = 500;

absl::Duration PauseAfter(int attempts, const EventWorker::Options& options) {
  absl::Duration pause = options.first_pause;
  for (int i = 1; i < attempts && pause < options.longest_pause; ++i) pause *= 2;
  return std::min(pause, options.longest_pause);
}

}  // namespace

EventWorker::EventWorker(Parts parts) : parts_(parts) {}

EventWorker::~EventWorker() { Stop(); }

void EventWorker::Start() {
  CHECK_THAT(threads_.empty(), "a worker is started once");
  for (int i = 0; i < parts_.options.threads; ++i) {
    const bool payments_alone = i == 0 && parts_.options.threads > 1;
    threads_.emplace_back([this, payments_alone] { Loop(payments_alone); });
  }
}

void EventWorker::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

EventWorker::Ticket::Ticket(EventWorker& worker, std::string event_id)
    : worker_(worker), event_id_(std::move(event_id)) {
  absl::MutexLock lock(&worker_.mutex_);
  worker_.tickets_.insert(this);
}

EventWorker::Ticket::~Ticket() {
  absl::MutexLock lock(&worker_.mutex_);
  worker_.tickets_.erase(this);
}

void EventWorker::Ticket::Expedite(Deadline deadline) {
  std::string order_id;
  {
    absl::MutexLock lock(&worker_.mutex_);
    worker_.nudges_ = std::min(worker_.nudges_ + 1, worker_.parts_.options.threads);
    worker_.payments_nudged_ = true;
    worker_.mutex_.AwaitWithTimeout(absl::Condition(&over_), deadline.Remaining());
    order_id = order_id_;
  }
  // Messages that are not delivered in time stay in the outbox, and the relay delivers them.
  if (!order_id.empty()) worker_.parts_.relay.DrainAggregate(order_id, deadline).IgnoreError();
}

void EventWorker::Tell(const std::string& event_id, const std::string& order_id) {
  absl::MutexLock lock(&mutex_);
  for (Ticket* ticket : tickets_) {
    if (ticket->event_id_ != event_id) continue;
    ticket->over_ = true;
    ticket->order_id_ = order_id;
  }
}

bool EventWorker::WaitForWork(bool payments_alone) {
  absl::MutexLock lock(&mutex_);
  const auto awake = [this, payments_alone]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || (payments_alone ? payments_nudged_ : nudges_ > 0);
  };
  mutex_.AwaitWithTimeout(absl::Condition(&awake), parts_.options.scan_interval);
  if (payments_alone) {
    payments_nudged_ = false;
  } else if (nudges_ > 0) {
    --nudges_;
  }
  return !stopping_;
}

void EventWorker::Loop(bool payments_alone) {
  do {
    Drain(payments_alone ? kPayments : "");
  } while (WaitForWork(payments_alone));
}

int EventWorker::DrainOnce() { return Drain(""); }

int EventWorker::Drain(const std::string& types) {
  int claimed = 0;
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return claimed;
    }
    const std::optional<ClaimedEvent> event = Claim(types);
    if (!event.has_value()) return claimed;
    ++claimed;
    Work(*event);
  }
}

std::optional<ClaimedEvent> EventWorker::Claim(const std::string& types) {
  auto db = parts_.pool.Acquire(Deadline::After(kBookkeepingLimit));
  if (!db.ok()) return std::nullopt;
  auto event =
      parts_.events.Claim(*db, parts_.clock.Now(), parts_.options.lease,
                          std::max(parts_.options.lease, parts_.options.longest_pause), types);
  if (!event.ok()) {
    log::Warning("webhook.scan_failed", {{"error", MessageOf(event.status())}});
    return std::nullopt;
  }
  return *std::move(event);
}

void EventWorker::Work(const ClaimedEvent& event) {
  const auto handled = parts_.handler.Handle(event, Deadline::After(parts_.options.event_limit));
  if (handled.ok()) {
    parts_.relay.Nudge();
    Tell(event.id, handled->order_id);
    return;
  }
  RecordFailure(event, handled.status());
  Tell(event.id, "");
}

void EventWorker::RecordFailure(const ClaimedEvent& event, const absl::Status& status) {
  EventFailure failure;
  const absl::Time now = parts_.clock.Now();
  failure.counts = !outbox::IsTransient(status);
  failure.give_up = failure.counts && event.failures + 1 >= parts_.options.max_failures;
  failure.next_attempt = now + PauseAfter(event.attempt, parts_.options);
  failure.error = status.ToString().substr(0, kLongestError);
  log::Warning("webhook.failed", {{"event_id", event.id},
                                  {"attempt", event.attempt},
                                  {"given_up", failure.give_up},
                                  {"error", failure.error}});
  parts_.metrics
      .Counter("keys_webhook_event_failures_total", "Tries to handle an event that failed.")
      .Increment();
  auto db = parts_.pool.Acquire(Deadline::After(kBookkeepingLimit));
  if (!db.ok()) return;  // its lease ends, then it is tried again
  parts_.events.MarkFailed(*db, event.id, failure, now).IgnoreError();
}

}  // namespace keys::billing
