// A moment by which something must be done, on a clock nobody can turn (steady_clock): business
// time may be shifted by CLOCK_OFFSET_FILE, waiting may not.
//
//   const Deadline deadline = Deadline::After(absl::Seconds(2));
//   poll(fds, 1, absl::ToInt64Milliseconds(deadline.Remaining()));
//
// A value; thread-safe as values are.
#pragma once

#include <algorithm>
#include <chrono>

#include "absl/time/time.h"

namespace keys {

class Deadline {
 public:
  static Deadline After(absl::Duration duration) {
    if (duration >= absl::Hours(24 * 365)) return Never();
    return Deadline(std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration));
  }
  static Deadline Never() { return Deadline(std::chrono::steady_clock::time_point::max()); }

  // Returns the time left: never negative, and InfiniteDuration for Never().
  absl::Duration Remaining() const {
    if (never()) return absl::InfiniteDuration();
    return std::max(absl::ZeroDuration(),
                    absl::FromChrono(when_ - std::chrono::steady_clock::now()));
  }
  bool Expired() const { return Remaining() == absl::ZeroDuration(); }
  bool never() const { return when_ == std::chrono::steady_clock::time_point::max(); }

  // Returns the earlier of this deadline and `duration` from now.
  Deadline Within(absl::Duration duration) const {
    return Deadline(std::min(when_, After(duration).when_));
  }
  std::chrono::steady_clock::time_point time_point() const { return when_; }

 private:
  explicit Deadline(std::chrono::steady_clock::time_point when) : when_(when) {}
  std::chrono::steady_clock::time_point when_;
};

}  // namespace keys
