#include "common/rpc/worker_pool.h"

#include <utility>

namespace keys::rpc {

WorkerPool::WorkerPool(Options options) : options_(options) {
  threads_.reserve(options_.threads);
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back(&WorkerPool::Work, this);
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TrySubmit(std::function<void()> job, const std::string& owner) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || in_flight_ >= options_.max_in_flight) return false;
    ++in_flight_;
    queue_.Push(owner, std::move(job));
  }
  wake_.notify_one();
  return true;
}

bool WorkerPool::WaitIdle(Deadline deadline) {
  std::unique_lock lock(mutex_);
  return idle_.wait_until(lock, deadline.time_point(), [this] { return in_flight_ == 0; });
}

int WorkerPool::in_flight() const {
  std::lock_guard lock(mutex_);
  return in_flight_;
}

void WorkerPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    std::function<void()> job = queue_.Pop();
    lock.unlock();
    job();
    job = nullptr;  // what it captured goes before the place is given away
    lock.lock();
    if (--in_flight_ == 0) idle_.notify_all();
  }
}

}  // namespace keys::rpc
