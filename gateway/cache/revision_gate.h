// Knows the latest revision of the catalog that this gateway has heard of, and lets callers wait
// for a later one.
//
//   RevisionGate gate;
//   gate.Learn(7);                                            // what the stream says
//   gate.Await(8, Deadline::After(absl::Seconds(1)), [] { … });  // when 8 was learnt, or too late
//   if (auto revision = gate.Current()) …                     // copies of this revision are fresh
//
// Thread-safe. Callbacks run on the gate's own thread, or at once when there is nothing to wait
// for.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "common/time/deadline.h"

namespace keys::gateway {

class RevisionGate {
 public:
  RevisionGate();
  // Stops.
  ~RevisionGate();
  RevisionGate(const RevisionGate&) = delete;
  RevisionGate& operator=(const RevisionGate&) = delete;

  // Records that the catalog is at this revision.
  void Learn(int64_t revision);
  // Records that the catalog's revision is not known from now on, because the watch is down.
  void Lose();

  // Returns the catalog's revision. Nothing while the watch is down, or while it is behind an
  // answer that this gateway has passed on.
  std::optional<int64_t> Current() const;

  // Returns the highest revision that was learnt or awaited; nothing before the first.
  std::optional<int64_t> Seen() const;

  // Calls `then` once: when `revision` was learnt, when `by` has passed, or at once while the watch
  // is down. From now on an earlier revision is not current.
  void Await(int64_t revision, Deadline by, std::function<void()> then);

  // Releases everybody who waits, now and later.
  void Stop();

 private:
  struct Waiter {
    int64_t revision;
    Deadline by;
    std::function<void()> then;
  };
  void Run();
  // Returns the callbacks that need not wait any more. The caller holds the lock.
  std::vector<std::function<void()>> TakeReady();
  Deadline NextDeadline() const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int64_t> known_;
  int64_t required_ = 0;
  std::optional<int64_t> seen_;
  bool stopping_ = false;
  std::vector<Waiter> waiters_;
  std::thread thread_;
};

}  // namespace keys::gateway
