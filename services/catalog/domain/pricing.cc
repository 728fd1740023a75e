#include "services/catalog/domain/pricing.h"

#include "common/base/text.h"

namespace keys::catalog {
namespace {

using error::Reason;
using money::PriceProblem;

PriceFault Fault(Reason reason, const char* pointer, const char* code, std::string detail) {
  return {.reason = reason, .violation = error::MakeViolation(pointer, code, std::move(detail))};
}

std::string BelowMinimum(const money::CurrencyTable& currencies, const std::string& currency) {
  const money::Currency* known = currencies.Find(currency);
  return Concat({"A price is 0 (free) or at least ",
                 money::FormatAmount(known == nullptr ? 0 : known->minimum_charge, currency), "."});
}

}  // namespace

std::optional<PriceFault> CheckPrice(const money::CurrencyTable& currencies, int64_t cents,
                                     const std::string& currency) {
  switch (currencies.CheckPrice(cents, currency)) {
    case PriceProblem::kNone:
      return std::nullopt;
    case PriceProblem::kUnknownCurrency:
      return Fault(Reason::INVALID_ARGUMENT, "/currency", "UNKNOWN_CURRENCY",
                   Concat({"Nothing is sold in `", currency, "` here."}));
    case PriceProblem::kNegative:
      return Fault(Reason::INVALID_ARGUMENT, "/price_cents", "OUT_OF_RANGE",
                   "A price is not negative.");
    case PriceProblem::kTooLarge:
      return Fault(
          Reason::INVALID_ARGUMENT, "/price_cents", "OUT_OF_RANGE",
          Concat({"A price is at most ", money::FormatAmount(money::kMaxAmount, currency), "."}));
    case PriceProblem::kBelowMinimum:
      return Fault(Reason::PRICE_BELOW_MINIMUM, "/price_cents", "PRICE_BELOW_MINIMUM",
                   BelowMinimum(currencies, currency));
    case PriceProblem::kNotAStep:
      return Fault(Reason::INVALID_ARGUMENT, "/price_cents", "OUT_OF_RANGE",
                   Concat({"An amount in `", currency, "` is a multiple of ",
                           std::to_string(currencies.Find(currency)->step), "."}));
  }
  return std::nullopt;
}

std::optional<PriceFault> CheckBundlePrice(int64_t cents, const std::string& currency,
                                           const std::vector<Part>& parts) {
  int64_t sum = 0;
  bool all_sold_singly = !parts.empty();
  for (const Part& part : parts) {
    if (part.price_cents.has_value() && part.currency != currency) {
      return Fault(Reason::CURRENCY_MISMATCH, "/currency", "CURRENCY_MISMATCH",
                   Concat({"The bundle is priced in `", currency, "`, its KEY `", part.slug,
                           "` in `", part.currency, "`."}));
    }
    all_sold_singly = all_sold_singly && part.sellable && part.price_cents.has_value();
    sum += part.price_cents.value_or(0);
  }
  if (!all_sold_singly || cents < sum) return std::nullopt;
  return Fault(Reason::BUNDLE_PRICE, "/price_cents", "BUNDLE_PRICE",
               Concat({"Bought singly these KEYS cost ", money::FormatAmount(sum, currency),
                       "; the bundle must cost less."}));
}

}  // namespace keys::catalog
