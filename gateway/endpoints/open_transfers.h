// Transfers under way and whether they may go on: access that ends, ends them in the middle.
//
//   OpenTransfers transfers(upstream, metrics);
//   transfers.Follow(entitlement_address, minter);
//   auto leave = transfers.Begin(holding, asked_at);
//   if (!leave->Check().ok()) …        // asked before each block, and by the server now and then
//   if (leave->Waits()) …              // no block now, perhaps soon
//   leave->Subscribe([] { … });        // and told at once
//
// Entitlement is asked again, each person's use of a KEY once: as soon as its stream tells of a
// change that may concern it, when its grant ends by its date, when the stream has been down, and
// kRecheckEvery after the last yes in any case. A yes holds kYesHolds from the moment it was asked
// for, so that a transfer ends within a second of a revocation also when entitlement cannot be
// reached: failure to decide is a no. Where nobody is there to decide, because entitlement is being
// restarted, it waits instead and sends no further block, for kRestartHolds at most: who took
// access away would have had to ask that process. A transfer shorter than kRecheckEvery that
// nothing happens to costs no further call.
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

  // Leave to go on, shared by the transfers of one person and KEY that began with the same yes.
  class Leave {
   public:
    explicit Leave(Moment yes_of) : yes_of_(yes_of) {}
    // LINK_REVOKED after a no, for good; UNAVAILABLE while the last yes is too old, unless it
    // Waits. Never blocks.
    absl::Status Check() const;
    // The last yes is too old, and since it was given nobody was there to give another one.
    bool Waits() const;

    // `over` is called when Check begins to say no, at once if a no has come; on any thread, more
    // than once while it is undecided. It must not block, and may still be called just after
    // Unsubscribe.
    int64_t Subscribe(std::function<void()> over) const;
    void Unsubscribe(int64_t subscription) const;

   private:
    friend struct State;
    friend class OpenTransfers;
    std::chrono::steady_clock::duration Age() const;
    // A yes that was asked for then.
    void Confirm(Moment asked_at);
    // False when it was revoked already.
    bool Revoke();
    void TellSubscribers() const;

    std::atomic<Moment> yes_of_;
    std::atomic<bool> revoked_ = false;
    // Since the last yes entitlement was found not to be running. It may be silent for a moment
    // when it has just begun again, so only a decision ends this.
    std::atomic<bool> absent_ = false;
    mutable std::mutex mutex_;
    mutable int64_t subscriptions_ = 0;
    mutable std::map<int64_t, std::function<void()>> subscribers_;
  };

  OpenTransfers(Upstream& upstream, metrics::Registry& metrics);
  // Stops. What is still asked of `upstream` may be answered later.
  ~OpenTransfers();
  OpenTransfers(const OpenTransfers&) = delete;
  OpenTransfers& operator=(const OpenTransfers&) = delete;

  // Follows entitlement's stream until Stop; once.
  void Follow(const std::string& entitlement_address, rpc::TokenMinter& minter);
  // What the stream says; for Follow and for tests.
  void OnUp();
  void OnChange(const entitlement::v1::AccessChange& change);
  void OnDown();

  // `asked_at`: when the yes the transfer begins with was asked for. It is checked as long as
  // somebody keeps the leave.
  std::shared_ptr<const Leave> Begin(const entitlement::v1::Holding& holding, Moment asked_at);

  // Ends the stream; nobody is asked any more.
  void Stop();

 private:
  class Stream;
  const std::shared_ptr<State> state_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace keys::gateway
