// Gathers the events that clients post and brings many of them to analytics in one call.
//
//   EventGatherer gatherer(upstream, metrics, {});
//   gatherer.Add(exchange, event, deadline, [](absl::Status stored) { … });
//
// A lone event is sent at once. While events come together, a call is sent `interval` after the
// first that waits for it, with everything that came meanwhile, taking turns between those who
// post: who posts a flood waits behind it alone, and others do not. Ok means that the event is
// committed. Analytics judges each event by itself, so that one that it refuses fails none of its
// neighbours.
//
// Limits: events waiting in all and of one caller; beyond them UNAVAILABLE at once. An event
// whose deadline passes is answered DEADLINE_EXCEEDED, also while its call is under way: then it is
// open whether it will be stored, as with any call. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "common/metrics/metrics.h"
#include "common/rpc/turn_queue.h"
#include "gateway/exchange.h"
#include "gateway/upstream.h"
#include "keys/analytics/v1/analytics.pb.h"

namespace keys::gateway {

class EventGatherer {
 public:
  struct Options {
    absl::Duration interval = absl::Milliseconds(5);
    size_t max_waiting = 10'000;
    size_t max_waiting_of_one = 1'000;
    // The most events in one call; analytics takes 1,000.
    size_t max_events = 500;
    // The most calls under way. When analytics hangs, no more are begun.
    int max_calls = 4;
  };
  using Done = std::function<void(absl::Status)>;

  EventGatherer(Upstream& upstream, metrics::Registry& metrics, Options options);
  // Stops.
  ~EventGatherer();
  EventGatherer(const EventGatherer&) = delete;
  EventGatherer& operator=(const EventGatherer&) = delete;

  // Calls `done` once, on any thread.
  void Add(ExchangePtr exchange, analytics::v1::RecordEventRequest event, Deadline deadline,
           Done done);

  // Sends the events that wait, and lets the calls under way end for at most `patience`. Events
  // that are added later are refused.
  void Stop(absl::Duration patience);

 private:
  struct Waiting;
  using WaitingPtr = std::shared_ptr<Waiting>;
  struct Call;
  using CallPtr = std::shared_ptr<Call>;
  using Lock = std::unique_lock<std::mutex>;

  void Run();
  // Answers events whose time is over. The lock is open meanwhile.
  void Expire(Lock& lock);
  bool MaySend() const;
  CallPtr TakeCall();
  void Send(const CallPtr& call);
  void OnAnswer(const CallPtr& call, const UpstreamAnswer& answer);
  void EndCall();
  // For an analytics of the previous version, which knows no calls with several events.
  void SendAlone(const WaitingPtr& event);
  // Returns false when the event was answered before.
  bool Claim(const WaitingPtr& event);
  void Finish(const WaitingPtr& event, absl::Status status);

  Upstream& upstream_;
  const Options options_;
  prometheus::Counter& calls_;
  prometheus::Counter& events_;
  prometheus::Counter& refused_;
  prometheus::Counter& expired_;
  prometheus::Gauge& waiting_now_;

  std::mutex mutex_;
  std::condition_variable changed_;
  rpc::TurnQueue<WaitingPtr> queue_;
  std::unordered_map<std::string, size_t> waiting_of_;
  // The events that are not answered yet, in the order in which they came.
  std::deque<WaitingPtr> unanswered_;
  Deadline next_call_ = Deadline::After(absl::ZeroDuration());
  // Until this time more events are expected to come together, because they just did.
  Deadline crowd_ends_ = Deadline::After(absl::ZeroDuration());
  int calls_under_way_ = 0;
  bool stopping_ = false;
  // The thread is the last member, because it uses all of the others.
  std::thread thread_;
};

}  // namespace keys::gateway
