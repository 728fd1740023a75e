// Splits an amount over KEYS so that the parts sum to it exactly (docs/contract.md §4, "Order
// lines"): largest remainder, weight = list price, ties by slug. KEYS that cannot be bought singly
// share equally a weight of max(their number, amount − Σ list prices of the others).
//
// When amount ≤ Σ list prices, or some KEY cannot be bought singly, no priced part exceeds its list
// price. Amounts are integers in the minor unit. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keys::billing {

struct Share {
  std::string slug;
  // Absent when the KEY cannot be bought singly.
  std::optional<int64_t> list_price_cents;
};

// Returns one part for each share, in the shares' order. `amount` must be ≥ 0. Without shares it
// must be 0.
std::vector<int64_t> Allocate(int64_t amount, const std::vector<Share>& shares);

}  // namespace keys::billing
