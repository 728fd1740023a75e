// Learns the smallest charges that Stripe accepts where they are above its published table, because
// Stripe judges an amount after conversion to the account's settlement currency at a rate of the
// day.
//
//   minimums.Refused("eur", 52);   // Stripe says amount_too_small
//   minimums.Of("eur")             // 53 from here on: 52 is too small to charge
//
// Quotes give away amounts below this minimum, as they do below the table's. It is never more than
// twice the table's, because a refusal of a larger sum has another reason and becomes an error. It
// is kept in memory, and after a restart Stripe is asked once more. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/money/currency.h"

namespace keys::billing {

class SettlementMinimums {
 public:
  // `currencies` must outlive this.
  explicit SettlementMinimums(const money::CurrencyTable& currencies) : currencies_(currencies) {}

  // Records a refusal. From now on a quote gives the amount away if it is small enough.
  void Refused(const std::string& code, int64_t amount);
  // Returns 0 for a currency in which nothing is sold.
  int64_t Of(const std::string& code) const;
  bool IsTooSmall(const std::string& code, int64_t amount) const { return amount < Of(code); }

 private:
  const money::CurrencyTable& currencies_;
  mutable absl::Mutex mutex_;
  std::map<std::string, int64_t> minimums_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace keys::billing
