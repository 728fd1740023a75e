// Everything the sandbox is made of, wired once in main and handed to whoever serves a request.
// Each part says for itself how threads may use it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "tests/fakes/stripe_sandbox/accounts.h"
#include "tests/fakes/stripe_sandbox/clock.h"
#include "tests/fakes/stripe_sandbox/faults.h"
#include "tests/fakes/stripe_sandbox/options.h"
#include "tests/fakes/stripe_sandbox/request_log.h"
#include "tests/fakes/stripe_sandbox/store.h"
#include "tests/fakes/stripe_sandbox/subset.h"
#include "tests/fakes/stripe_sandbox/webhook_modes.h"
#include "tests/fakes/stripe_sandbox/webhooks.h"

namespace stripe_sandbox {

// The sandbox's own faults: objects that do not fit the subset. /_ledger shows them, and a test run
// with any entry here has found a fault of the sandbox.
class SelfCheck {
 public:
  static constexpr size_t kKept = 50;
  void Report(const std::string& where, const std::vector<std::string>& misfits);
  std::vector<std::string> Found() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> found_;
};

// Lets a held request wait without keeping the process from stopping.
class StopSignal {
 public:
  void Raise();
  bool raised() const;
  void Sleep(int64_t millis) const;  // returns early when raised

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool raised_ = false;
};

// Idempotency-Keys of requests that are being worked on.
class KeysInFlight {
 public:
  bool Enter(const std::string& key);  // false: somebody else is in
  void Leave(const std::string& key);

 private:
  std::mutex mutex_;
  std::unordered_set<std::string> keys_;
};

struct World {
  World(Options given, std::unique_ptr<Subset> rules)
      : options(std::move(given)),
        subset(std::move(rules)),
        clock(options.clock_offset_file),
        webhooks(store, clock, options.webhook_ca_file) {}

  const Options options;
  const std::unique_ptr<Subset> subset;
  Clock clock;
  Store store;
  Faults faults;
  WebhookModes webhook_modes;
  Webhooks webhooks;
  RequestLog requests;
  SelfCheck self_check;
  StopSignal stop;
  Account account{options.secret_key};
  KeysInFlight keys_in_flight;
  std::string base_url;  // of the HTTP listener; set before the first request

  // Set through /_control.
  std::atomic<bool> portal_configured{true};
  // "": the subset's version is taken; else only this one is.
  std::mutex api_version_mutex;
  std::string api_version;
  // The smallest charge there is after conversion to the settlement currency, in the paid one's
  // minor unit; 0: what Stripe's table says of the paid one.
  std::atomic<int64_t> settlement_minimum{0};
  std::mutex refund_mode_mutex;
  std::string refund_mode = "succeeded";  // the status new refunds begin with
};

}  // namespace stripe_sandbox
