// Deletes signals that have expired, a batch a minute, so that the promise to keep them for 90 days
// holds even for people who never come back. Thread-safe.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "common/pg/pool.h"
#include "common/time/clock.h"

namespace keys::discovery {

class SignalPruner {
 public:
  SignalPruner(pg::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}
  ~SignalPruner() { Stop(); }

  void Start();
  void Stop();

 private:
  void Run();

  pg::Pool& pool_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace keys::discovery
