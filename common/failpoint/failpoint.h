// Named places where a test makes this process end, fail or stand still, so that every step of a
// chain can be cut on purpose.
//
//   failpoint::Configure(path);                                          // once, at start
//   RETURN_IF_ERROR(failpoint::Reach("billing.event.claimed", deadline));
//
// Off unless a file of rules is configured, which the process refuses off loopback; then a point
// costs one atomic load. The file is read at each arrival. One rule a line:
//
//   <id> <point> exit|error|hang [<n>]
//
// acts once, at the n-th arrival (1) after it was written, also across restarts: arrivals are noted
// in <file>.fired as "<id> <point> pass|exit|error|hang <pid>". A line that is no rule is ignored.
// exit is SIGKILL to oneself; error is UNAVAILABLE; hang lasts until the caller's deadline, at most
// kLongestHang, then DEADLINE_EXCEEDED. Thread-safe.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/time/deadline.h"

namespace keys::failpoint {

// Limits how long a point hangs for a caller that has no deadline.
inline constexpr absl::Duration kLongestHang = absl::Seconds(10);

// Must be called before other threads reach a point. An empty name switches failpoints off.
void Configure(std::string rules_file);

namespace internal {
extern std::atomic<bool> on;
absl::Status Act(std::string_view point, Deadline deadline);
}  // namespace internal

inline absl::Status Reach(std::string_view point, Deadline deadline) {
  if (!internal::on.load(std::memory_order_relaxed)) return absl::OkStatus();
  return internal::Act(point, deadline);
}

}  // namespace keys::failpoint
