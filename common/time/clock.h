// The only code that reads the wall clock. All other code is given a Clock.
//
//   SystemClock clock("/run/keys/clock_offset");  // or SystemClock clock;
//   store.Insert(row, clock.Now());
//   FakeClock clock(absl::FromUnixSeconds(1'800'000'000));  // in tests
//   clock.Advance(absl::Hours(1));
//
// This is business time; waiting is measured by common/time/deadline.h. Times are cut to
// microseconds, which is what Postgres keeps, so that a value written and read again is equal.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/time/rfc3339.h"

namespace keys {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's time, plus the seconds written in a file (CLOCK_OFFSET_FILE; a decimal number,
// maybe negative). The file is looked at again at most every 100 ms. Without a file, or while it is
// absent or empty, nothing is added; while it holds something else, the last good offset stays.
class SystemClock : public Clock {
 public:
  explicit SystemClock(std::string offset_file = "");
  absl::Time Now() const override;

 private:
  absl::Duration Offset() const;

  const std::string offset_file_;
  mutable absl::Mutex mutex_;
  mutable std::atomic<int64_t> offset_microseconds_{0};
  mutable std::atomic<int64_t> next_look_{0};  // steady nanoseconds
};

// A clock that stands still until a test moves it.
class FakeClock : public Clock {
 public:
  // Starts at 2026-11-23T12:00:00Z unless another time is given.
  FakeClock();
  explicit FakeClock(absl::Time start);
  absl::Time Now() const override;
  void Set(absl::Time now);
  void Advance(absl::Duration by);

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys
