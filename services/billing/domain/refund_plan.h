// Decides what an administrator may refund of an order (docs/contract.md §4, "Refunds"): in full,
// by amount, or one line. Pure; amounts are integers in the minor unit of the order's currency.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace keys::billing {

struct RefundLine {
  // The amount that was charged, and the rest of it after refunds.
  int64_t amount_cents = 0;
  int64_t net_cents = 0;
  // The part that is pledged to other orders.
  int64_t pledged_cents = 0;
  // The list price as quoted. Absent where the KEY could not be bought singly.
  std::optional<int64_t> list_price_cents;
  // True when the line gives access that was not taken back.
  bool gives = false;
};

struct RefundWish {
  // At most one of the two may be set. Without either, everything is refunded.
  std::optional<int64_t> amount_cents;
  std::optional<std::size_t> line;
  // Only multiples of the step can be refunded (common/money/currency.h).
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
  // 0 with kAllowed says that nothing was paid, so that Stripe need not be asked.
  int64_t amount_cents = 0;
};

// `final_cents` is the price of the order.
RefundPlan PlanRefund(int64_t final_cents, const std::vector<RefundLine>& lines,
                      const RefundWish& wish);

}  // namespace keys::billing
