// What an administrator may refund of an order (docs/contract.md §4, "Refunds"): in full, by
// amount, or one line. Pure; amounts are integers in the minor unit of the order's currency.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace keys::billing {

struct RefundLine {
  // Charged, and what of it is left after refunds.
  int64_t amount_cents = 0;
  int64_t net_cents = 0;
  // What credits of other orders hold of it.
  int64_t pledged_cents = 0;
  // As quoted; absent where the KEY could not be bought singly.
  std::optional<int64_t> list_price_cents;
  // Gives access that was not taken back.
  bool gives = false;
};

struct RefundWish {
  // At most one of the two; neither: everything.
  std::optional<int64_t> amount_cents;
  std::optional<std::size_t> line;
  // Only multiples of it can be refunded (common/money/currency.h).
  int64_t step_cents = 1;
};

enum class RefundVerdict {
  kAllowed,
  kNothingLeft,   // refunded already, or the line gives nothing
  kTooMuch,       // more than is left on the order
  kCreditInUse,   // a pledge would no longer be covered
  kNotAStep,      // no multiple of what the currency is refunded in
  kKeepsTooMuch,  // the KEYS kept are worth all that was paid, or have no price
};

struct RefundPlan {
  RefundVerdict verdict = RefundVerdict::kAllowed;
  // 0 with kAllowed: nothing was paid, so nothing is asked of Stripe.
  int64_t amount_cents = 0;
};

// `final_cents`: what the order cost.
RefundPlan PlanRefund(int64_t final_cents, const std::vector<RefundLine>& lines,
                      const RefundWish& wish);

}  // namespace keys::billing
