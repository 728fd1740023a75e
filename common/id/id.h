// Where ids come from, and how they are written: UUIDs in lower-case 8-4-4-4-12.
//
//   UuidV7Source ids(clock);
//   const std::string id = ids.NewUuid();           // sorts after every id made before it
//   std::optional<std::string> id = NormalizeUuid("A0EE…");  // lower case, or nothing
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/time/clock.h"

namespace keys {

class IdSource {
 public:
  virtual ~IdSource() = default;
  virtual std::string NewUuid() = 0;
};

// RFC 9562 version 7. Ids of one source rise strictly, also within a millisecond and when the clock
// is turned back (§6.2, method 1: rand_a is a counter that starts anew at a random value in each
// millisecond; when it is used up, the timestamp runs ahead of the clock).
class UuidV7Source : public IdSource {
 public:
  explicit UuidV7Source(const Clock& clock);
  std::string NewUuid() override;

 private:
  const Clock& clock_;
  absl::Mutex mutex_;
  int64_t last_milliseconds_ ABSL_GUARDED_BY(mutex_) = 0;
  uint32_t counter_ ABSL_GUARDED_BY(mutex_) = 0;
};

// A source for tests: …-000000000001, …-000000000002 and so on, well-formed UUIDs of version 7.
class SequenceIdSource : public IdSource {
 public:
  std::string NewUuid() override;

 private:
  absl::Mutex mutex_;
  int64_t next_ ABSL_GUARDED_BY(mutex_) = 1;
};

// Accepts 8-4-4-4-12 hexadecimal digits of either case. Version and variant are not checked.
bool IsUuid(std::string_view text);

// Returns the id in lower case, or nothing when it is no UUID.
std::optional<std::string> NormalizeUuid(std::string_view text);

}  // namespace keys
