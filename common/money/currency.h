// The rules for amounts of each currency: the smallest charge, the step between chargeable amounts
// and how people write it. Amounts are integers in the currency's minor unit ("cents"; yen for
// jpy).
//
//   const money::CurrencyTable currencies = *money::CurrencyTable::Make("usd=50,vnd=12000");
//   if (currencies.CheckPrice(49, "usd") == money::PriceProblem::kBelowMinimum) ...
//   money::FormatAmount(7900, "usd")  // "79.00 USD"
//
// Codes are ISO 4217 in lower case, as Stripe writes them. Pure values, thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace keys::money {

// Stripe takes 8 digits from most payment methods (cards take 12).
inline constexpr int64_t kMaxAmount = 99'999'999;

struct Currency {
  // The digits after the point that people write and that the minor unit has: 0 for jpy, else 2 or
  // 3.
  int decimals = 2;
  // Chargeable amounts are multiples of this step: 100 for isk and ugx, 10 where there are 3
  // decimals.
  int64_t step = 1;
  // The smallest amount Stripe charges.
  int64_t minimum_charge = 0;
};

enum class PriceProblem {
  kNone,
  kUnknownCurrency,
  kNegative,
  kTooLarge,
  kBelowMinimum,  // 1 … minimum − 1; 0 is a price (free)
  kNotAStep,      // no multiple of the currency's step
};

class CurrencyTable {
 public:
  // `minimums` changes or adds smallest charges: "usd=50,gbp=30"; empty keeps Stripe's published
  // ones. INVALID_ARGUMENT names the part that cannot be read.
  static absl::StatusOr<CurrencyTable> Make(std::string_view minimums);

  // Returns null for a currency whose smallest charge is not known. The shop does not sell in it.
  const Currency* Find(std::string_view code) const;

  PriceProblem CheckPrice(int64_t amount, std::string_view code) const;

 private:
  explicit CurrencyTable(std::map<std::string, Currency, std::less<>> known);
  std::map<std::string, Currency, std::less<>> known_;
};

// Returns the largest chargeable amount that is not above `amount`: rounded down to the step, 0
// below the minimum.
int64_t RoundDownToChargeable(int64_t amount, const Currency& currency);

// "79.00 USD", "-5.00 EUR", "500 JPY". An unknown code is written with two decimals.
std::string FormatAmount(int64_t amount, std::string_view code);

}  // namespace keys::money
