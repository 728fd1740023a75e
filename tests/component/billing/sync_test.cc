// Stripe's products and prices against the catalog's.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using stripe_sandbox::Json;
using testing::kAnn;
using testing::kBob;
using testing::KeyId;
using testing::Shop;

v1::SyncStripeResponse Sync(Shop& shop, int limit = 0) {
  v1::SyncStripeRequest request;
  if (limit > 0) request.set_limit(limit);
  rpc::Call call = shop.CallOf(kBob);
  const auto report = shop.wiring->stripe_sync.Run(call, request);
  INFO(report.status().ToString());
  REQUIRE(report.ok());
  return *report;
}

Json Product(Shop& shop, char slug) {
  return shop.stripe->Get("/v1/products/keys_key_" + KeyId(slug)).json();
}

// Active prices of the KEY at Stripe, in cents.
std::vector<int64_t> ActivePrices(Shop& shop, char slug) {
  std::vector<int64_t> amounts;
  const Json list =
      shop.stripe->Get("/v1/prices?active=true&product=keys_key_" + KeyId(slug)).json();
  for (const Json& price : list["data"].items()) amounts.push_back(price["unit_amount"].AsInt());
  return amounts;
}

int64_t Posts(Shop& shop) {
  int64_t posts = 0;
  for (const char* path :
       {"POST /v1/products", "POST /v1/products/{id}", "POST /v1/prices", "POST /v1/prices/{id}"}) {
    posts += shop.StripeRequests(path);
  }
  return posts;
}

TEST_CASE("what is sold has a product and a price at Stripe; the second run asks for nothing") {
  Shop shop;
  const v1::SyncStripeResponse first = Sync(shop);
  CHECK(first.complete());
  // a to d, away, and two bundles; free and unlisted have no price.
  CHECK(first.offers() == 7);
  CHECK(first.products().created() == 7);
  CHECK(first.prices().created() == 7);
  const int64_t posts = Posts(shop);
  CHECK(posts == 14);
  const v1::SyncStripeResponse second = Sync(shop);
  CHECK(second.complete());
  CHECK(second.products().created() + second.products().updated() == 0);
  CHECK(Posts(shop) == posts);
  CHECK(shop.CountRows("billing_audit WHERE action = 'stripe.sync'") == 2);
}

TEST_CASE("renamed, repriced, archived and sold again: Stripe follows, each time") {
  Shop shop;
  REQUIRE(Sync(shop).complete());
  auto& key = shop.catalog->Key("a");
  for (const int64_t price : {8900, 7900, 8900}) {
    key.set_title("A for " + std::to_string(price));
    key.set_price_cents(price);
    const v1::SyncStripeResponse report = Sync(shop);
    CHECK(report.products().updated() == 1);
    CHECK(report.prices().archived() == 1);
    CHECK(Product(shop, 'a')["name"].AsString() == key.title());
    CHECK(ActivePrices(shop, 'a') == std::vector<int64_t>{price});
  }
  key.set_status("archived");
  const v1::SyncStripeResponse gone = Sync(shop);
  CHECK(gone.products().archived() == 1);
  CHECK(gone.prices().archived() == 1);
  CHECK_FALSE(Product(shop, 'a')["active"].AsBool());
  CHECK(ActivePrices(shop, 'a').empty());
  CHECK(Sync(shop).products().archived() == 0);
  key.set_status("published");
  // Lazily, by whoever buys first.
  const auto session = shop.BuyKey(kAnn, "a");
  REQUIRE(session.ok());
  CHECK(Product(shop, 'a')["active"].AsBool());
  CHECK(ActivePrices(shop, 'a') == std::vector<int64_t>{8900});
  const v1::SyncStripeResponse back = Sync(shop);
  CHECK(back.products().updated() + back.prices().updated() == 0);
}

TEST_CASE("a checkout of a renamed and repriced KEY brings Stripe in step by itself") {
  Shop shop;
  shop.Own(kAnn, "a");
  shop.catalog->Key("a").set_title("Another name");
  shop.catalog->Key("a").set_price_cents(9000);
  const auto session = shop.BuyKey(kBob, "a");
  REQUIRE(session.ok());
  CHECK(Product(shop, 'a')["name"].AsString() == "Another name");
  const Json made = shop.stripe->Get("/v1/checkout/sessions/" + session->session_id()).json();
  CHECK(made["amount_total"].AsInt() == 9000);
  CHECK(shop.StripeRequests("POST /v1/products") == 1);
}

