#include "common/outbox/breaker.h"

#include <catch2/catch.hpp>

#include "absl/time/clock.h"

namespace keys::outbox {
namespace {

using Pass = Breaker::Pass;

// Returns the first answer of Admit that is not kNo.
Pass Awaited(Breaker& breaker) {
  Pass pass = breaker.Admit();
  while (pass == Pass::kNo) {
    absl::SleepFor(absl::Milliseconds(1));
    pass = breaker.Admit();
  }
  return pass;
}

TEST_CASE("a circuit opens after the failures in a row, and not before") {
  Breaker breaker({.failures = 3, .first_pause = absl::Hours(1), .longest_pause = absl::Hours(1)});
  for (int i = 0; i < 2; ++i) {
    CHECK(breaker.Admit() == Pass::kYes);
    breaker.Learn(false);
  }
  CHECK_FALSE(breaker.Learn(true));  // an answer in between begins the count anew
  for (int i = 0; i < 3; ++i) {
    CHECK(breaker.Admit() == Pass::kYes);
    breaker.Learn(false);
  }
  CHECK(breaker.open());
  CHECK(breaker.Admit() == Pass::kNo);
}

TEST_CASE("after the pause one probe is let through, and its answer closes the circuit") {
  Breaker breaker({.failures = 1, .first_pause = absl::Milliseconds(2)});
  breaker.Learn(false);
  CHECK(Awaited(breaker) == Pass::kProbe);
  CHECK(breaker.Admit() == Pass::kNo);  // one is under way
  breaker.Forget();
  CHECK(breaker.Admit() == Pass::kProbe);
  CHECK_FALSE(breaker.Learn(false));
  CHECK(breaker.open());
  CHECK(Awaited(breaker) == Pass::kProbe);
  CHECK(breaker.Learn(true));
  CHECK(breaker.Admit() == Pass::kYes);
}

}  // namespace
}  // namespace keys::outbox
