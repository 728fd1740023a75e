#include "common/time/clock.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/base/byte_order_mark.h"
#include "common/base/text.h"

namespace keys {
namespace {

constexpr int64_t kLookEveryNanoseconds = 100'000'000;  // promised by CLOCK_OFFSET_FILE
constexpr double kLargestOffsetSeconds = 10.0 * 366 * 24 * 3600;

int64_t SteadyNanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

absl::Time CutToMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

// Returns false when the text is no offset.
bool ReadOffset(const std::string& path, absl::Duration& offset) {
  std::ifstream file(path);
  if (!file) {
    offset = absl::ZeroDuration();
    return true;
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const absl::string_view number = absl::StripAsciiWhitespace(ToAbsl(WithoutByteOrderMark(text)));
  if (number.empty()) {
    offset = absl::ZeroDuration();
    return true;
  }
  double seconds = 0;
  if (!absl::SimpleAtod(number, &seconds)) return false;
  if (!(seconds >= -kLargestOffsetSeconds && seconds <= kLargestOffsetSeconds)) return false;
  offset = absl::Seconds(seconds);
  return true;
}

}  // namespace

SystemClock::SystemClock(std::string offset_file) : offset_file_(std::move(offset_file)) {}

absl::Time SystemClock::Now() const { return CutToMicroseconds(absl::Now() + Offset()); }

absl::Duration SystemClock::Offset() const {
  if (offset_file_.empty()) return absl::ZeroDuration();
  if (SteadyNanoseconds() >= next_look_.load(std::memory_order_acquire)) {
    absl::MutexLock lock(&mutex_);
    const int64_t now = SteadyNanoseconds();
    if (now >= next_look_.load(std::memory_order_relaxed)) {
      absl::Duration offset;
      if (ReadOffset(offset_file_, offset)) {
        offset_microseconds_.store(absl::ToInt64Microseconds(offset), std::memory_order_relaxed);
      }
      next_look_.store(now + kLookEveryNanoseconds, std::memory_order_release);
    }
  }
  return absl::Microseconds(offset_microseconds_.load(std::memory_order_relaxed));
}

FakeClock::FakeClock() : FakeClock(absl::FromUnixSeconds(1'795'435'200)) {}

FakeClock::FakeClock(absl::Time start) : now_(CutToMicroseconds(start)) {}

absl::Time FakeClock::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void FakeClock::Set(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  now_ = CutToMicroseconds(now);
}

void FakeClock::Advance(absl::Duration by) {
  absl::MutexLock lock(&mutex_);
  now_ = CutToMicroseconds(now_ + by);
}

}  // namespace keys
