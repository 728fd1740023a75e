// Tests that nothing which a person can do at Stripe's side (archive, edit, delete, another
// account, another key) makes an item unbuyable: the object is put right, left out, or asked for on
// Stripe's page.
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

// Stripe's own refusal of every request of that method and path.
void Refuse(Shop& shop, const std::string& method, const std::string& path, const std::string& code,
            int count = 100) {
  Control(shop, "api_fault",
          Concat({R"(,"count":)", std::to_string(count), R"(,"method":")", method, R"(","path":")",
                  path, R"(","status":400,"body":{"error":{"type":)",
                  R"("invalid_request_error","code":")", code, R"(","message":"x"}})"}));
}

v1::CheckoutResponse MustBuy(Shop& shop, const std::string& user, const std::string& slug) {
  const auto session = shop.BuyKey(user, slug);
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  REQUIRE_FALSE(session->url().empty());
  return *session;
}

Json SessionAt(Shop& shop, const v1::CheckoutResponse& session) {
  return shop.stripe->Get("/v1/checkout/sessions/" + session.session_id()).json();
}

std::string ProductOf(char slug) { return "keys_key_" + KeyId(slug); }

std::string PriceOf(Shop& shop, char slug) {
  const Json list = shop.stripe->Get("/v1/prices?product=" + ProductOf(slug)).json();
  return list["data"].items().at(0)["id"].AsString();
}

// One look of the reconciler at every open order, half a minute later.
void Reconcile(Shop& shop, absl::Duration later = absl::Seconds(31)) {
  shop.clock.Advance(later);
  shop.wiring->reconciler.RunOnce();
}

TEST_CASE("a price or a product that was archived is sold again, the price revived") {
  Shop shop;
  shop.Own(kAnn, "a");
  const std::string price = PriceOf(shop, 'a');
  for (const std::string& path : {"/v1/prices/" + price, "/v1/products/" + ProductOf('a')}) {
    CAPTURE(path);
    REQUIRE(shop.stripe->Post(path, {{"active", "false"}}).status == 200);
    const auto session = MustBuy(shop, kBob, "a");
    CHECK(SessionAt(shop, session)["amount_total"].AsInt() == 7900);
    CHECK(shop.stripe->Get(path).json()["active"].AsBool());
    CHECK(PriceOf(shop, 'a') == price);
    shop.stripe->Control(R"({"action":"expire","session":")" + session.session_id() + "\"}");
    Reconcile(shop);
  }
}

TEST_CASE("a customer that was deleted is made anew, one whose address is refused has none") {
  Shop shop;
  shop.Own(kAnn, "a");
  const Json customers = shop.stripe->Get("/v1/customers").json();
  const std::string first = customers["data"].items().at(0)["id"].AsString();
  REQUIRE(shop.stripe->Delete("/v1/customers/" + first).status == 200);
  const auto session = MustBuy(shop, kAnn, "b");
  CHECK(SessionAt(shop, session)["customer"].AsString() != first);
  rpc::Call odd({.caller = {.user_id = kBob, .email = "bob@@nowhere"},
                 .deadline = Deadline::After(absl::Seconds(10)),
                 .peer = "gateway"});
  const auto bobs = shop.Buy(odd, Shop::KeyRequest("b"));
  INFO(bobs.status().ToString());
  REQUIRE(bobs.ok());
  const std::string customer = SessionAt(shop, *bobs)["customer"].AsString();
  REQUIRE_FALSE(customer.empty());
  CHECK(shop.stripe->Get("/v1/customers/" + customer).json()["email"].is_null());
}

TEST_CASE("a coupon that was deleted before it was used is made anew") {
  Shop shop;
  shop.Own(kAnn, "a");
  Control(shop, "api_fault",
          R"(,"path":"/v1/checkout/sessions","method":"POST","status":429,"count":1)");
  REQUIRE(ReasonOf(shop.BuyBundle(kAnn, "all")) == Reason::STRIPE_UNAVAILABLE);
  const Json coupons = shop.stripe->Get("/v1/coupons").json();
  const std::string coupon = coupons["data"].items().at(0)["id"].AsString();
  REQUIRE(shop.stripe->Delete("/v1/coupons/" + coupon).status == 200);
  const auto session = shop.BuyBundle(kAnn, "all");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(SessionAt(shop, *session)["amount_total"].AsInt() == 49900 - 7900);
}

