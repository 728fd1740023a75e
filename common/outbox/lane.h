// Delivers the rows of one topic to their receiver. Each lane has its own workers, pauses and
// circuit breaker, so that a receiver that hangs delays its own topic only.
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

// Hands over one row, or up to LaneOptions::batch rows of different aggregates. Ok means that the
// receiver has every one of them, now or since before. A batch that is refused comes again row by
// row, so that the handler need not say which row was at fault. Must end by the deadline.
using Handler = std::function<absl::Status(const std::vector<Delivery>&, Deadline)>;

struct LaneOptions {
  std::string topic;
  Handler handler;
  // The number of deliveries that run at the same time.
  int workers = 1;
  // The number of rows that are handed over at once.
  int batch = 1;
  // The real time that rows are left to gather after a nudge, so that they are handed over
  // together. Rows that a scan finds do not wait for it. A second row of an aggregate waits for the
  // next look, which the scan makes in any case.
  absl::Duration gather = absl::ZeroDuration();
  // The handler marks the rows it accepts as done (Outbox::MarkDone), in the transaction in which
  // it writes down what came of them.
  bool marks_done = false;
};

struct RelayOptions {
  // The real time that one delivery may take.
  absl::Duration delivery_limit = absl::Seconds(5);
  // The business time for which a row is leased. A relay that is killed delays its rows by as much.
  // It must be longer than a delivery and its bookkeeping.
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

// Returns the pause after `attempts` tries (≥ 1). It doubles with each try up to a limit.
absl::Duration PauseAfter(int attempts, const RelayOptions& options);

// Whether the receiver could not be reached or was busy. Such an error says nothing about the row,
// so it does not count towards making it dead.
bool IsTransient(const absl::Status& status);

class Lane {
 public:
  Lane(RelayParts parts, LaneOptions options);
  // Stops.
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  void Start();
  // The workers end after the deliveries under way. Join waits for them.
  void Stop();
  void Join();
  void Nudge();

  const std::string& topic() const { return options_.topic; }
  // Delivers due rows until none is left, the deadline has passed or the circuit is open. A lane
  // that gathers ends with the first batch that is not full, because the rows that came meanwhile
  // gather for the next. Returns how many rows the handler accepted.
  absl::StatusOr<int> DrainOnce(Deadline deadline);
  // Hands over a row that the caller has leased, even while the circuit is open, and records the
  // result. Returns the handler's own error.
  absl::Status Deliver(const Delivery& delivery, Deadline deadline);
  // Sets the gauges of this topic.
  void Measure(pg::Executor& db, absl::Time now);

 private:
  void Loop();
  bool WaitForWork();
  bool stopping() const;
  absl::StatusOr<std::vector<Delivery>> Claim(int most, Deadline deadline);
  absl::Status Record(const std::vector<Delivery>& deliveries, const absl::Status& outcome);
  absl::Status RecordFailure(pg::Executor& db, const std::vector<Delivery>& deliveries,
                             const absl::Status& outcome);
  void EndPauses();

  const RelayParts parts_;
  const LaneOptions options_;
  Breaker breaker_;
  // The number of rows that are still to be handed over one by one, because their batch was
  // refused.
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
