// Tests checkout while Stripe has an outage: nothing is lost, and nothing is bought twice.
#include <catch2/catch.hpp>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using testing::kAnn;
using testing::ReasonOf;
using testing::Shop;

void Fault(Shop& shop, const std::string& what) {
  shop.stripe->Control(R"({"action":"api_fault",)" + what + "}");
}

std::size_t SessionsAtStripe(Shop& shop) {
  return shop.stripe->Get("/v1/checkout/sessions").json()["data"].items().size();
}

TEST_CASE("a 500 that did its work, a reset and a 409 end in one session") {
  for (const char* fault :
       {R"("status":500,"after_effect":true)", R"("reset":true)",
        R"("reset":true,"after_effect":true)", R"("status":409)", R"("status":503)"}) {
    CAPTURE(fault);
    Shop shop;
    Fault(shop, std::string(R"("path":"/v1/checkout/sessions","method":"POST",)") + fault);
    const auto session = shop.BuyKey(kAnn, "a");
    INFO(session.status().ToString());
    REQUIRE(session.ok());
    CHECK(SessionsAtStripe(shop) == 1);
    shop.Pay(*session);
    shop.DeliverWebhooks();
    CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  }
}

TEST_CASE("a 500 that Stripe keeps under the key, though the session stands, is found by looking") {
  Shop shop;
  Fault(shop, R"("path":"/v1/checkout/sessions","method":"POST","status":500,"saved":true,
                 "after_effect":true)");
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(SessionsAtStripe(shop) == 1);
}

TEST_CASE("a 500 that Stripe keeps under the key and that did nothing is never guessed about") {
  Shop shop;
  Fault(shop, R"("path":"/v1/checkout/sessions","method":"POST","status":500,"saved":true)");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  // The key answers the same again: no second session, no new key, until the first one's time is
  // over.
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  CHECK(SessionsAtStripe(shop) == 0);
  CHECK(shop.CountRows("marketplace_orders") == 1);
  shop.clock.Advance(absl::Minutes(61));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'expired'") == 1);
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  CHECK(session.ok());
}

TEST_CASE("while Stripe cannot be reached, checkouts say so in time and begin nothing twice") {
  Shop shop;
  Fault(shop, R"("count":100,"status":500)");
  const Deadline limit = Deadline::After(absl::Seconds(9));
  const auto refused = shop.BuyKey(kAnn, "a");
  CHECK_FALSE(limit.Expired());
  REQUIRE(ReasonOf(refused) == Reason::STRIPE_UNAVAILABLE);
  CHECK(error::DetailOf(refused.status())->retry_after_seconds() > 0);
  shop.stripe->Control(R"({"action":"clear"})");
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(SessionsAtStripe(shop) == 1);
  CHECK(shop.CountRows("marketplace_orders") == 1);
}

TEST_CASE("silence ends in time, and the session made in silence is the one that is paid") {
  Shop shop;
  Fault(shop, R"("path":"/v1/checkout/sessions","method":"POST","silence":true,
                 "after_effect":true)");
  const Deadline limit = Deadline::After(absl::Seconds(9));
  const auto first = shop.BuyKey(kAnn, "a");
  CHECK_FALSE(limit.Expired());
  shop.stripe->Control(R"({"action":"clear"})");
  const auto session = first.ok() ? first : shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(SessionsAtStripe(shop) == 1);
}

TEST_CASE("a rate limit and a wrong key change nothing") {
  Shop shop;
  Fault(shop, R"("count":1,"status":429)");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  CHECK(shop.BuyKey(kAnn, "a").ok());
  CHECK(SessionsAtStripe(shop) == 1);
}

TEST_CASE("an order left half done by Stripe does not keep its KEY from being bought otherwise") {
  Shop shop;
  Fault(shop, R"("count":100,"path":"/v1/checkout/sessions","status":500)");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  shop.stripe->Control(R"({"action":"clear"})");
  const auto bundle = shop.BuyBundle(kAnn, "pair");
  INFO(bundle.status().ToString());
  REQUIRE(bundle.ok());
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'expired'") == 1);
}

TEST_CASE("a session that Stripe refuses fails its order, and the next try is a new one") {
  Shop shop;
  Fault(shop, R"("path":"/v1/checkout/sessions","method":"POST","status":400,"count":100,
      "body":{"error":{"type":"invalid_request_error","code":"parameter_unknown","message":"x"}})");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::NOT_FOR_SALE);
  CHECK(shop.CountRows("marketplace_orders WHERE status = 'failed'") == 1);
  shop.stripe->Control(R"({"action":"clear"})");
  CHECK(shop.BuyKey(kAnn, "a").ok());
}

TEST_CASE("an answer that is another order's session is not handed to the buyer") {
  Shop shop;
  const auto bobs = shop.BuyKey(testing::kBob, "a");
  REQUIRE(bobs.ok());
  const std::string theirs =
      shop.stripe->Get("/v1/checkout/sessions/" + bobs->session_id()).json().Write();
  Fault(shop, R"("path":"/v1/checkout/sessions","method":"POST","status":200,"body":)" + theirs);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  const auto session = shop.BuyKey(kAnn, "a");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(session->session_id() != bobs->session_id());
}

TEST_CASE("with all webhooks lost the reconciler settles what was paid") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  REQUIRE(session.ok());
  shop.Pay(*session);
  shop.clock.Advance(absl::Seconds(30));
  shop.wiring->reconciler.RunOnce();
  shop.Settle();
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  // The webhook that comes after all changes nothing.
  shop.clock.Set(SystemClock().Now());
  shop.DeliverWebhooks();
  CHECK(shop.Order(session->order_id()).status() == "fulfilled");
  CHECK(shop.entitlement->AccessOf(session->order_id()).revision() == 1);
}

TEST_CASE("with all webhooks lost a delayed payment that failed is found out, and frees its KEY") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  REQUIRE(session.ok());
  shop.Pay(*session, "pay_later");
  shop.clock.Advance(absl::Seconds(30));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.Order(session->order_id()).status() == "open");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::IN_PROGRESS);
  shop.stripe->Control(R"({"action":"fail_payment","session":")" + session->session_id() + "\"}");
  shop.clock.Advance(absl::Seconds(30));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.Order(session->order_id()).status() == "failed");
  CHECK(shop.BuyKey(kAnn, "a").ok());
}

TEST_CASE("a buyer who looks at an open order has it looked up") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  REQUIRE(session.ok());
  shop.Pay(*session);
  v1::GetOrderRequest request;
  request.set_id(session->order_id());
  CHECK(stripe_sandbox::testing::Eventually([&] {
    rpc::Call call = shop.CallOf(kAnn);
    return shop.wiring->orders.Get(call, request)->order().status() == "fulfilled";
  }));
}

TEST_CASE("a session that ran out at Stripe ends its order") {
  Shop shop;
  const auto session = shop.BuyKey(kAnn, "a");
  REQUIRE(session.ok());
  shop.stripe->Control(R"({"action":"expire","session":")" + session->session_id() + "\"}");
  shop.clock.Advance(absl::Seconds(30));
  shop.wiring->reconciler.RunOnce();
  CHECK(shop.Order(session->order_id()).status() == "expired");
}

}  // namespace
}  // namespace keys::billing
