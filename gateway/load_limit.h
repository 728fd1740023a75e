// How many calls to one process may be under way at once: as many as it answered in the last
// 100 ms, and `always` in any case. A call that would wait longer than that is refused at once,
// which costs little, so that a process that gets more calls than it can answer goes on answering
// as many as it can, and quickly.
//
//   LoadLimit limit;
//   if (!limit.Begin(now)) return Refuse();
//   …  limit.End(now);
//
// Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace keys::gateway {

class LoadLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds kLongestWait{100};
  // A burst of so many is let through whatever was answered before it, such as when a new revision
  // of the catalog empties the cache. Half of what a process takes in (MAX_IN_FLIGHT).
  static constexpr int kAlways = 128;

  explicit LoadLimit(int always = kAlways) : always_(always) {}

  // Returns false when the call is to be refused. Otherwise End must be called once.
  bool Begin(Time now);
  void End(Time now);

 private:
  void TurnTo(Time now);

  const int always_;
  std::mutex mutex_;
  int under_way_ = 0;
  // Time is counted in periods of kLongestWait.
  int64_t period_ = 0;
  int ended_in_this_ = 0;
  int ended_in_last_ = 0;
};

}  // namespace keys::gateway
