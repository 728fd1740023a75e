// Reaches the same state as the webhooks by asking Stripe: on a thread of its own it looks up open
// orders, and orders whose payment did not fit, until Stripe confirms the payment and it is
// refunded. It also measures the inbox and deletes old events.
//
//   reconciler.Start();  …  reconciler.CheckSoon(order_id);  …  reconciler.Stop();
//
// Several processes may reconcile at once: due orders are claimed with SKIP LOCKED. A round looks
// at one batch of orders. The next one follows at once while batches are full, so that the time
// until an order is looked at grows with what Stripe takes to answer and with nothing else. When
// Stripe cannot be asked the round ends; the next one begins after the interval. Thread-safe.
#pragma once

#include <deque>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"
#include "common/outbox/relay.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "services/billing/inbox/event_store.h"
#include "services/billing/orders/order_store.h"
#include "services/billing/payments/order_sync.h"
#include "services/billing/payments/refunder.h"
#include "services/billing/upkeep/invariants.h"

namespace keys::billing {

class Reconciler {
 public:
  struct Options {
    // The business time between two looks at one open order, and between rounds.
    absl::Duration interval = absl::Seconds(15);
    int batch = 50;
    // The real time for one order.
    absl::Duration order_limit = absl::Seconds(5);
    // Stripe sends an event again for up to 30 days.
    absl::Duration keep_events = absl::Hours(24 * 40);
  };
  struct Parts {
    pg::Pool& pool;
    const OrderStore& orders;
    const EventStore& events;
    const OrderSync& sync;
    outbox::Relay& relay;
    const Clock& clock;
    metrics::Registry& metrics;
    Invariants& invariants;
    const Refunder& refunder;
    Options options = {};
  };
  explicit Reconciler(Parts parts);
  // Stops.
  ~Reconciler();
  Reconciler(const Reconciler&) = delete;
  Reconciler& operator=(const Reconciler&) = delete;

  void Start();
  void Stop();

  // Looks at an order now, because its buyer is waiting. An order for which this is called more
  // often than each 2 s is looked at once.
  void CheckSoon(const std::string& order_id);

  // Makes one round on the caller's thread. Returns how many orders were looked at.
  int RunOnce();

 private:
  struct Asked {
    std::string order_id;
    Deadline quiet_until;
  };
  void Loop();
  // Returns at once when `more` orders may be due. False says that Stop was called.
  bool WaitForWork(bool more);
  // Returns false when Stripe could not be asked.
  bool Check(const std::string& order_id);
  void CheckAsked();
  void Measure();

  const Parts parts_;
  prometheus::Gauge& unhandled_;
  prometheus::Gauge& dead_;
  prometheus::Gauge& oldest_seconds_;
  prometheus::Counter& healed_;

  absl::Mutex mutex_;
  std::deque<std::string> asked_ ABSL_GUARDED_BY(mutex_);
  // Orders that were looked at lately, the oldest first.
  std::deque<Asked> lately_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::billing
