// Checks the reason that an administrator gives for a change of an order.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace keys::billing {

// Returns INVALID_ARGUMENT for a reason in which nothing can be seen, or of more than 500
// characters (2,000 bytes). The gateway checks this too; this is for callers that do not come
// through it.
absl::Status CheckReason(const std::string& reason);

}  // namespace keys::billing
