#include "common/money/currency.h"

#include <catch2/catch.hpp>

namespace keys::money {
namespace {

TEST_CASE("a price is refused when Stripe could not charge it") {
  const CurrencyTable currencies = *CurrencyTable::Make("");
  CHECK(currencies.CheckPrice(0, "usd") == PriceProblem::kNone);
  CHECK(currencies.CheckPrice(1, "usd") == PriceProblem::kBelowMinimum);
  CHECK(currencies.CheckPrice(49, "usd") == PriceProblem::kBelowMinimum);
  CHECK(currencies.CheckPrice(50, "usd") == PriceProblem::kNone);
  CHECK(currencies.CheckPrice(30, "gbp") == PriceProblem::kNone);
  CHECK(currencies.CheckPrice(-1, "usd") == PriceProblem::kNegative);
  CHECK(currencies.CheckPrice(kMaxAmount, "usd") == PriceProblem::kNone);
  CHECK(currencies.CheckPrice(kMaxAmount + 1, "usd") == PriceProblem::kTooLarge);
  CHECK(currencies.CheckPrice(100, "xxx") == PriceProblem::kUnknownCurrency);
  CHECK(currencies.CheckPrice(100, "USD") == PriceProblem::kUnknownCurrency);
}

TEST_CASE("smallest charges can be raised and currencies added by configuration") {
  const CurrencyTable currencies = *CurrencyTable::Make("usd=70, isk=6000,kwd=200");
  CHECK(currencies.CheckPrice(69, "usd") == PriceProblem::kBelowMinimum);
  CHECK(currencies.CheckPrice(6050, "isk") == PriceProblem::kNotAStep);
  CHECK(currencies.CheckPrice(6100, "isk") == PriceProblem::kNone);
  CHECK(currencies.CheckPrice(205, "kwd") == PriceProblem::kNotAStep);
  CHECK(currencies.CheckPrice(50, "eur") == PriceProblem::kNone);
}

TEST_CASE("a smallest charge that cannot be read is named") {
  for (const char* bad : {"usd", "usd=", "usd=x", "USD=50", "dollar=50", "usd=0", "usd=-5"}) {
    CAPTURE(bad);
    const auto made = CurrencyTable::Make(bad);
    REQUIRE_FALSE(made.ok());
    CHECK(std::string(made.status().message()).find(bad) != std::string::npos);
  }
}

TEST_CASE("what is left below the minimum or between two steps is not charged") {
  const CurrencyTable currencies = *CurrencyTable::Make("isk=6000");
  const Currency& usd = *currencies.Find("usd");
  CHECK(RoundDownToChargeable(0, usd) == 0);
  CHECK(RoundDownToChargeable(49, usd) == 0);
  CHECK(RoundDownToChargeable(50, usd) == 50);
  const Currency& isk = *currencies.Find("isk");
  CHECK(RoundDownToChargeable(6099, isk) == 6000);
  CHECK(RoundDownToChargeable(5999, isk) == 0);
}

TEST_CASE("amounts are written with the currency's own decimals") {
  CHECK(FormatAmount(7900, "usd") == "79.00 USD");
  CHECK(FormatAmount(-5, "eur") == "-0.05 EUR");
  CHECK(FormatAmount(500, "jpy") == "500 JPY");
  CHECK(FormatAmount(1250, "kwd") == "1.250 KWD");
  CHECK(FormatAmount(1250, "xxx") == "12.50 XXX");
}

}  // namespace
}  // namespace keys::money
