// Which revision of the catalog this gateway knows of, and a place to wait for a later one.
//
//   RevisionGate gate;
//   gate.Learn(7);                                            // what the stream says
//   gate.Await(8, Deadline::After(absl::Seconds(1)), [] { … });  // when 8 was learnt, or too late
//   if (auto revision = gate.Current()) …                     // copies of this revision are fresh
//
// Thread-safe. What was awaited runs on the gate's own thread, or at once where nothing is to be
// waited for.
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

  // The catalog is at this revision.
  void Learn(int64_t revision);
  // From now on nobody says which revision the catalog is at.
  void Lose();

  // The catalog's revision as far as it is known; nothing while the stream is down, or while it is
  // behind an answer that this gateway has passed on.
  std::optional<int64_t> Current() const;

  // Calls `then` once: when `revision` was learnt, when `by` has passed, or at once when nobody
  // would say. From now on an earlier revision is not current.
  void Await(int64_t revision, Deadline by, std::function<void()> then);

  // Lets everybody go; nobody waits any more.
  void Stop();

 private:
  struct Waiter {
    int64_t revision;
    Deadline by;
    std::function<void()> then;
  };
  void Run();
  // Under the lock: those who need not wait any more.
  std::vector<std::function<void()>> TakeReady();
  Deadline NextDeadline() const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int64_t> known_;
  int64_t required_ = 0;
  bool stopping_ = false;
  std::vector<Waiter> waiters_;
  std::thread thread_;
};

}  // namespace keys::gateway
