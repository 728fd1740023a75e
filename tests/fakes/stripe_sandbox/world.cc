#include "tests/fakes/stripe_sandbox/world.h"

#include <chrono>
#include <cstdio>

namespace stripe_sandbox {

void SelfCheck::Report(const std::string& where, const std::vector<std::string>& misfits) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (const std::string& misfit : misfits) {
    std::fprintf(stderr, "stripe_sandbox: %s: %s\n", where.c_str(), misfit.c_str());
    if (found_.size() < kKept) found_.push_back(where + ": " + misfit);
  }
}

std::vector<std::string> SelfCheck::Found() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return found_;
}

void StopSignal::Raise() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    raised_ = true;
  }
  changed_.notify_all();
}

bool StopSignal::raised() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return raised_;
}

void StopSignal::Sleep(int64_t millis) const {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(millis), [this] { return raised_; });
}

bool KeysInFlight::Enter(const std::string& key) {
  std::lock_guard<std::mutex> lock(mutex_);
  return keys_.insert(key).second;
}

void KeysInFlight::Leave(const std::string& key) {
  std::lock_guard<std::mutex> lock(mutex_);
  keys_.erase(key);
}

}  // namespace stripe_sandbox
