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
    // Counts running and waiting jobs together.
    int max_in_flight = 256;
  };
  explicit WorkerPool(Options options);
  // Runs the jobs that were admitted, then joins the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Returns false when the pool is full or stopping; `job` was not taken then. Jobs of different
  // owners take turns.
  bool TrySubmit(std::function<void()> job, const std::string& owner = "");

  // Returns true when no job runs or waits any more before the deadline.
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
