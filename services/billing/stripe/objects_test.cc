#include "services/billing/stripe/objects.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"

namespace keys::billing::stripe {
namespace {

absl::StatusOr<Price> PriceOf(const std::string& amount) {
  return ParsePrice(StrCat(R"({"id":"price_1","product":"prod_1","currency":"usd","active":true,)",
                           R"("unit_amount":)", amount, "}"));
}

TEST_CASE("an amount is the same however its number is written, and never a guess") {
  for (const char* amount : {"7900", "7900.0", "79e2", "7.9E3", "790000e-2"}) {
    INFO(amount);
    const auto price = PriceOf(amount);
    REQUIRE(price.ok());
    CHECK(price->unit_amount == 7900);
  }
  CHECK(PriceOf("-0")->unit_amount == 0);
  CHECK(PriceOf("null")->unit_amount == 0);
  CHECK(PriceOf("9007199254740993")->unit_amount == int64_t{9'007'199'254'740'993});
  for (const char* amount :
       {"79.5", "1e400", "1e20", "9007199254740993.0", "18446744073709551617", "\"7900\""}) {
    INFO(amount);
    CHECK_FALSE(PriceOf(amount).ok());
  }
}

}  // namespace
}  // namespace keys::billing::stripe
