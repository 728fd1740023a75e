// Handles the events in the inbox, on threads of its own.
//
//   worker.Start();
//   EventWorker::Ticket ticket(worker, event_id);   // before the event is stored
//   ticket.Expedite(Deadline::After(kHotPath));     // after it was committed
//   worker.Stop();
//
// A scan of unhandled events finds the work at least each second, so that no event is lost when a
// process dies. Rows are leased with SKIP LOCKED, so that several processes may share the inbox. An
// event that fails is tried again with growing pauses, for ever while something is out of reach.
// One that is itself at fault kMaxFailures times is given up, kept and counted. One thread takes
// payments only, which need no answer of Stripe's, so that disputes and refunds that wait for one
// delay no buyer's access. Thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/outbox/relay.h"
#include "services/billing/inbox/event_handler.h"

namespace keys::billing {

class EventWorker {
 public:
  struct Options {
    int threads = 4;
    absl::Duration scan_interval = absl::Seconds(1);
    // The real time that one event may take. Its lease, in business time, must be longer.
    absl::Duration event_limit = absl::Seconds(10);
    absl::Duration lease = absl::Seconds(30);
    absl::Duration first_pause = absl::Milliseconds(500);
    absl::Duration longest_pause = absl::Seconds(60);
    int max_failures = 10;
  };
  struct Parts {
    pg::Pool& pool;
    const EventStore& events;
    const EventHandler& handler;
    outbox::Relay& relay;
    const Clock& clock;
    metrics::Registry& metrics;
    Options options = {};
  };

  // A caller's interest in one event, from before the event is stored, because a worker may have
  // handled it before the caller can ask. It lives on one thread and not longer than the worker.
  class Ticket {
   public:
    Ticket(EventWorker& worker, std::string event_id);
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    // Has the stored event handled now and its order's outbox delivered. Returns when that is done
    // or at the deadline.
    void Expedite(Deadline deadline);

   private:
    friend class EventWorker;
    EventWorker& worker_;
    const std::string event_id_;
    // Guarded by the worker's mutex.
    bool over_ = false;
    std::string order_id_;
  };

  explicit EventWorker(Parts parts);
  // Stops.
  ~EventWorker();
  EventWorker(const EventWorker&) = delete;
  EventWorker& operator=(const EventWorker&) = delete;

  void Start();
  // Returns when the events under way have ended.
  void Stop();

  // Has a stored event handled now and its order's outbox delivered. Returns when that is done or
  // at the deadline.
  void Expedite(const std::string& event_id, Deadline deadline);

  // Handles everything that is due, on the caller's thread. Returns how many events were leased.
  int DrainOnce();

 private:
  void Loop(bool payments_alone);
  int Drain(const std::string& types);
  bool WaitForWork(bool payments_alone);
  std::optional<ClaimedEvent> Claim(const std::string& types);
  void Work(const ClaimedEvent& event);
  void RecordFailure(const ClaimedEvent& event, const absl::Status& status);
  void Tell(const std::string& event_id, const std::string& order_id);

  const Parts parts_;
  absl::Mutex mutex_;
  std::set<Ticket*> tickets_ ABSL_GUARDED_BY(mutex_);
  int nudges_ ABSL_GUARDED_BY(mutex_) = 0;
  // Wakes only the thread that takes payments.
  bool payments_nudged_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace keys::billing
