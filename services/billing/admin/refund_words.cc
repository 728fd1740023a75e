#include "services/billing/admin/refund_words.h"

#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::billing {

using error::Reason;

absl::Status ExplainRefund(const RefundPlan& plan, const std::vector<std::string>& holders) {
  switch (plan.verdict) {
    case RefundVerdict::kAllowed:
      return absl::OkStatus();
    case RefundVerdict::kNothingLeft:
      return error::Make(Reason::CONFLICT, "There is nothing left to refund here.");
    case RefundVerdict::kTooMuch:
      return error::Invalid("/amount_cents", "OUT_OF_RANGE", "That is more than is left.");
    case RefundVerdict::kNotAStep:
      return error::Invalid("/amount_cents", "NOT_A_STEP",
                            "Its currency is refunded in larger steps: three decimals end in 0, "
                            "ISK and UGX in 00.");
    case RefundVerdict::kKeepsTooMuch:
      return error::WithAction(
          error::Make(Reason::CONFLICT, "The KEYS kept are worth all that is left on the order."),
          "Refund in full, or by amount.");
    case RefundVerdict::kCreditInUse:
      break;
  }
  std::string names;
  for (const std::string& id : holders) names += Concat({names.empty() ? "" : ", ", id});
  return error::WithAction(
      error::Make(Reason::CREDIT_IN_USE,
                  Concat({"What was paid here is credited to other orders: ", names, "."})),
      "Refund those orders first.");
}

}  // namespace keys::billing
