#include "services/billing/payments/settlement_minimums.h"

#include <algorithm>

#include "common/log/log.h"

namespace keys::billing {
namespace {

// Exchange rates change the published minimums by less than half.
constexpr int64_t kMostTimesTheTable = 2;

}  // namespace

void SettlementMinimums::Refused(const std::string& code, int64_t amount) {
  const money::Currency* currency = currencies_.Find(code);
  if (currency == nullptr || amount >= kMostTimesTheTable * currency->minimum_charge) return;
  log::Warning("stripe.minimum_learned", {{"currency", code}, {"refused", amount}});
  absl::MutexLock lock(&mutex_);
  int64_t& minimum = minimums_[code];
  minimum = std::max(minimum, amount + 1);
}

int64_t SettlementMinimums::Of(const std::string& code) const {
  const money::Currency* currency = currencies_.Find(code);
  if (currency == nullptr) return 0;
  absl::MutexLock lock(&mutex_);
  const auto found = minimums_.find(code);
  const int64_t learned = found == minimums_.end() ? 0 : found->second;
  return std::max(learned, currency->minimum_charge);
}

}  // namespace keys::billing
