// The rows of one topic on their way to the one who takes them: workers, pauses and a circuit
// breaker of their own, so that a receiver that hangs keeps nobody else waiting.
//
// Part of a relay (relay.h), which makes lanes and drives them. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/outbox/breaker.h"
#include "common/outbox/outbox.h"
#include "common/pg/pool.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"

namespace keys::outbox {

// Ok: the receiver has every one of them (again or for the first time). One row, or up to
// LaneOptions::batch rows of different aggregates. A batch that is refused comes again row by row,
// so that the handler need not say which row was at fault. Must end by the deadline.
using Handler = std::function<absl::Status(const std::vector<Delivery>&, Deadline)>;

struct LaneOptions {
  std::string topic;
  Handler handler;
  // Deliveries under way at the same time.
  int workers = 1;
  // Rows handed over at once.
  int batch = 1;
};

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
  BreakerOptions breaker = {};
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

class Lane {
 public:
  Lane(RelayParts parts, LaneOptions options);
  // Stops.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  void Start();
  // The workers end after the deliveries under way; Join waits for that.
  void Stop();
  void Join();
  void Nudge();

  const std::string& topic() const { return options_.topic; }
  // Delivers what is due until nothing is, the deadline has passed or the circuit is open; the
  // number of rows the handler accepted.
  absl::StatusOr<int> DrainOnce(Deadline deadline);
  // Hands over a row that the caller has claimed, whatever the circuit, and records what became of
  // it; the handler's own error.
  absl::Status Deliver(const Delivery& delivery, Deadline deadline);
  // Sets the gauges of this topic.
  void Measure(pg::Executor& db, absl::Time now);

 private:
  void Loop();
  bool WaitForWork();
  bool stopping() const;
  absl::StatusOr<std::vector<Delivery>> Claim(Breaker::Pass pass, Deadline deadline);
  absl::Status Record(const std::vector<Delivery>& deliveries, const absl::Status& outcome);
  absl::Status RecordFailure(pg::Executor& db, const std::vector<Delivery>& deliveries,
                             const absl::Status& outcome);
  void EndPauses();

  const RelayParts parts_;
  const LaneOptions options_;
  Breaker breaker_;
  // Rows still to be handed over one by one, because a batch was refused.
  std::atomic<int> singly_{0};
  prometheus::Counter& delivered_;
  prometheus::Counter& failed_;
  prometheus::Counter& died_;
  prometheus::Gauge& undelivered_;
  prometheus::Gauge& dead_;
  prometheus::Gauge& oldest_seconds_;
  prometheus::Gauge& circuit_open_;

  mutable absl::Mutex mutex_;
  int nudges_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace keys::outbox
