// Stripe keeps a 500 under an idempotency key for 24 hours, whether it did what was asked or not.
// For each POST of ours: it concludes within a minute of business time, by finding what was made or
// by making it under a new key, without a hand and with no money doubled.
#include <catch2/catch.hpp>
#include <functional>

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

void KeepFailure(Shop& shop, const std::string& path, bool made) {
  shop.stripe->Control(Concat({R"({"action":"api_fault","path":")", path,
                               R"(","method":"POST","status":500,"saved":true)",
                               made ? R"(,"after_effect":true})" : "}"}));
}

std::size_t Count(Shop& shop, const std::string& list) {
  return shop.stripe->Get(list).json()["data"].items().size();
}

int64_t RefundedAtStripe(Shop& shop) {
  return shop.stripe->Ledger()["totals"]["usd"]["refunded"].AsInt();
}

bool Sells(Shop& shop, const std::string& user, const std::string& slug) {
  const auto session = shop.BuyKey(user, slug);
  return session.ok() && !session->url().empty();
}

bool SellsBundle(Shop& shop, const std::string& user) {
  const auto session = shop.BuyBundle(user, "all");
  return session.ok() && !session->url().empty();
}

std::string ProductOf(char slug) { return "keys_key_" + KeyId(slug); }

struct Kept {
  const char* name;
  // Prefix of the POST's path.
  std::string path;
  // Called before the failure is kept.
  std::function<void(Shop&)> prepare;
  // Does what needs the POST. Returns true once that has succeeded.
  std::function<bool(Shop&)> act;
  // A list at Stripe, and how many are in it in the end, made or not.
  std::string list;
  std::size_t count = 0;
};

const std::vector<Kept>& Table() {
  const auto nothing = [](Shop&) {};
  const auto buys_a = [](Shop& shop) { return Sells(shop, kAnn, "a"); };
  static const auto* table = new std::vector<Kept>{
      {"customer", "/v1/customers", nothing, buys_a, "/v1/customers", 1},
      {"product", "/v1/products", nothing, buys_a, "/v1/products", 1},
      {"price", "/v1/prices", nothing, buys_a, "/v1/prices", 1},
      {"coupon", "/v1/coupons", [](Shop& shop) { shop.Own(kAnn, "a"); },
       [](Shop& shop) { return SellsBundle(shop, kAnn); }, "/v1/coupons", 1},
      {"session", "/v1/checkout/sessions", nothing, buys_a, "/v1/checkout/sessions", 1},
      {"renamed product", "/v1/products/",
       [](Shop& shop) {
         shop.Own(kBob, "a");
         shop.catalog->AddKey(KeyId('a'), "a", 7900).set_title("Another name");
       },
       [](Shop& shop) {
         return Sells(shop, kAnn, "a") &&
                shop.stripe->Get("/v1/products/" + ProductOf('a')).json()["name"].AsString() ==
                    "Another name";
       },
       "/v1/products", 1},
      {"revived price", "/v1/prices/",
       [](Shop& shop) {
         shop.Own(kBob, "a");
         const Json prices = shop.stripe->Get("/v1/prices?product=" + ProductOf('a')).json();
         shop.stripe->Post("/v1/prices/" + prices["data"].items().at(0)["id"].AsString(),
                           {{"active", "false"}});
       },
       buys_a, "/v1/prices?active=true", 1},
      {"expiry", "/v1/checkout/sessions/", [](Shop& shop) { REQUIRE(Sells(shop, kAnn, "a")); },
       // The KEY's order is in the way of the bundle's.
       [](Shop& shop) { return SellsBundle(shop, kAnn); }, "/v1/checkout/sessions?status=open", 1},
      {"portal", "/v1/billing_portal", nothing,
       [](Shop& shop) {
         v1::GetPortalRequest request;
         request.set_return_url("https://shop.test/back");
         rpc::Call call = shop.CallOf(kAnn);
         return shop.wiring->portal.Get(call, request).ok();
       },
       "/v1/customers", 1},
  };
  return *table;
}

// Business seconds until `act` has what it wanted, in steps of ten; 90 when it never has.
int SecondsUntil(Shop& shop, const std::function<bool(Shop&)>& act) {
  int seconds = 0;
  for (; seconds < 90 && !act(shop); seconds += 10) {
    shop.clock.Advance(absl::Seconds(10));
    shop.wiring->reconciler.RunOnce();
  }
  return seconds;
}

TEST_CASE("a 500 kept under the key of any POST is got over within a minute, made or not") {
  for (const Kept& kept : Table()) {
    for (const bool made : {true, false}) {
      CAPTURE(kept.name, made);
      Shop shop;
      kept.prepare(shop);
      KeepFailure(shop, kept.path, made);
      CHECK(SecondsUntil(shop, kept.act) <= 60);
      CHECK(Count(shop, kept.list) == kept.count);
      // It met the failure.
      CHECK(shop.CountRows("stripe_requests WHERE http_status = 500 OR sends > 0") > 0);
    }
  }
}

absl::StatusOr<v1::RefundOrderResponse> Refund(Shop& shop, const v1::RefundOrderRequest& request,
                                               const std::string& key) {
  rpc::Call call = shop.CallOf(kBob, key);
  return shop.wiring->admin_orders.Refund(call, request);
}

v1::RefundOrderRequest Wish(const std::string& order_id) {
  v1::RefundOrderRequest request;
  request.set_id(order_id);
  request.set_reason("asked for it");
  return request;
}

struct RefundWish {
  const char* name;
  std::function<void(v1::RefundOrderRequest&)> narrow;
  int64_t cents;
};

