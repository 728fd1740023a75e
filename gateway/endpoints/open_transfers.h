// Transfers under way and whether they may go on: access that ends, ends them in the middle.
//
//   auto leave = transfers.Begin(holding, asked_at);
//   if (!leave->Check().ok()) …  // asked before each block, and by the server ten times a second
//
// Entitlement is asked again kRecheckEvery after it last said yes, for all transfers in one call,
// each person's use of a KEY once. A yes holds kYesHolds from the moment it was asked for, so that
// a transfer ends within a second of a revocation also when entitlement cannot be reached: failure
// to decide is a no. A transfer shorter than kRecheckEvery costs no further call.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "gateway/upstream.h"
#include "keys/entitlement/v1/holdings.pb.h"

namespace keys::gateway {

inline constexpr absl::Duration kRecheckEvery = absl::Milliseconds(250);
// With the server's sweep of 100 ms this is CONTRACT's second.
inline constexpr absl::Duration kYesHolds = absl::Milliseconds(850);

class OpenTransfers {
 private:
  struct State;

 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Leave to go on, shared by the transfers of one person and KEY that began with the same yes.
  class Leave {
   public:
    explicit Leave(Moment yes_of) : yes_of_(yes_of) {}
    // LINK_REVOKED after a no, for good; UNAVAILABLE while the last yes is too old. Never blocks.
    absl::Status Check() const;

   private:
    friend struct State;
    friend class OpenTransfers;
    std::atomic<Moment> yes_of_;
    std::atomic<bool> revoked_ = false;
  };

  OpenTransfers(Upstream& upstream, metrics::Registry& metrics);
  ~OpenTransfers();
  OpenTransfers(const OpenTransfers&) = delete;
  OpenTransfers& operator=(const OpenTransfers&) = delete;

  // `asked_at`: when the yes the transfer begins with was asked for. It is checked as long as
  // somebody keeps the leave.
  std::shared_ptr<const Leave> Begin(const entitlement::v1::Holding& holding, Moment asked_at);

 private:
  const std::shared_ptr<State> state_;
};

}  // namespace keys::gateway
