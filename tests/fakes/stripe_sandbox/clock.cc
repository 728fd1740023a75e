#include "tests/fakes/stripe_sandbox/clock.h"

#include <ctime>
#include <fstream>

namespace stripe_sandbox {
namespace {

constexpr int64_t kLookAgainMillis = 100;

int64_t Millis(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1000000;
}

}  // namespace

int64_t Clock::NowMillis() { return Millis(CLOCK_REALTIME) + OffsetSeconds() * 1000; }

int64_t Clock::OffsetSeconds() {
  if (offset_file_.empty()) return 0;
  const int64_t now = Millis(CLOCK_MONOTONIC);
  std::lock_guard<std::mutex> lock(mutex_);
  if (looked_millis_ >= 0 && now - looked_millis_ < kLookAgainMillis) return offset_seconds_;
  looked_millis_ = now;
  std::ifstream file(offset_file_);
  double seconds = 0;
  // A file being rewritten may be empty for a moment: then the last offset stands.
  if (file >> seconds) offset_seconds_ = static_cast<int64_t>(seconds);
  return offset_seconds_;
}

}  // namespace stripe_sandbox
