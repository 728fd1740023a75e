// What a tenant would pay to end an order's shortfall (docs/contract.md §4, "Credits are pledged").
// Pure; amounts are integers in the minor unit of the order's currency.
//
//   const ShortfallPlan plan = PlanShortfall(uncovered, order.shortfall_cents, currency);
//   if (plan.charge_cents == 0) …give plan.given_away_cents away…
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/money/currency.h"

namespace keys::billing {

// What one credit of an order lacks, or what was paid for it: per KEY.
struct KeyAmount {
  std::string key_id;
  int64_t amount_cents = 0;

  friend bool operator==(const KeyAmount&, const KeyAmount&) = default;
};

struct ShortfallPlan {
  // What is charged; 0: too little to charge.
  int64_t charge_cents = 0;
  // What lies below the smallest charge, or between two chargeable amounts, is on us.
  int64_t given_away_cents = 0;
  // Sum to charge_cents, each above 0, in the order of the credits.
  std::vector<KeyAmount> lines;
};

// `uncovered`: per credit, more than 0 each. `shortfall_cents`: their sum less what was waived.
ShortfallPlan PlanShortfall(const std::vector<KeyAmount>& uncovered, int64_t shortfall_cents,
                            const money::Currency& currency);

// Whether a payment of `lines` still pays something that is lacking, all of it.
bool IsStillLacking(const std::vector<KeyAmount>& lines, const std::vector<KeyAmount>& uncovered,
                    int64_t shortfall_cents);

}  // namespace keys::billing