TEST_CASE("what Stripe lets nobody make is gone without, and what is paid so is granted") {
  Shop shop;
  shop.Own(kAnn, "a");
  for (const char* path : {"/v1/customers", "/v1/products", "/v1/prices", "/v1/coupons"}) {
    Refuse(shop, "POST", path, "parameter_unknown");
  }
  const auto bundle = shop.BuyBundle(kAnn, "all");
  INFO(bundle.status().ToString());
  REQUIRE(bundle.ok());
  const Json session = SessionAt(shop, *bundle);
  CHECK(session["amount_subtotal"].AsInt() == 49900 - 7900);
  CHECK(session["total_details"]["amount_discount"].AsInt() == 0);
  shop.Pay(*bundle);
  shop.SettleAll();
  CHECK(shop.Order(bundle->order_id()).status() == "fulfilled");
  // Bob has no customer yet, and gets none.
  const auto key = MustBuy(shop, kBob, "b");
  CHECK(SessionAt(shop, key)["customer"].is_null());
  shop.Pay(key);
  shop.SettleAll();
  CHECK(shop.Order(key.order_id()).status() == "fulfilled");
}

TEST_CASE("a refusal that names nothing is answered by leaving everything out") {
  Shop shop;
  shop.Own(kAnn, "a");
  // Twice: once for what is stored, once for what was looked at again.
  Refuse(shop, "POST", "/v1/checkout/sessions", "a_code_of_next_year", 2);
  const auto session = shop.BuyBundle(kAnn, "all");
  INFO(session.status().ToString());
  REQUIRE(session.ok());
  CHECK(SessionAt(shop, *session)["customer"].is_null());
  CHECK(SessionAt(shop, *session)["amount_total"].AsInt() == 49900 - 7900);
}

TEST_CASE("in another account, or without the test data, everything is sold again") {
  for (const char* action : {"switch_account", "drop_data"}) {
    CAPTURE(action);
    Shop shop;
    shop.Own(kAnn, "a");
    const auto old = MustBuy(shop, kAnn, "b");
    const auto bundle = shop.BuyBundle(kBob, "pair");
    REQUIRE(bundle.ok());
    Control(shop, action, R"(,"account":"other")");
    // Its address leads nowhere now: the reconciler finds that out, or whoever wants otherwise.
    Reconcile(shop);
    CHECK(shop.Order(old.order_id()).status() == "expired");
    const auto fresh = MustBuy(shop, kAnn, "b");
    CHECK(fresh.session_id() != old.session_id());
    CHECK(SessionAt(shop, fresh)["amount_total"].AsInt() == 9900);
    const auto again = shop.BuyBundle(kAnn, "all");
    INFO(again.status().ToString());
    CHECK(again.ok());
    CHECK(ReasonOf(shop.BuyBundle(kBob, "pair")) == Reason::REASON_UNSPECIFIED);
    shop.Pay(*again);
    shop.SettleAll();
    CHECK(shop.Order(again->order_id()).status() == "fulfilled");
  }
}

TEST_CASE("a session Stripe does not know is no reason to answer 404, and blocks nothing") {
  Shop shop;
  const auto old = MustBuy(shop, kAnn, "a");
  Control(shop, "switch_account", R"(,"account":"other")");
  // The bundle holds the KEY, so that the old order has to be ended first.
  const auto bundle = shop.BuyBundle(kAnn, "pair");
  INFO(bundle.status().ToString());
  REQUIRE(bundle.ok());
  CHECK(shop.Order(old.order_id()).status() == "expired");
  // Back in the first account, somebody pays the old session: what is paid for twice goes back.
  shop.Pay(*bundle);
  shop.SettleAll();
  Control(shop, "switch_account", R"(,"account":"")");
  shop.Pay(old);
  shop.SettleAll();
  CHECK(shop.Order(old.order_id()).status() == "refunded");
}

TEST_CASE("a debit whose session is unknown is waited for until its hour is over") {
  Shop shop;
  const auto session = MustBuy(shop, kAnn, "a");
  shop.Pay(session, "pay_later");
  shop.SettleAll();
  Control(shop, "switch_account", R"(,"account":"other")");
  Reconcile(shop);
  CHECK(shop.Order(session.order_id()).status() == "open");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::IN_PROGRESS);
  Reconcile(shop, absl::Minutes(61));
  CHECK(shop.Order(session.order_id()).status() == "expired");
  MustBuy(shop, kAnn, "a");
}

