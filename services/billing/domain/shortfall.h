// Computes what a tenant must pay to end an order's shortfall (docs/contract.md §4, "Credits are
// pledged"). Pure; amounts are integers in the minor unit of the order's currency.
//
//   const ShortfallPlan plan = PlanShortfall(uncovered, order.shortfall_cents, currency);
//   if (plan.charge_cents == 0) …give plan.given_away_cents away…
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/money/currency.h"

namespace keys::billing {

// The amount that one credit of an order lacks, or that was paid for it, by KEY.
struct KeyAmount {
  std::string key_id;
  int64_t amount_cents = 0;

  friend bool operator==(const KeyAmount&, const KeyAmount&) = default;
};

struct ShortfallPlan {
  // The amount to charge. 0 when it is too little to charge.
  int64_t charge_cents = 0;
  // The amount below the smallest charge, or between two chargeable amounts, which the shop gives
  // away.
  int64_t given_away_cents = 0;
  // The lines sum to charge_cents. Each is above 0, and they are in the order of the credits.
  std::vector<KeyAmount> lines;
};

// `uncovered` has one amount for each credit, more than 0. `shortfall_cents` is their sum less what
// was waived.
ShortfallPlan PlanShortfall(const std::vector<KeyAmount>& uncovered, int64_t shortfall_cents,
                            const money::Currency& currency);

// Whether all of a payment of `lines` still pays something that is lacking.
bool IsStillLacking(const std::vector<KeyAmount>& lines, const std::vector<KeyAmount>& uncovered,
                    int64_t shortfall_cents);

}  // namespace keys::billing
