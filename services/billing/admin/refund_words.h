// What an administrator is told of a refund that was planned.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/billing/domain/refund_plan.h"

namespace keys::billing {

// Ok when it may go on. `holders`: the orders that hold credits of what was paid. Pure.
absl::Status ExplainRefund(const RefundPlan& plan, const std::vector<std::string>& holders);

}  // namespace keys::billing
