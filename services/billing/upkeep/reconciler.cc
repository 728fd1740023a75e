#include "services/billing/upkeep/reconciler.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/billing/orders/bookkeeping.h"

namespace keys::billing {
namespace {

constexpr absl::Duration kQuiet = absl::Seconds(2);
constexpr std::size_t kMaxAsked = 1000;
constexpr int kPruneBatch = 1000;
constexpr char kSource[] = "reconciler";

}  // namespace

Reconciler::Reconciler(Parts parts)
    : parts_(parts),
      unhandled_(parts.metrics.Gauge("keys_webhook_events_unhandled",
                                     "Stored events that are not handled yet.")),
      dead_(parts.metrics.Gauge("keys_webhook_events_dead", "Events given up and kept.")),
      oldest_seconds_(parts.metrics.Gauge("keys_webhook_events_oldest_seconds",
                                          "Age of the oldest unhandled event.")),
      healed_(parts.metrics.Counter("keys_orders_healed_total",
                                    "Open orders found settled or ended at Stripe.")) {}

Reconciler::~Reconciler() { Stop(); }

void Reconciler::Start() {
  CHECK_THAT(!thread_.joinable(), "a reconciler is started once");
  thread_ = std::thread([this] { Loop(); });
}

void Reconciler::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Reconciler::CheckSoon(const std::string& order_id) {
  absl::MutexLock lock(&mutex_);
  while (!lately_.empty() && lately_.front().quiet_until.Expired()) lately_.pop_front();
  const bool known = std::any_of(lately_.begin(), lately_.end(),
                                 [&](const Asked& asked) { return asked.order_id == order_id; });
  if (known || asked_.size() >= kMaxAsked) return;
  lately_.push_back({order_id, Deadline::After(kQuiet)});
  asked_.push_back(order_id);
}

bool Reconciler::WaitForWork(bool more) {
  absl::MutexLock lock(&mutex_);
  const auto awake = [this, more]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return more || !asked_.empty() || stopping_;
  };
  // The orders' own next_check_at decides how often each is checked.
  mutex_.AwaitWithTimeout(absl::Condition(&awake), std::min(parts_.options.interval, kQuiet));
  return !stopping_;
}

void Reconciler::Loop() {
  bool more = false;
  do {
    CheckAsked();
    more = RunOnce() >= parts_.options.batch;
    Measure();
  } while (WaitForWork(more));
}

void Reconciler::CheckAsked() {
  while (true) {
    std::string order_id;
    {
      absl::MutexLock lock(&mutex_);
      if (asked_.empty() || stopping_) return;
      order_id = std::move(asked_.front());
      asked_.pop_front();
    }
    Check(order_id);
  }
}

int Reconciler::RunOnce() {
  std::vector<std::string> due;
  {
    auto db = parts_.pool.Acquire(Deadline::After(kBookkeepingLimit));
    if (!db.ok()) return 0;
    const absl::Time now = parts_.clock.Now();
    auto claimed =
        parts_.orders.ClaimToCheck(*db, now, now + parts_.options.interval, parts_.options.batch);
    if (!claimed.ok()) {
      log::Warning("reconciler.scan_failed", {{"error", MessageOf(claimed.status())}});
      return 0;
    }
    due = *std::move(claimed);
  }
  int looked_at = 0;
  for (const std::string& order_id : due) {
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) break;
    }
    if (!Check(order_id)) break;
    ++looked_at;
  }
  const absl::Status driven = parts_.refunder.DriveOn(parts_.options.order_limit);
  if (!driven.ok()) log::Warning("reconciler.refunds", {{"error", MessageOf(driven)}});
  return looked_at;
}

bool Reconciler::Check(const std::string& order_id) {
  const auto state = parts_.sync.Refresh(order_id, {CauseKind::kReconciler, kSource},
                                         Deadline::After(parts_.options.order_limit));
  if (!state.ok()) {
    log::Warning("reconciler.not_checked",
                 {{"order_id", order_id}, {"error", MessageOf(state.status())}});
    return error::ReasonOf(state.status()) != error::Reason::STRIPE_UNAVAILABLE;
  }
  if (state->refund_due) {
    const absl::Status given_back =
        parts_.refunder.GiveBack(order_id, Deadline::After(parts_.options.order_limit));
    return given_back.ok() || error::ReasonOf(given_back) != error::Reason::STRIPE_UNAVAILABLE;
  }
  if (state->status != OrderStatus::kOpen) {
    healed_.Increment();
    parts_.relay.Nudge();
  }
  return true;
}

void Reconciler::Measure() {
  auto db = parts_.pool.Acquire(Deadline::After(kBookkeepingLimit));
  if (!db.ok()) return;
  const absl::Time now = parts_.clock.Now();
  const auto backlog = parts_.events.Measure(*db, now);
  if (!backlog.ok()) return;
  unhandled_.Set(static_cast<double>(backlog->unhandled));
  dead_.Set(static_cast<double>(backlog->dead));
  oldest_seconds_.Set(std::max(0.0, absl::ToDoubleSeconds(backlog->oldest)));
  parts_.invariants.Measure(*db, now).IgnoreError();
  parts_.events.Prune(*db, now - parts_.options.keep_events, kPruneBatch).status().IgnoreError();
}

}  // namespace keys::billing
