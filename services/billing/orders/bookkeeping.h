// The time that writing down what has already happened may take.
#pragma once

#include "absl/time/time.h"

namespace keys::billing {

// Such a statement gets time of its own, because what Stripe did must not be forgotten when the
// deadline of the client that asked for it has passed.
inline constexpr absl::Duration kBookkeepingLimit = absl::Seconds(3);

}  // namespace keys::billing
