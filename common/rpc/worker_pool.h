// A bounded pool of threads for blocking handlers.
//
//   WorkerPool pool({.threads = 8, .max_in_flight = 128});
//   if (!pool.TrySubmit([] { … })) …  // full: answer RESOURCE_EXHAUSTED at once
//
// Admission counts running and waiting jobs together, so that a burst cannot slip past the limit.
// Jobs that are submitted for somebody wait in turns: of each owner one, then of each the next one.
// Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/turn_queue.h"
#include "common/time/deadline.h"

namespace keys::rpc {

class WorkerPool {
 public:
  struct Options {
    int threads = 8;
    // Running plus waiting.
    int max_in_flight = 256;
  };
  explicit WorkerPool(Options options);
  // Runs what was admitted, then joins.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False when full or stopping; then `job` was not taken. Whoever it is for is `owner`.
  bool TrySubmit(std::function<void()> job, const std::string& owner = "");

  // True when nothing runs or waits any more before the deadline.
  bool WaitIdle(Deadline deadline);

  int in_flight() const;

 private:
  void Work();

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  TurnQueue<std::function<void()>> queue_;
  int in_flight_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace keys::rpc
