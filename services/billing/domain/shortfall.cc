#include "services/billing/domain/shortfall.h"

#include <algorithm>

namespace keys::billing {

ShortfallPlan PlanShortfall(const std::vector<KeyAmount>& uncovered, int64_t shortfall_cents,
                            const money::Currency& currency) {
  ShortfallPlan plan;
  int64_t left = shortfall_cents;
  for (const KeyAmount& credit : uncovered) {
    // Each KEY is an item of its own at Stripe, so its amount must be a multiple of the step too.
    int64_t part = std::min(left, credit.amount_cents);
    part -= part % currency.step;
    if (part <= 0) continue;
    plan.lines.push_back({credit.key_id, part});
    plan.charge_cents += part;
    left -= part;
  }
  if (plan.charge_cents < currency.minimum_charge) plan = {};
  plan.given_away_cents = shortfall_cents - plan.charge_cents;
  return plan;
}

bool IsStillLacking(const std::vector<KeyAmount>& lines, const std::vector<KeyAmount>& uncovered,
                    int64_t shortfall_cents) {
  int64_t sum = 0;
  for (const KeyAmount& line : lines) {
    sum += line.amount_cents;
    const bool lacks =
        std::any_of(uncovered.begin(), uncovered.end(), [&](const KeyAmount& credit) {
          return credit.key_id == line.key_id && credit.amount_cents >= line.amount_cents;
        });
    if (!lacks) return false;
  }
  return sum <= shortfall_cents;
}

}  // namespace keys::billing
