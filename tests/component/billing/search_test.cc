// A session whose creation was never answered is found among everybody's, or found not to be there,
// without reading everybody's.
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using testing::kAnn;
using testing::ReasonOf;
using testing::Shop;

// More than ten pages of a hundred.
constexpr int kOthers = 1050;

void MakeOthers(Shop& shop) {
  for (int i = 0; i < kOthers; ++i) shop.stripe->OpenSession(1000);
}

void KeepFailure(Shop& shop, bool made) {
  shop.stripe->Control(Concat(
      {R"({"action":"api_fault","path":"/v1/checkout/sessions","method":"POST","status":500,)",
       R"("saved":true)", made ? R"(,"after_effect":true})" : "}"}));
}

int64_t Lists(Shop& shop) { return shop.StripeRequests("GET /v1/checkout/sessions"); }

TEST_CASE(
    "a 500 kept under its key and a thousand other sessions block a KEY for a minute at most") {
  Shop shop;
  KeepFailure(shop, false);
  REQUIRE(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  MakeOthers(shop);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  const int64_t lists = Lists(shop);
  shop.clock.Advance(absl::Seconds(35));
  shop.wiring->reconciler.RunOnce();
  CHECK(Lists(shop) == lists + 1);
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'expired'") == 1);
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  shop.Pay(*session);
  shop.SettleAll();
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  CHECK(shop.PaidAtStripe() == 7900);
}

TEST_CASE("a session that was made all the same is found among a thousand others, in one page") {
  Shop shop;
  shop.Own(kAnn, "b");
  KeepFailure(shop, true);
  // Nothing is found at first: the list is not answered.
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/checkout/sessions","method":"GET","status":503,
          "count":3})");
  REQUIRE(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  shop.stripe->Control(R"({"action":"clear"})");
  MakeOthers(shop);
  const int64_t lists = Lists(shop);
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(Lists(shop) == lists + 1);
}

// Neither has a customer whose sessions could be listed.
void RefuseCustomers(Shop& shop) {
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/customers","method":"POST","status":400,"count":100,
          "body":{"error":{"type":"invalid_request_error","code":"email_invalid","message":"x"}}})");
}

TEST_CASE("an order with no customer to search by ends within a minute, whatever is not seen") {
  Shop shop;
  RefuseCustomers(shop);
  KeepFailure(shop, true);
  // The session stands, and a thousand others hide it.
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/checkout/sessions","method":"GET","status":503,
          "count":3})");
  REQUIRE(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  MakeOthers(shop);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  shop.clock.Advance(absl::Seconds(35));
  const int64_t lists = Lists(shop);
  shop.wiring->reconciler.RunOnce();
  // Ten pages at most, and fewer where there is no time for all.
  CHECK(Lists(shop) > lists);
  CHECK(Lists(shop) <= lists + 10);
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'expired'") == 1);
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  shop.Pay(*session);
  shop.SettleAll();
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  CHECK(shop.PaidAtStripe() == 7900);
}

TEST_CASE("an order with no customer to search by ends with its hour, though Stripe is silent") {
  Shop shop;
  RefuseCustomers(shop);
  KeepFailure(shop, true);
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/checkout/sessions","method":"GET","status":503,
          "count":100000})");
  REQUIRE(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  shop.clock.Advance(absl::Minutes(59));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'open'") == 1);
  shop.clock.Advance(absl::Minutes(2));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'expired'") == 1);
}

TEST_CASE("a key that may not read sessions keeps no order waiting") {
  Shop shop;
  KeepFailure(shop, false);
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/checkout/sessions","method":"GET","status":403,"count":100000,
          "body":{"error":{"type":"invalid_request_error","code":"","message":"no permission"}}})");
  REQUIRE_FALSE(shop.BuyKey(kAnn, "a").ok());
  shop.clock.Advance(absl::Seconds(35));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'expired'") == 1);
  CHECK(shop.BuyKey(kAnn, "a").ok());
}

}  // namespace
}  // namespace keys::billing