const std::vector<RefundWish>& RefundWishes() {
  static const auto* wishes = new std::vector<RefundWish>{
      {"in full", [](v1::RefundOrderRequest&) {}, 14900},
      {"by amount", [](v1::RefundOrderRequest& request) { request.set_amount_cents(900); }, 900},
      {"of a line", [](v1::RefundOrderRequest& request) { request.set_line("b"); }, 7000},
  };
  return *wishes;
}

TEST_CASE("an administrator's refund behind a kept 500 is made once by asking for it again") {
  for (const RefundWish& wish : RefundWishes()) {
    for (const bool made : {true, false}) {
      CAPTURE(wish.name, made);
      Shop shop;
      const std::string id = shop.OwnBundle("pair");
      v1::RefundOrderRequest request = Wish(id);
      wish.narrow(request);
      KeepFailure(shop, "/v1/refunds", made);
      CHECK(SecondsUntil(shop, [&](Shop&) { return Refund(shop, request, "one").ok(); }) <= 60);
      CHECK(Count(shop, "/v1/refunds") == 1);
      CHECK(RefundedAtStripe(shop) == shop.Order(id).refunded_cents());
      CHECK(RefundedAtStripe(shop) == wish.cents);
      CHECK(shop.CountRows("stripe_requests WHERE path = '/v1/refunds' AND "
                           "state IN ('ready', 'unknown')") == 0);
    }
  }
}

TEST_CASE("an administrator's refund behind a kept 500 blocks no other, and nobody asks again") {
  for (const bool made : {true, false}) {
    CAPTURE(made);
    Shop shop;
    // No webhook tells of it either.
    const std::string id = shop.Own(kAnn, "a");
    shop.stripe->Control(R"({"action":"webhooks","mode":"drop"})");
    v1::RefundOrderRequest part = Wish(id);
    part.set_amount_cents(900);
    KeepFailure(shop, "/v1/refunds", made);
    const auto first = Refund(shop, part, "");
    CHECK(first.ok() == made);
    part.set_amount_cents(1000);
    int64_t expected = made ? 900 : 0;
    CHECK(SecondsUntil(shop, [&](Shop&) { return Refund(shop, part, "other").ok(); }) <= 60);
    expected += 1000;
    CHECK(RefundedAtStripe(shop) == expected);
    CHECK(shop.Order(id).refunded_cents() == expected);
    // Both are on record, with who ordered them.
    CHECK(shop.CountRows(Concat(
              {"billing_audit WHERE action = 'order.refund' AND actor = '", kBob, "'"})) == 2);
  }
}

TEST_CASE("a refund that was ordered while Stripe did not answer is carried out once it does") {
  Shop shop;
  const std::string id = shop.Own(kAnn, "a");
  v1::RefundOrderRequest part = Wish(id);
  part.set_amount_cents(900);
  // No answer of Stripe's own: nothing is kept.
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/refunds","method":"POST","status":503,"count":1000})");
  REQUIRE(ReasonOf(Refund(shop, part, "one")) == Reason::STRIPE_UNAVAILABLE);
  part.set_amount_cents(1000);
  CHECK(ReasonOf(Refund(shop, part, "other")) == Reason::IN_PROGRESS);
  shop.stripe->Control(R"({"action":"clear"})");
  CHECK(SecondsUntil(shop, [&](Shop&) { return shop.Order(id).refunded_cents() == 900; }) <= 60);
  REQUIRE(Refund(shop, part, "other").ok());
  CHECK(RefundedAtStripe(shop) == 1900);
}

TEST_CASE("a payment that goes back by itself does so once behind a kept 500") {
  for (const bool made : {true, false}) {
    CAPTURE(made);
    Shop shop;
    const auto session = shop.BuyKey(kAnn, "a");
    REQUIRE(session.ok());
    shop.Pay(*session);
    Json event = shop.receiver.OfType("checkout.session.completed").at(0).event();
    event.Mutable("data").Mutable("object").Set("amount_subtotal", 1);
    KeepFailure(shop, "/v1/refunds", made);
    CHECK(shop.DeliverForged(event.Write())->received());
    CHECK(stripe_sandbox::testing::Eventually([&] {
      shop.clock.Advance(absl::Seconds(1));
      shop.wiring->reconciler.RunOnce();
      return shop.Order(session->order_id()).status() == "refunded";
    }));
    CHECK(RefundedAtStripe(shop) == 7900);
    CHECK(Count(shop, "/v1/refunds") == 1);
  }
}

TEST_CASE("a customer behind a kept 500 is found, and erased with the person") {
  Shop shop;
  KeepFailure(shop, "/v1/customers", true);
  // The answer cannot be looked up at once: Stripe's list does not answer either.
  shop.stripe->Control(
      R"({"action":"api_fault","path":"/v1/customers","method":"GET","status":503,"count":3})");
  shop.BuyKey(kAnn, "a").IgnoreError();
  shop.stripe->Control(R"({"action":"clear"})");
  rpc::Call call({.caller = {.user_id = kBob, .admin = true},
                  .deadline = ::keys::testing::Soon(),
                  .peer = "gateway"});
  person::v1::ErasePersonRequest request;
  request.set_user_id(kAnn);
  request.set_reason("by letter");
  CHECK(SecondsUntil(shop, [&](Shop&) { return shop.wiring->eraser.Erase(call, request).ok(); }) <=
        60);
  CHECK(Count(shop, "/v1/customers") == 0);
}

}  // namespace
}  // namespace keys::billing
