#include "gateway/cache/revision_gate.h"

#include <algorithm>
#include <utility>

namespace keys::gateway {

RevisionGate::RevisionGate() : thread_([this] { Run(); }) {}

RevisionGate::~RevisionGate() { Stop(); }

void RevisionGate::Learn(int64_t revision) {
  std::lock_guard lock(mutex_);
  known_ = revision;
  seen_ = std::max(seen_.value_or(revision), revision);
  changed_.notify_all();
}

void RevisionGate::Lose() {
  std::lock_guard lock(mutex_);
  known_.reset();
  changed_.notify_all();
}

std::optional<int64_t> RevisionGate::Current() const {
  std::lock_guard lock(mutex_);
  if (!known_.has_value() || *known_ < required_) return std::nullopt;
  return known_;
}

std::optional<int64_t> RevisionGate::Seen() const {
  std::lock_guard lock(mutex_);
  return seen_;
}

void RevisionGate::Await(int64_t revision, Deadline by, std::function<void()> then) {
  {
    std::lock_guard lock(mutex_);
    required_ = std::max(required_, revision);
    seen_ = std::max(seen_.value_or(revision), revision);
    const bool waits = !stopping_ && known_.has_value() && *known_ < revision;
    if (waits) {
      waiters_.push_back({revision, by, std::move(then)});
      changed_.notify_all();
      return;
    }
  }
  then();
}

void RevisionGate::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RevisionGate::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    auto ready = TakeReady();
    if (!ready.empty()) {
      lock.unlock();
      for (const auto& then : ready) then();
      ready.clear();
      lock.lock();
      continue;
    }
    if (stopping_) return;
    const Deadline next = NextDeadline();
    next.never() ? changed_.wait(lock)
                 : static_cast<void>(changed_.wait_until(lock, next.time_point()));
  }
}

std::vector<std::function<void()>> RevisionGate::TakeReady() {
  std::vector<std::function<void()>> ready;
  std::vector<Waiter> waiting;
  for (Waiter& waiter : waiters_) {
    const bool waits =
        !stopping_ && known_.has_value() && *known_ < waiter.revision && !waiter.by.Expired();
    if (waits) {
      waiting.push_back(std::move(waiter));
    } else {
      ready.push_back(std::move(waiter.then));
    }
  }
  waiters_ = std::move(waiting);
  return ready;
}

Deadline RevisionGate::NextDeadline() const {
  Deadline next = Deadline::Never();
  for (const Waiter& waiter : waiters_) {
    if (waiter.by.time_point() < next.time_point()) next = waiter.by;
  }
  return next;
}

}  // namespace keys::gateway
