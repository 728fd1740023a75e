// Tests rules of Stripe's that shops have stumbled over: about texts, amounts, hours and changes
// that a person may make in the Dashboard. The sandbox refuses as Stripe does.
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using error::Reason;
using stripe_sandbox::Json;
using testing::kAnn;
using testing::kBob;
using testing::KeyId;
using testing::ReasonOf;
using testing::Shop;

void Control(Shop& shop, const std::string& action, const std::string& members = "") {
  shop.stripe->Control(Concat({R"({"action":")", action, "\"", members, "}"}));
}

Json SessionAt(Shop& shop, const std::string& id) {
  return shop.stripe->Get("/v1/checkout/sessions/" + id).json();
}

std::string ProductOf(char slug) { return "keys_key_" + KeyId(slug); }

v1::CheckoutResponse MustBuy(Shop& shop, const std::string& user, const std::string& slug) {
  const auto session = shop.BuyKey(user, slug);
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  REQUIRE_FALSE(session->url().empty());
  return *session;
}

absl::StatusOr<v1::RefundOrderResponse> Refund(Shop& shop, const std::string& order_id,
                                               int64_t cents) {
  rpc::Call call = shop.CallOf(kBob);
  v1::RefundOrderRequest request;
  request.set_id(order_id);
  request.set_reason("asked for it");
  if (cents > 0) request.set_amount_cents(cents);
  return shop.wiring->admin_orders.Refund(call, request);
}

void CheckPaid(Shop& shop, const v1::CheckoutResponse& session) {
  shop.Pay(session);
  shop.SettleAll();
  CHECK(shop.Order(session.order_id()).status() == "fulfilled");
}

TEST_CASE(
    "a price that is archived or deleted while its session is open does not stop the payment") {
  Shop shop;
  const auto archived = MustBuy(shop, kAnn, "a");
  const auto deleted = MustBuy(shop, kBob, "b");
  const auto price_of = [&](char slug) {
    const Json list = shop.stripe->Get("/v1/prices?product=" + ProductOf(slug)).json();
    return list["data"].items().at(0)["id"].AsString();
  };
  REQUIRE(shop.stripe->Post("/v1/prices/" + price_of('a'), {{"active", "false"}}).status == 200);
  REQUIRE(shop.stripe->Post("/v1/products/" + ProductOf('a'), {{"active", "false"}}).status == 200);
  Control(shop, "delete_price", Concat({R"(,"price":")", price_of('b'), "\""}));
  CheckPaid(shop, archived);
  CheckPaid(shop, deleted);
}

TEST_CASE("titles of any length and script are cut between characters, a blank one is the slug") {
  Shop shop;
  const auto repeated = [](const std::string& text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
  };
  // Emoji of four bytes, a family of joined ones, Hangul, and a lone long word.
  int i = 0;
  for (const std::string& title : {repeated("😀", 300), repeated("👨‍👩‍👧‍👦", 80),
                                   repeated("값", 251), repeated("x", 5001), std::string("  ")}) {
    CAPTURE(i);
    const char letter = static_cast<char>('k' + i++);
    shop.catalog->AddKey(KeyId(letter), std::string(1, letter), 7900).set_title(title);
    const auto session = MustBuy(shop, kAnn, std::string(1, letter));
    CHECK(SessionAt(shop, session.session_id())["amount_total"].AsInt() == 7900);
    CheckPaid(shop, session);
  }
}

TEST_CASE("metadata longer than Stripe takes is cut, and the order is found by it all the same") {
  Shop shop;
  const std::string slug(600, 's');
  shop.catalog->AddKey(KeyId('s'), slug, 7900);
  const auto session = MustBuy(shop, kAnn, slug);
  const Json at_stripe = SessionAt(shop, session.session_id());
  CHECK(at_stripe["metadata"]["keySlug"].AsString().size() == 500);
  CHECK(at_stripe["metadata"]["order_id"].AsString() == session.order_id());
  CheckPaid(shop, session);
}

TEST_CASE("an address that Stripe refuses is asked for on its page, however it is wrong") {
  for (const char* email : {"ann@@shop.test", "ann shop@shop.test", "@shop.test", "ann@", "ann"}) {
    CAPTURE(email);
    Shop shop;
    rpc::Call call({.caller = {.user_id = kAnn, .email = email},
                    .deadline = Deadline::After(absl::Seconds(10)),
                    .peer = "gateway"});
    const auto session = shop.Buy(call, Shop::KeyRequest("a"));
    INFO(session.status().ToString());
    REQUIRE(session.ok());
    CheckPaid(shop, *session);
  }
}

