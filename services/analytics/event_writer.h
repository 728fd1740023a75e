// Stores events of many callers in few statements.
//
//   EventWriter writer(store, clock, metrics);
//   RETURN_IF_ERROR(writer.Write(event, call.deadline()));  // Ok means committed
//
// One thread takes whatever has gathered while the statement before was under way (at most
// kBatchEvents) and stores it as one statement: a lone event waits for nobody, a flood shares its
// commits. When a batch is refused, its events are stored one by one, so that what one caller sent
// cannot fail another's. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "common/time/deadline.h"
#include "keys/event/v1/facts.pb.h"
#include "services/analytics/analytics_store.h"

namespace keys::analytics {

inline constexpr size_t kBatchEvents = 1000;
inline constexpr size_t kWaitingEvents = 10'000;
// How long one statement may take; callers with less time of their own leave earlier.
inline constexpr absl::Duration kBatchTimeout = absl::Seconds(5);

class EventWriter {
 public:
  EventWriter(AnalyticsStore& store, const Clock& clock, metrics::Registry& metrics);
  // Stores what was accepted, then ends the thread.
  ~EventWriter();
  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  // Blocks until the event is stored or was stored before. RESOURCE_EXHAUSTED at once when
  // kWaitingEvents are waiting; DEADLINE_EXCEEDED leaves open whether it will be stored.
  absl::Status Write(event::v1::AnalyticsEvent event, Deadline deadline);
  // The same for several events, which are waited for together. Each has a status of its own.
  std::vector<absl::Status> WriteAll(std::vector<event::v1::AnalyticsEvent> events,
                                     Deadline deadline);

 private:
  struct Ticket {
    event::v1::AnalyticsEvent event;
    bool done = false;
    absl::Status status;
  };
  using Batch = std::vector<std::shared_ptr<Ticket>>;

  void Run();
  Batch TakeBatch(std::unique_lock<std::mutex>& lock);
  void StoreBatch(const Batch& batch);
  absl::Status Store(const Batch& batch);
  void Finish(const Batch& batch, const absl::Status& status);

  AnalyticsStore& store_;
  const Clock& clock_;
  prometheus::Counter& stored_;
  prometheus::Counter& batches_;
  prometheus::Counter& failed_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable done_;
  std::deque<std::shared_ptr<Ticket>> waiting_;
  bool stopping_ = false;
  // Last member: its thread uses all of the above.
  std::thread thread_;
};

}  // namespace keys::analytics
