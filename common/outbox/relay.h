// Delivers the rows of an outbox to their receivers, each topic in a lane of its own.
//
//   outbox::Relay relay({.pool = pool, .outbox = outbox, .clock = clock, .metrics = metrics},
//                       {{.topic = "order_access", .handler = to_entitlement, .workers = 4},
//                        {.topic = "analytics", .handler = to_analytics, .batch = 100}});
//   relay.Start();   … relay.Nudge() after a commit …   relay.Stop();
//
// A scan of undelivered rows finds the work (at least each `scan_interval`); Nudge makes it prompt.
// Several relays, also in several processes, may share a table: rows are leased with SKIP LOCKED.
// No topic waits for another: each has workers, pauses and a circuit breaker of its own (lane.h).
// A failed delivery is tried again with growing pauses. A receiver that cannot be reached is tried
// for ever; one that answers and refuses `max_failures` times makes the row dead: it is kept,
// counted in keys_outbox_dead, and no longer holds up its aggregate. Rows of a topic without a lane
// stay as they are. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/outbox/lane.h"

namespace keys::outbox {

class Relay {
 public:
  Relay(RelayParts parts, std::vector<LaneOptions> lanes);
  // Stops.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void Start();
  // Returns when the deliveries under way have ended.
  void Stop();
  // Makes the relay look for rows now instead of at the next scan.
  void Nudge();
  // Delivers a row that was leased when it was appended, and records the result. Returns the
  // handler's own error.
  absl::Status Deliver(const Delivery& delivery, Deadline deadline);

  // Delivers everything that is due, lane after lane. Returns how many rows the handlers accepted.
  absl::StatusOr<int> DrainOnce(Deadline deadline);
  // Delivers the undelivered rows of one aggregate now, even during a pause, or waits for the relay
  // that has leased them. Returns DEADLINE_EXCEEDED when rows are left, or the handler's own error.
  absl::Status DrainAggregate(const std::string& aggregate, Deadline deadline);

 private:
  // Measures and prunes each few seconds, apart from deliveries.
  void Keep();

  const RelayParts parts_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread keeper_;
};

}  // namespace keys::outbox
