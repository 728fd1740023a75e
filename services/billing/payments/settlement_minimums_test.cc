#include "services/billing/payments/settlement_minimums.h"

#include <catch2/catch.hpp>

namespace keys::billing {
namespace {

TEST_CASE("a refused amount and what is below it are too small from then on, above it nothing is") {
  const money::CurrencyTable currencies = *money::CurrencyTable::Make("");
  SettlementMinimums minimums(currencies);
  CHECK(minimums.Of("usd") == 50);
  CHECK_FALSE(minimums.IsTooSmall("usd", 50));
  minimums.Refused("usd", 60);
  minimums.Refused("usd", 55);
  CHECK(minimums.IsTooSmall("usd", 60));
  CHECK_FALSE(minimums.IsTooSmall("usd", 61));
  CHECK(minimums.Of("eur") == 50);
}

TEST_CASE("twice the published minimum is not given away, whatever Stripe says") {
  const money::CurrencyTable currencies = *money::CurrencyTable::Make("");
  SettlementMinimums minimums(currencies);
  minimums.Refused("usd", 100);
  minimums.Refused("usd", 7900);
  minimums.Refused("xxx", 1);
  CHECK(minimums.Of("usd") == 50);
  CHECK(minimums.Of("xxx") == 0);
}

}  // namespace
}  // namespace keys::billing
