#include "services/billing/domain/refund_plan.h"

#include <algorithm>

namespace keys::billing {
namespace {

int64_t LeftOf(const std::vector<RefundLine>& lines) {
  int64_t left = 0;
  for (const RefundLine& line : lines) left += line.net_cents;
  return left;
}

RefundPlan PlanAll(int64_t final_cents, const std::vector<RefundLine>& lines) {
  const auto pledged = [](const RefundLine& line) { return line.pledged_cents > 0; };
  if (std::any_of(lines.begin(), lines.end(), pledged)) return {RefundVerdict::kCreditInUse};
  const auto gives = [](const RefundLine& line) { return line.gives; };
  if (final_cents == 0) {
    const bool any = std::any_of(lines.begin(), lines.end(), gives);
    return {any ? RefundVerdict::kAllowed : RefundVerdict::kNothingLeft};
  }
  const int64_t left = LeftOf(lines);
  if (left == 0) return {RefundVerdict::kNothingLeft};
  return {RefundVerdict::kAllowed, left};
}

RefundPlan PlanAmount(const std::vector<RefundLine>& lines, int64_t amount, int64_t step) {
  int64_t above_pledges = 0;
  for (const RefundLine& line : lines) {
    above_pledges += std::max<int64_t>(0, line.net_cents - line.pledged_cents);
  }
  const int64_t left = LeftOf(lines);
  if (left == 0) return {RefundVerdict::kNothingLeft};
  if (amount > left) return {RefundVerdict::kTooMuch};
  if (amount % step != 0) return {RefundVerdict::kNotAStep};
  if (amount > above_pledges) return {RefundVerdict::kCreditInUse};
  return {RefundVerdict::kAllowed, amount};
}

RefundPlan PlanLine(const std::vector<RefundLine>& lines, std::size_t wanted, int64_t step) {
  const RefundLine& line = lines[wanted];
  if (line.pledged_cents > 0) return {RefundVerdict::kCreditInUse};
  if (!line.gives) return {RefundVerdict::kNothingLeft};
  if (line.amount_cents == 0) return {RefundVerdict::kAllowed};
  int64_t kept_value = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == wanted || !lines[i].gives) continue;
    if (!lines[i].list_price_cents.has_value()) return {RefundVerdict::kKeepsTooMuch};
    kept_value += *lines[i].list_price_cents;
  }
  const int64_t limit = std::max<int64_t>(0, LeftOf(lines) - kept_value);
  int64_t amount = std::min(limit, line.net_cents);
  // An amount between two steps cannot be refunded and stays on the order.
  amount -= amount % step;
  if (line.net_cents == 0) return {RefundVerdict::kNothingLeft};
  if (amount == 0) return {RefundVerdict::kKeepsTooMuch};
  return {RefundVerdict::kAllowed, amount};
}

}  // namespace

RefundPlan PlanRefund(int64_t final_cents, const std::vector<RefundLine>& lines,
                      const RefundWish& wish) {
  if (wish.line.has_value()) return PlanLine(lines, *wish.line, wish.step_cents);
  if (wish.amount_cents.has_value()) {
    return PlanAmount(lines, *wish.amount_cents, wish.step_cents);
  }
  return PlanAll(final_cents, lines);
}

}  // namespace keys::billing