TEST_CASE("a batch changes no more than its limit, and the next one goes on") {
  Shop shop;
  int calls = 0;
  v1::SyncStripeResponse report;
  do {
    const int64_t before = Posts(shop);
    report = Sync(shop, 3);
    // A product comes with its price.
    CHECK(Posts(shop) - before <= 4);
  } while (!report.complete() && ++calls < 20);
  CHECK(report.complete());
  CHECK(Posts(shop) == 14);
}

TEST_CASE("two syncs and a checkout at once make each product once") {
  Shop shop;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      v1::SyncStripeRequest request;
      rpc::Call call = shop.CallOf(kBob);
      shop.wiring->stripe_sync.Run(call, request).IgnoreError();
    });
  }
  threads.emplace_back([&] { shop.BuyKey(kAnn, "a").IgnoreError(); });
  for (std::thread& thread : threads) thread.join();
  REQUIRE(Sync(shop).complete());
  const Json products = shop.stripe->Get("/v1/products?limit=100").json();
  CHECK(products["data"].items().size() == 7);
  const Json prices = shop.stripe->Get("/v1/prices?limit=100").json();
  CHECK(prices["data"].items().size() == 7);
}

TEST_CASE("what a person changed in Stripe's Dashboard is put right, and told") {
  Shop shop;
  REQUIRE(Sync(shop).complete());
  const std::string product = "/v1/products/keys_key_" + KeyId('a');
  const Json prices = shop.stripe->Get("/v1/prices?product=keys_key_" + KeyId('b')).json();
  const std::string price = "/v1/prices/" + prices["data"].items().at(0)["id"].AsString();
  shop.stripe->Post(product, {{"active", "false"}});
  shop.stripe->Post(price, {{"active", "false"}});
  shop.stripe->Post("/v1/products/keys_key_" + KeyId('c'), {{"name", "Somebody's own"}});
  const v1::SyncStripeResponse report = Sync(shop);
  CHECK(report.complete());
  CHECK(report.products().updated() == 2);
  CHECK(report.prices().updated() == 1);
  CHECK(Product(shop, 'a')["active"].AsBool());
  CHECK(shop.stripe->Get(price).json()["active"].AsBool());
  CHECK(Product(shop, 'c')["name"].AsString() == shop.catalog->Key("c").title());
  const v1::SyncStripeResponse again = Sync(shop);
  CHECK(again.complete());
  CHECK(again.products().updated() + again.prices().updated() == 0);
}

TEST_CASE("in an account that knows nothing of it, the sync makes everything") {
  Shop shop;
  REQUIRE(Sync(shop).complete());
  shop.stripe->Control(R"({"action":"switch_account","account":"other"})");
  v1::SyncStripeResponse report = Sync(shop, 3);
  CHECK_FALSE(report.complete());
  while (!report.complete()) report = Sync(shop, 3);
  const Json prices = shop.stripe->Get("/v1/prices?limit=100&active=true").json();
  CHECK(prices["data"].items().size() == 7);
}

TEST_CASE("what Stripe refuses is named, is not called complete, and holds up nothing else") {
  Shop shop;
  shop.stripe->Control(
      R"({"action":"api_fault","method":"POST","path":"/v1/products","count":1,"status":400,
          "body":{"error":{"type":"invalid_request_error","message":"no such name"}}})");
  const v1::SyncStripeResponse report = Sync(shop);
  CHECK_FALSE(report.complete());
  REQUIRE(report.refused_size() == 1);
  CHECK(report.refused(0).kind() == "key");
  CHECK(report.products().created() == 6);
  CHECK(Sync(shop).complete());
}

TEST_CASE("what was deleted at Stripe is made anew, and can be renamed again") {
  Shop shop;
  REQUIRE(Sync(shop).complete());
  auto& key = shop.catalog->Key("b");
  key.set_title("Once");
  REQUIRE(Sync(shop).products().updated() == 1);
  shop.ReplaceStripe();
  auto& again = shop.catalog->Key("b");
  again.set_title("Twice");
  CHECK(shop.BuyKey(kAnn, "b").ok());
  CHECK(Product(shop, 'b')["name"].AsString() == "Twice");
  again.set_title("Thrice");
  CHECK(shop.BuyKey(kAnn, "b").ok());
  Sync(shop);
  CHECK(Product(shop, 'b')["name"].AsString() == "Thrice");
}

}  // namespace
}  // namespace keys::billing
