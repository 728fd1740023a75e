// Computes for tests the least that a tenant would pay for some KEYS without ever being refunded.
//
//   HonestPrice(tenant).Of({0, 2})
//
// It searches all purchases, so it is for a handful of KEYS. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/billing/domain/testing/tenant_model.h"

namespace keys::billing::testing {

// Searches purchases in any order at any price that was ever asked, earlier prices first. Gifts
// come whenever that is cheapest.
class HonestPrice {
 public:
  explicit HonestPrice(const TenantModel& tenant)
      : history_(tenant.price_history()), gifts_(tenant.gifts_ever()) {}

  int64_t Of(std::set<int> wanted) {
    wanted_ = std::move(wanted);
    best_ = std::numeric_limits<int64_t>::max();
    Go(0, 0);
    return best_;
  }

 private:
  void Go(std::size_t from, int64_t spent) {
    if (spent >= best_) return;
    if (std::includes(owned_.begin(), owned_.end(), wanted_.begin(), wanted_.end())) {
      best_ = spent;
      return;
    }
    for (const int key : gifts_) {
      if (!owned_.insert(key).second) continue;
      Go(from, spent);
      owned_.erase(key);
    }
    for (std::size_t at = from; at < history_.size(); ++at) {
      const PriceList& prices = history_[at];
      for (std::size_t k = 0; k < prices.keys.size(); ++k) {
        if (prices.keys[k]) Buy(at, {static_cast<int>(k)}, *prices.keys[k], spent);
      }
      for (const ModelBundle& bundle : prices.bundles) {
        Buy(at, bundle.keys, bundle.price_cents, spent);
      }
    }
  }

  void Buy(std::size_t at, const std::vector<int>& keys, int64_t price, int64_t spent) {
    QuoteRequest request{price, "usd", kMinimumCents, 1, {}};
    for (const int key : keys) {
      QuoteKey& out = request.keys.emplace_back();
      out.key_id = out.slug = std::to_string(key);
      out.list_price_cents = history_[at].keys[static_cast<std::size_t>(key)];
      out.sold_singly = out.list_price_cents.has_value();
      out.owned = owned_.contains(key);
      const auto paid = paid_.find(key);
      if (paid != paid_.end()) out.payments.push_back({"", paid->second});
    }
    const Quote quote = PriceItem(std::move(request));
    if (quote.already_owned) return;
    for (const ChargedLine& line : quote.charged) {
      if (!line.grants) continue;
      owned_.insert(std::stoi(line.key_id));
      paid_[std::stoi(line.key_id)] = line.amount_cents;
    }
    Go(at, spent + quote.final_cents);
    for (const ChargedLine& line : quote.charged) {
      if (!line.grants) continue;
      owned_.erase(std::stoi(line.key_id));
      paid_.erase(std::stoi(line.key_id));
    }
  }

  const std::vector<PriceList>& history_;
  const std::set<int>& gifts_;
  std::set<int> wanted_;
  std::set<int> owned_;
  std::map<int, int64_t> paid_;
  int64_t best_ = 0;
};

}  // namespace keys::billing::testing
