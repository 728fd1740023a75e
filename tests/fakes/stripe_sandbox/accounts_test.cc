// Tests changes in the Dashboard as the API's client sees them.
#include <catch2/catch.hpp>
#include <string>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

namespace stripe_sandbox::testing {
namespace {

HttpAnswer Buy(const Sandbox& sandbox, const std::string& price) {
  return sandbox.Post("/v1/checkout/sessions", {{"mode", "payment"},
                                                {"success_url", "https://shop.test/ok"},
                                                {"line_items[0][price]", price},
                                                {"line_items[0][quantity]", "1"}});
}

std::string MakePrice(const Sandbox& sandbox) {
  sandbox.Post("/v1/products", {{"id", "keys_key_1"}, {"name", "A"}});
  return sandbox
      .Post("/v1/prices", {{"product", "keys_key_1"}, {"currency", "usd"}, {"unit_amount", "900"}})
      .json()["id"]
      .AsString();
}

TEST_CASE("an archived price or product is refused without a code, until it is active again") {
  Sandbox sandbox;
  const std::string price = MakePrice(sandbox);
  for (const std::string& path : {"/v1/prices/" + price, std::string("/v1/products/keys_key_1")}) {
    CAPTURE(path);
    sandbox.Post(path, {{"active", "false"}});
    const HttpAnswer refused = Buy(sandbox, price);
    CHECK(refused.status == 400);
    CHECK(refused.json()["error"]["code"].is_null());
    CHECK(refused.json()["error"]["param"].AsString() == "line_items[0][price]");
    sandbox.Post(path, {{"active", "true"}});
    CHECK(Buy(sandbox, price).status == 200);
  }
}

TEST_CASE("another account knows nothing of the first, which is whole when it is back") {
  Sandbox sandbox;
  const std::string price = MakePrice(sandbox);
  const std::string session = Buy(sandbox, price).json()["id"].AsString();
  sandbox.Post("/v1/coupons", {{"percent_off", "10"}, {"duration", "once"}}, "key-1");
  sandbox.Control(R"({"action":"switch_account","account":"other"})");
  CHECK(sandbox.Get("/v1/checkout/sessions/" + session).status == 404);
  CHECK(Buy(sandbox, price).json()["error"]["code"].AsString() == "resource_missing");
  // Idempotency keys are an account's own.
  CHECK(sandbox.Post("/v1/customers", {}, "key-1").status == 200);
  sandbox.Control(R"({"action":"switch_account","account":""})");
  CHECK(sandbox.Get("/v1/checkout/sessions/" + session).json()["status"].AsString() == "open");
  CHECK(sandbox.Post("/v1/customers", {}, "key-1").status == 400);
  sandbox.Control(R"({"action":"drop_data"})");
  CHECK(sandbox.Get("/v1/products").json()["data"].items().empty());
}

TEST_CASE("a rolled key and a refused version are refused until they are taken again") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"roll_key","secret_key":"sk_test_new"})");
  CHECK(sandbox.Get("/v1/products").status == 401);
  sandbox.Control(R"({"action":"roll_key"})");
  CHECK(sandbox.Get("/v1/products").status == 200);
  const auto ours = [&] {
    return Send({.url = sandbox.url() + "/v1/products",
                 .headers = {std::string("Authorization: Bearer ") + kSecretKey,
                             "Stripe-Version: 2026-10-28.endive"}})
        .status;
  };
  CHECK(ours() == 200);
  sandbox.Control(R"({"action":"api_version","version":"2030-01-01.later"})");
  CHECK(ours() == 400);
  sandbox.Control(R"({"action":"api_version","version":""})");
  CHECK(ours() == 200);
}

TEST_CASE("a minimum after conversion is judged in place of the table's") {
  Sandbox sandbox;
  const std::string price = MakePrice(sandbox);
  sandbox.Control(R"({"action":"settlement_minimum","amount":901})");
  CHECK(Buy(sandbox, price).json()["error"]["code"].AsString() == "amount_too_small");
  sandbox.Control(R"({"action":"settlement_minimum","amount":900})");
  CHECK(Buy(sandbox, price).status == 200);
}

}  // namespace
}  // namespace stripe_sandbox::testing
