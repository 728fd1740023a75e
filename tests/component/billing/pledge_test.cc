// Tests what entitlement is told about pledged lines, and when.
#include <catch2/catch.hpp>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using stripe_sandbox::testing::Eventually;
using testing::kAnn;
using testing::ReasonOf;
using testing::Shop;

TEST_CASE("entitlement is told of a pledge when it is made, when it moves and when it ends") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  CHECK_FALSE(shop.IsPledged(source));
  const int64_t revision = shop.entitlement->AccessOf(source).revision();
  const auto session = shop.BuyBundle(kAnn, "all");
  REQUIRE(session.ok());
  // The line can no longer be transferred before the buyer has the session.
  CHECK(shop.IsPledged(source));
  CHECK(shop.entitlement->AccessOf(source).revision() == revision + 1);
  SECTION("ended by the session's end") {
    shop.stripe->Control(R"({"action":"expire","session":")" + session->session_id() + "\"}");
    shop.DeliverWebhooks("checkout.session.expired");
    shop.Settle();
    CHECK_FALSE(shop.IsPledged(source));
  }
  SECTION("ended by the holder's refund") {
    shop.Pay(*session);
    shop.SettleAll();
    CHECK(shop.IsPledged(source));
    shop.RefundAtStripe(session->session_id());
    CHECK_FALSE(shop.IsPledged(source));
  }
  SECTION("moved to what was bought in the source's place") {
    shop.Pay(*session);
    shop.SettleAll();
    shop.RefundAtStripe(shop.SessionOf(source));
    const std::string twin = shop.Own(kAnn, "a");
    shop.Settle();
    CHECK(shop.IsPledged(twin));
    shop.RefundAtStripe(session->session_id());
    CHECK_FALSE(shop.IsPledged(twin));
  }
  SECTION("held by what paid the shortfall") {
    shop.Pay(*session);
    shop.SettleAll();
    shop.RefundAtStripe(shop.SessionOf(source));
    rpc::Call call = shop.CallOf(kAnn);
    const auto payment =
        shop.wiring->shortfalls.Pay(call, Shop::ShortfallRequest(session->order_id()));
    shop.Pay(*payment);
    shop.SettleAll();
    bool held = false;
    for (const std::string& id : shop.OrderIds()) {
      const auto access = shop.entitlement->AccessOf(id);
      held = held || (access.source() == "order_line" && id != source && shop.IsPledged(id));
    }
    CHECK(held);
  }
}

TEST_CASE("no credit is counted on until entitlement knows of the pledge") {
  Shop shop;
  const std::string source = shop.Own(kAnn, "a");
  shop.entitlement->FailNextApply(1000);
  CHECK(ReasonOf(shop.BuyBundle(kAnn, "all")) == Reason::UNAVAILABLE);
  CHECK(ReasonOf(shop.BuyBundle(kAnn, "all")) == Reason::UNAVAILABLE);
  CHECK(shop.StripeRequests("POST /v1/checkout/sessions") == 1);
  shop.entitlement->FailNextApply(0);
  CHECK(Eventually([&] { return shop.BuyBundle(kAnn, "all").ok(); }));
  CHECK(shop.IsPledged(source));
}

TEST_CASE("a bundle that credits pay in full is given at once, and holds them") {
  Shop shop;
  shop.catalog->Bundle("all").set_price_cents(17000);
  const std::string first = shop.Own(kAnn, "a");
  const std::string second = shop.Own(kAnn, "b");
  const auto given = shop.BuyBundle(kAnn, "all");
  INFO(given.status().ToString());
  REQUIRE(given.ok());
  CHECK(given->status() == "fulfilled");
  CHECK(given->session_id().empty());
  shop.Settle();
  CHECK(shop.IsPledged(first));
  CHECK(shop.IsPledged(second));
}

}  // namespace
}  // namespace keys::billing
