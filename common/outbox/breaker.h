// Stops asking a receiver that cannot be reached, so that neither a worker nor the rows wait for it
// one time-out each: after `failures` tries in a row nothing is tried for a pause, then one probe.
// An answer to the probe closes the circuit; no answer opens it again for twice the pause.
//
//   if (const auto pass = breaker.Admit(); pass != Breaker::Pass::kNo) {
//     …try…
//     breaker.Learn(reached);      // or Forget(), when there was nothing to try
//   }
//
// Pauses are measured in real time, so that correcting the wall clock cannot lengthen one.
// Thread-safe.
#pragma once

#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/time/deadline.h"

namespace keys::outbox {

struct BreakerOptions {
  int failures = 3;
  absl::Duration first_pause = absl::Milliseconds(500);
  absl::Duration longest_pause = absl::Seconds(5);
};

class Breaker {
 public:
  explicit Breaker(BreakerOptions options) : options_(options) {}

  enum class Pass { kNo, kProbe, kYes };
  Pass Admit();
  // Records the result of an admitted try. Returns true when it closed an open circuit.
  bool Learn(bool reached);
  // Takes back an admitted try that was not made.
  void Forget();
  bool open() const;

 private:
  const BreakerOptions options_;
  mutable absl::Mutex mutex_;
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  bool probing_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_) = absl::ZeroDuration();
  // Set while the circuit is open.
  std::optional<Deadline> shut_until_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::outbox
