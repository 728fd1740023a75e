// Hands the rows of an outbox to a handler, on a thread of its own.
//
//   outbox::Relay relay({.pool = pool, .outbox = outbox, .clock = clock, .metrics = metrics},
//                       [&](const outbox::Delivery& delivery, Deadline deadline) {
//                         return client.ApplyFact(delivery.id, delivery.payload, deadline); });
//   relay.Start();   … relay.Nudge() after a commit …   relay.Stop();
//
// A scan of undelivered rows finds the work (at least each `scan_interval`); Nudge makes it prompt.
// Several relays, also in several processes, may share a table: rows are leased with SKIP LOCKED.
// A failed delivery is tried again with growing pauses. A receiver that cannot be reached is tried
// for ever; one that answers and refuses `max_failures` times makes the row dead: it is kept,
// counted in keys_outbox_dead, and no longer holds up its aggregate. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/outbox/outbox.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"

namespace keys::outbox {

// Ok: the receiver has it (again or for the first time). Must end by the deadline.
using Handler = std::function<absl::Status(const Delivery&, Deadline)>;

struct RelayOptions {
  // Real time one delivery may take.
  absl::Duration delivery_limit = absl::Seconds(5);
  // Business time a row is held; also what a relay that was killed costs its row. Longer than a
  // delivery and its bookkeeping.
  absl::Duration lease = absl::Seconds(12);
  absl::Duration scan_interval = absl::Seconds(1);
  absl::Duration first_pause = absl::Milliseconds(500);
  absl::Duration longest_pause = absl::Seconds(60);
  int max_failures = 20;
  absl::Duration keep_delivered = absl::Hours(24 * 30);
};

struct RelayParts {
  pg::Pool& pool;
  const Outbox& outbox;
  const Clock& clock;
  metrics::Registry& metrics;
  RelayOptions options = {};
};

// The pause before the next try, after `attempts` tries (≥ 1): doubling, bounded.
absl::Duration PauseAfter(int attempts, const RelayOptions& options);

// The receiver could not be reached or was busy: says nothing about the row itself.
bool IsTransient(const absl::Status& status);

class Relay {
 public:
  Relay(RelayParts parts, Handler handler);
  // Stops.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void Start();
  // Returns when the delivery under way has ended.
  void Stop();
  // Look now, not at the next scan.
  void Nudge();

  // Delivers everything that is due, one after the other; the number of rows the handler accepted.
  absl::StatusOr<int> DrainOnce(Deadline deadline);
  // Delivers what is undelivered of one aggregate now, whatever its back-off, or waits for the
  // relay that holds it. DEADLINE_EXCEEDED when something is left, or the handler's own error.
  absl::Status DrainAggregate(const std::string& aggregate, Deadline deadline);

 private:
  void Loop();
  void Measure();
  bool WaitForWork();
  bool stopping() const;
  absl::StatusOr<std::optional<Delivery>> Claim(Deadline deadline);
  absl::Status Record(const Delivery& delivery, const absl::Status& outcome);

  const RelayParts parts_;
  const Handler handler_;
  prometheus::Counter& delivered_;
  prometheus::Counter& failed_;
  prometheus::Counter& died_;
  prometheus::Gauge& undelivered_;
  prometheus::Gauge& dead_;
  prometheus::Gauge& oldest_seconds_;

  mutable absl::Mutex mutex_;
  bool nudged_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace keys::outbox
