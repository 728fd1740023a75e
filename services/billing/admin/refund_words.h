// Explains to an administrator what becomes of a planned refund.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/billing/domain/refund_plan.h"

namespace keys::billing {

// Returns Ok when the refund may go on. `holders` are the orders that used the refunded payments as
// credits. Pure.
absl::Status ExplainRefund(const RefundPlan& plan, const std::vector<std::string>& holders);

}  // namespace keys::billing