TEST_CASE("with another key or another version nothing is sold and nothing is lost") {
  Shop shop;
  const auto open = MustBuy(shop, kBob, "b");
  Control(shop, "roll_key", R"(,"secret_key":"sk_test_another")");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::STRIPE_UNAVAILABLE);
  Reconcile(shop);
  Control(shop, "roll_key");
  Control(shop, "api_version", R"(,"version":"2030-01-01.later")");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::NOT_FOR_SALE);
  Reconcile(shop);
  CHECK(shop.Order(open.order_id()).status() == "open");
  Control(shop, "api_version");
  MustBuy(shop, kAnn, "a");
  shop.Pay(open);
  shop.SettleAll();
  CHECK(shop.Order(open.order_id()).status() == "fulfilled");
}

TEST_CASE("what is too small after conversion is given away, what is not is told") {
  Shop shop;
  shop.catalog->AddKey(KeyId('e'), "e", 60);
  Control(shop, "settlement_minimum", R"(,"amount":70)");
  const auto given = shop.BuyKey(kAnn, "e");
  INFO(given.status().ToString());
  REQUIRE(given.ok());
  CHECK(given->session_id().empty());
  CHECK(shop.Order(given->order_id()).amount_cents() == 0);
  // A larger sum is not about conversion: it is not given away.
  Control(shop, "settlement_minimum", R"(,"amount":10000)");
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::NOT_FOR_SALE);
  CHECK(ReasonOf(shop.BuyKey(kAnn, "a")) == Reason::NOT_FOR_SALE);
  Control(shop, "settlement_minimum", R"(,"amount":0)");
  MustBuy(shop, kAnn, "a");
}

TEST_CASE("a refund of ours that the account's balance cannot pay stays due until it can") {
  Shop shop;
  const auto session = MustBuy(shop, kAnn, "a");
  Control(shop, "switch_account", R"(,"account":"other")");
  Reconcile(shop);
  shop.Own(kAnn, "a");
  Control(shop, "switch_account", R"(,"account":"")");
  Refuse(shop, "POST", "/v1/refunds", "balance_insufficient");
  shop.Pay(session);
  shop.DeliverWebhooks();
  REQUIRE(stripe_sandbox::testing::Eventually(
      [&] { return shop.StripeRequests("POST /v1/refunds") > 0; }));
  CHECK(shop.Order(session.order_id()).status() == "paid");
  Control(shop, "clear");
  shop.clock.Advance(absl::Minutes(11));
  REQUIRE(stripe_sandbox::testing::Eventually([&] {
    shop.clock.Advance(absl::Minutes(1));
    shop.wiring->reconciler.RunOnce();
    return shop.Order(session.order_id()).status() == "refunded";
  }));
}

TEST_CASE("events of other applications on the account are closed, whatever their shape") {
  Shop shop;
  const Json page = SessionAt(shop, MustBuy(shop, kAnn, "a"));
  const auto send = [&](const char* type, Json object) {
    shop.stripe->Control(
        Json::MakeObject({{"action", "send_event"}, {"type", type}, {"object", std::move(object)}})
            .Write());
  };
  Json setup = page;
  setup.Set("id", "cs_test_setup").Set("mode", "setup").Set("metadata", Json::MakeObject());
  for (const char* name :
       {"currency", "amount_subtotal", "amount_total", "total_details", "payment_intent"}) {
    setup.Set(name, Json());
  }
  setup.Set("payment_status", "no_payment_required").Set("client_reference_id", Json());
  Json bare = setup;
  bare.Set("id", "cs_test_bare").Set("status", Json()).Set("metadata", Json());
  Json named = setup;
  named.Set("id", "cs_test_named").Set("metadata", Json::MakeObject({{"order_id", "MUG-1234"}}));
  for (const Json& session : {setup, bare, named}) {
    send("checkout.session.completed", session);
    send("checkout.session.expired", session);
  }
  send("charge.refunded", Json::MakeObject({{"id", "ch_other"}, {"object", "charge"}}));
  send("refund.updated", Json::MakeObject({{"id", "re_other"}, {"object", "refund"}}));
  send("charge.dispute.created", Json::MakeObject({{"id", "du_other"}, {"object", "dispute"}}));
  shop.DeliverWebhooks("charge.dispute.created");
  shop.Settle();
  CHECK(shop.CountRows("stripe_webhook_events WHERE failures > 0 OR attempts > 1") == 0);
  CHECK(shop.CountRows("stripe_webhook_events WHERE outcome = 'no_order'") == 9);
}

}  // namespace
}  // namespace keys::billing
