// Keeps the downloads under way and decides whether they may go on. A download is cut in the middle
// when its access ends.
//
//   OpenTransfers transfers(upstream, metrics);
//   transfers.Follow(entitlement_address, minter);
//   auto leave = transfers.Begin(holding, asked_at);
//   if (!leave->Check().ok()) …        // asked before each block, and by the server now and then
//   if (leave->Waits()) …              // no block now, perhaps soon
//   leave->Subscribe([] { … });        // and told at once
//
// Entitlement is asked again, once for each person's use of a KEY: as soon as its watch reports a
// change that may concern it, when its grant ends by its date, when the watch has been down, and in
// any case kRecheckEvery after the last yes. A yes is valid for kYesHolds from the moment it was
// asked for, so that a transfer ends within a second of a revocation even when entitlement cannot
// be reached: failure to decide is a no.
// While entitlement is being restarted, a transfer waits instead and sends no further block, for
// kRestartHolds at most. This is safe, because access can be revoked only through that process. A
// transfer shorter than kRecheckEvery costs no further call unless something changes.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_token.h"
#include "gateway/upstream.h"
#include "keys/entitlement/v1/holdings.pb.h"
#include "keys/entitlement/v1/watch.pb.h"

namespace keys::gateway {

// The period after which access is asked for again even if the watch reports no change.
inline constexpr absl::Duration kRecheckEvery = absl::Milliseconds(250);
// With the server's sweep of 100 ms this keeps the promise that a transfer is cut within a second
// (docs/contract.md §5).
inline constexpr absl::Duration kYesHolds = absl::Milliseconds(850);
// While entitlement restarts, a transfer may go on for this long after its last yes. The supervisor
// may wait five seconds before it starts a process again.
inline constexpr absl::Duration kRestartHolds = absl::Seconds(10);

class OpenTransfers {
 private:
  struct State;

 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Permission to go on, shared by the transfers of one person and KEY that began with the same
  // yes.
  class Leave {
   public:
    explicit Leave(Moment yes_of) : yes_of_(yes_of) {}
    // Returns LINK_REVOKED after a no, which is final; UNAVAILABLE while the last yes is too old,
    // unless Waits is true. Never blocks.
    absl::Status Check() const;
    // True when the last yes is too old and entitlement has not been running since then to give
    // another.
    bool Waits() const;

    // `over` is called when Check begins to say no, or at once if it does already. It is called on
    // any thread, possibly more than once while nothing is decided, must not block, and may still
    // be called just after Unsubscribe.
    int64_t Subscribe(std::function<void()> over) const;
    void Unsubscribe(int64_t subscription) const;

   private:
    friend struct State;
    friend class OpenTransfers;
    std::chrono::steady_clock::duration Age() const;
    // Records a yes that was asked for at `asked_at`.
    void Confirm(Moment asked_at);
    // Returns false when it was revoked already.
    bool Revoke();
    void TellSubscribers() const;

    std::atomic<Moment> yes_of_;
    std::atomic<bool> revoked_ = false;
    // Entitlement was found not to be running since the last yes. A process that has just begun may
    // not answer for a moment, so only a decision resets this.
    std::atomic<bool> absent_ = false;
    mutable std::mutex mutex_;
    mutable int64_t subscriptions_ = 0;
    mutable std::map<int64_t, std::function<void()>> subscribers_;
  };

  OpenTransfers(Upstream& upstream, metrics::Registry& metrics);
  // Stops. Calls of `upstream` that are under way may be answered later.
  ~OpenTransfers();
  OpenTransfers(const OpenTransfers&) = delete;
  OpenTransfers& operator=(const OpenTransfers&) = delete;

  // Follows entitlement's watch until Stop. May be called once.
  void Follow(const std::string& entitlement_address, rpc::TokenMinter& minter);
  // Called by Follow, and by tests, with what the watch reports.
  void OnUp();
  void OnChange(const entitlement::v1::AccessChange& change);
  void OnDown();

  // `asked_at` is the time at which the yes was asked for with which the transfer begins. The
  // access is checked as long as somebody keeps the leave.
  std::shared_ptr<const Leave> Begin(const entitlement::v1::Holding& holding, Moment asked_at);

  // Ends the watch and all checks.
  void Stop();

 private:
  class Stream;
  const std::shared_ptr<State> state_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace keys::gateway