TEST_CASE("three decimals end in 0: sold as priced, refunded in such steps, told otherwise") {
  Shop shop;
  shop.catalog->AddKey(KeyId('k'), "k", 12340).set_currency("kwd");
  const auto session = MustBuy(shop, kAnn, "k");
  CHECK(SessionAt(shop, session.session_id())["amount_total"].AsInt() == 12340);
  CheckPaid(shop, session);
  const auto odd = Refund(shop, session.order_id(), 905);
  REQUIRE(ReasonOf(odd) == Reason::INVALID_ARGUMENT);
  CHECK(error::DetailOf(odd.status())->violations(0).pointer() == "/amount_cents");
  CHECK(shop.StripeRequests("POST /v1/refunds") == 0);
  REQUIRE(Refund(shop, session.order_id(), 910).ok());
  REQUIRE(Refund(shop, session.order_id(), 0).ok());
  CHECK(shop.Order(session.order_id()).status() == "refunded");
}

TEST_CASE("no decimals: the amount is the price itself") {
  Shop shop;
  shop.catalog->AddKey(KeyId('j'), "j", 1200).set_currency("jpy");
  const auto session = MustBuy(shop, kAnn, "j");
  const Json at_stripe = SessionAt(shop, session.session_id());
  CHECK(at_stripe["currency"].AsString() == "jpy");
  CHECK(at_stripe["amount_total"].AsInt() == 1200);
  CheckPaid(shop, session);
}

TEST_CASE("a session asked for too near to its order's end gets a later hour, and its customer") {
  Shop shop;
  // Stripe takes none that ends within half an hour: an order whose session was never made, half an
  // hour later.
  Control(shop, "api_fault",
          R"(,"path":"/v1/checkout/sessions","method":"POST","status":429,"count":1)");
  REQUIRE(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  shop.clock.Advance(absl::Minutes(40));
  Control(shop, "api_fault",
          R"(,"path":"/v1/checkout/sessions","method":"POST","status":400,"count":1,
             "body":{"error":{"type":"invalid_request_error","param":"expires_at","message":"x"}})");
  const auto session = MustBuy(shop, kAnn, "a");
  const Json at_stripe = SessionAt(shop, session.session_id());
  CHECK_FALSE(at_stripe["customer"].is_null());
  CHECK(absl::FromUnixSeconds(at_stripe["expires_at"].AsInt()) >=
        shop.clock.Now() + absl::Minutes(30));
}

TEST_CASE("a coupon that somebody used up is made anew, for the same price") {
  Shop shop;
  shop.Own(kAnn, "a");
  Control(shop, "api_fault",
          R"(,"path":"/v1/checkout/sessions","method":"POST","status":429,"count":1)");
  REQUIRE(ReasonOf(shop.BuyBundle(kAnn, "all")) == Reason::STRIPE_UNAVAILABLE);
  const Json coupons = shop.stripe->Get("/v1/coupons").json();
  Control(shop, "use_up_coupon",
          Concat({R"(,"coupon":")", coupons["data"].items().at(0)["id"].AsString(), "\""}));
  const auto session = shop.BuyBundle(kAnn, "all");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(SessionAt(shop, session->session_id())["amount_total"].AsInt() == 49900 - 7900);
  CheckPaid(shop, *session);
}

TEST_CASE("with the webhook endpoint switched off what is paid is settled within a minute") {
  Shop shop;
  const auto session = MustBuy(shop, kAnn, "a");
  const Json endpoints = shop.stripe->Get("/v1/webhook_endpoints").json();
  const std::string endpoint = endpoints["data"].items().at(0)["id"].AsString();
  REQUIRE(shop.stripe->Post("/v1/webhook_endpoints/" + endpoint, {{"disabled", "true"}}).status ==
          200);
  shop.Pay(session);
  shop.clock.Advance(absl::Seconds(30));
  shop.wiring->reconciler.RunOnce();
  shop.Settle();
  CHECK(shop.Order(session.order_id()).status() == "fulfilled");
}

TEST_CASE("a session whose metadata somebody cleared is settled and refunded all the same") {
  Shop shop;
  Control(shop, "webhooks", R"(,"mode":"drop")");
  const auto session = MustBuy(shop, kAnn, "a");
  REQUIRE(shop.stripe->Post("/v1/checkout/sessions/" + session.session_id(), {{"metadata", ""}})
              .status == 200);
  REQUIRE(SessionAt(shop, session.session_id())["metadata"].members().empty());
  shop.Pay(session);
  shop.clock.Advance(absl::Seconds(30));
  shop.wiring->reconciler.RunOnce();
  shop.Settle();
  REQUIRE(shop.Order(session.order_id()).status() == "fulfilled");
  REQUIRE(Refund(shop, session.order_id(), 0).ok());
  CHECK(shop.Order(session.order_id()).status() == "refunded");
}

TEST_CASE("a customer whose portal is asked for after a deletion gets a new one") {
  Shop shop;
  shop.Own(kAnn, "a");
  const Json customers = shop.stripe->Get("/v1/customers").json();
  const std::string first = customers["data"].items().at(0)["id"].AsString();
  REQUIRE(shop.stripe->Delete("/v1/customers/" + first).status == 200);
  v1::GetPortalRequest request;
  request.set_return_url("https://shop.test/back");
  rpc::Call call = shop.CallOf(kAnn);
  CHECK(shop.wiring->portal.Get(call, request).ok());
}

}  // namespace
}  // namespace keys::billing
