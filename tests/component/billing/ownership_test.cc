// Tests what counts as owned when a price is made: it depends on the facts at that moment and on no
// clock.
#include <catch2/catch.hpp>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using testing::kAnn;
using testing::KeyId;
using testing::ReasonOf;
using testing::Shop;

TEST_CASE("a KEY that was revoked by hand is sold again at once, and not paid for twice") {
  Shop shop;
  const std::string first = shop.Own(kAnn, "a");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::ALREADY_OWNED);
  shop.entitlement->Take(first);
  const auto again = shop.BuyKey(kAnn, "a");
  INFO(again.status().ToString());
  REQUIRE(again.ok());
  shop.Pay(*again);
  shop.DeliverWebhooks("checkout.session.completed", 2);
  shop.Settle();
  CHECK(shop.Order(again->order_id()).status() == "fulfilled");
  CHECK_FALSE(shop.Order(again->order_id()).has_notice());
}

TEST_CASE("a KEY that was passed on credits nothing from that moment") {
  Shop shop;
  const std::string first = shop.Own(kAnn, "a");
  CHECK(shop.DiscountOf(kAnn, "all")->discount() == 7900);
  shop.entitlement->Take(first);
  const auto quote = shop.DiscountOf(kAnn, "all");
  REQUIRE(quote.ok());
  CHECK(quote->discount() == 0);
  CHECK(quote->owned_keys_size() == 0);
  SECTION("nor does it when the KEY comes back as a gift") {
    shop.entitlement->Give(kAnn, KeyId('a'));
    const auto gifted = shop.DiscountOf(kAnn, "all");
    CHECK(gifted->owned_keys_size() == 1);
    CHECK(gifted->discount() == 0);
  }
}

TEST_CASE("a KEY whose grant is on its way is owned and credits, whatever entitlement says yet") {
  Shop shop;
  shop.entitlement->FailNextApply(1000);
  const auto first = shop.BuyKey(kAnn, "a");
  shop.Pay(*first);
  shop.DeliverWebhooks("checkout.session.completed", 1);
  REQUIRE(shop.Order(first->order_id()).status() == "paid");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::ALREADY_OWNED);
  CHECK(shop.DiscountOf(kAnn, "all")->discount() == 7900);
}

TEST_CASE("a grant with an end gives access, and is neither owned nor credited") {
  Shop shop;
  shop.entitlement->Lend(kAnn, KeyId('a'), 4102444800);
  const auto quote = shop.DiscountOf(kAnn, "pair");
  REQUIRE(quote.ok());
  CHECK(quote->owned_keys_size() == 0);
  CHECK(quote->final_price() == 14900);
  CHECK(shop.BuyKey(kAnn, "a").ok());
}

}  // namespace
}  // namespace keys::billing
