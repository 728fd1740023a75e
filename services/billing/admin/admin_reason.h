// Why an administrator does something to an order.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace keys::billing {

// INVALID_ARGUMENT for a reason of nothing that can be seen, or of more than 500 characters (2,000
// bytes). The gateway asks for one too; this is for whoever calls without it.
absl::Status CheckReason(const std::string& reason);

}  // namespace keys::billing
