// The sandbox's clock: the machine's, plus the seconds that stand in CLOCK_OFFSET_FILE, so that
// tests can let a session expire or a day pass. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

namespace stripe_sandbox {

class Clock {
 public:
  // `offset_file` may be "" (no offset) or not exist yet (offset 0). It is looked at again at most
  // every 100 ms.
  explicit Clock(std::string offset_file) : offset_file_(std::move(offset_file)) {}

  int64_t NowSeconds() { return NowMillis() / 1000; }  // since 1970
  int64_t NowMillis();

 private:
  int64_t OffsetSeconds();

  const std::string offset_file_;
  std::mutex mutex_;
  int64_t looked_millis_ = -1;  // monotonic
  int64_t offset_seconds_ = 0;
};

}  // namespace stripe_sandbox
