#include "services/billing/domain/allocate.h"

#include <algorithm>
#include <numeric>

#include "common/base/check.h"

namespace keys::billing {
namespace {

// The product amount × weight × count exceeds 64 bits for expensive bundles of many KEYS.
__extension__ typedef __int128 Wide;

// Returns whole numbers in the ratio of the contract's weights. All are multiplied by the number of
// KEYS that cannot be bought singly, so that their equal parts stay whole.
std::vector<Wide> Weights(int64_t amount, const std::vector<Share>& shares) {
  Wide priced_sum = 0;
  Wide unpriced = 0;
  for (const Share& share : shares) {
    if (share.list_price_cents.has_value()) {
      priced_sum += *share.list_price_cents;
    } else {
      ++unpriced;
    }
  }
  const Wide unpriced_weight = std::max(unpriced, static_cast<Wide>(amount) - priced_sum);
  const Wide scale = std::max<Wide>(unpriced, 1);
  std::vector<Wide> weights;
  weights.reserve(shares.size());
  for (const Share& share : shares) {
    weights.push_back(share.list_price_cents.has_value() ? *share.list_price_cents * scale
                                                         : unpriced_weight);
  }
  // All KEYS are free and there is an amount to split, so the parts are equal.
  const bool weightless =
      std::all_of(weights.begin(), weights.end(), [](Wide w) { return w == 0; });
  if (weightless) std::fill(weights.begin(), weights.end(), 1);
  return weights;
}

}  // namespace

std::vector<int64_t> Allocate(int64_t amount, const std::vector<Share>& shares) {
  CHECK_THAT(amount >= 0, "an amount to split is not negative");
  CHECK_THAT(!shares.empty() || amount == 0, "an amount needs someone to carry it");
  const std::vector<Wide> weights = Weights(amount, shares);
  const Wide total = std::accumulate(weights.begin(), weights.end(), Wide{0});
  std::vector<int64_t> parts(shares.size(), 0);
  std::vector<Wide> remainders(shares.size(), 0);
  int64_t left = amount;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Wide exact = static_cast<Wide>(amount) * weights[i];
    parts[i] = static_cast<int64_t>(exact / total);
    remainders[i] = exact % total;
    left -= parts[i];
  }
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return remainders[a] != remainders[b] ? remainders[a] > remainders[b]
                                          : shares[a].slug < shares[b].slug;
  });
  // Fewer cents are left than KEYS with a remainder, so none of weight 0 receives one.
  for (int64_t i = 0; i < left; ++i) ++parts[order[static_cast<std::size_t>(i)]];
  return parts;
}

}  // namespace keys::billing
