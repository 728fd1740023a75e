// Delivers events to webhook endpoints as Stripe does: signed, at least once, in no promised order,
// success is 2xx only, other answers are tried again with exponential back-off until the event is
// three days old. What is to be delivered stands in the store ("delivery" objects), so a restart
// goes on where the last process ended. Thread-safe; at most kWorkers requests are under way.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tests/fakes/stripe_sandbox/clock.h"
#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/store.h"

namespace stripe_sandbox {

struct PlannedDelivery {
  std::string delivery;
  std::string event;
  int64_t delay_millis = 0;  // a delayed delivery holds up no buyer
};

struct WebhookCounts {
  std::atomic<int64_t> attempts{0};
  std::atomic<int64_t> succeeded{0};
  std::atomic<int64_t> failed{0};
  std::atomic<int64_t> dropped{0};
};

class Webhooks {
 public:
  static constexpr int kWorkers = 8;

  Webhooks(Store& store, Clock& clock, std::string ca_file)
      : store_(store), clock_(clock), ca_file_(std::move(ca_file)) {}
  ~Webhooks() { Stop(); }

  void Start();  // also takes up what an earlier process left undelivered
  void Stop();
  void Plan(const std::vector<PlannedDelivery>& deliveries);
  // Waits until the first attempt at each endpoint of this event is over, at most `millis`.
  void WaitAttempted(const std::string& event, int64_t millis);
  WebhookCounts& counts() { return counts_; }

 private:
  using Due = std::pair<int64_t, std::string>;  // monotonic milliseconds, delivery
  struct Posting {
    std::string url;
    std::string body;
    std::vector<std::string> secrets;
    int64_t copies = 1;
  };

  void Work();
  bool Prepare(const std::string& delivery, Posting* posting);
  void Attempt(const std::string& delivery);
  long Post(const Posting& posting);
  // Returns the pause before the next attempt, or nothing if there is none.
  std::optional<int64_t> Record(const std::string& delivery, long status);

  Store& store_;
  Clock& clock_;
  const std::string ca_file_;
  WebhookCounts counts_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable attempted_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue_;
  std::unordered_map<std::string, std::string> first_attempts_;  // delivery → event, not over yet
  std::vector<std::thread> workers_;
  bool stopping_ = false;
};

}  // namespace stripe_sandbox
