#include <catch2/catch.hpp>
#include <ctime>
#include <fstream>
#include <string>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

namespace stripe_sandbox::testing {
namespace {

std::string ErrorCode(const HttpAnswer& answer) {
  return answer.json()["error"]["code"].AsString();
}
std::string ErrorType(const HttpAnswer& answer) {
  return answer.json()["error"]["type"].AsString();
}

TEST_CASE("a request without the key, or with another, gets 401") {
  Sandbox sandbox;
  const std::string url = sandbox.url() + "/v1/products";
  CHECK(Send({.url = url}).status == 401);
  const HttpAnswer wrong = Send({.url = url, .headers = {"Authorization: Bearer sk_test_other"}});
  CHECK(wrong.status == 401);
  CHECK(wrong.json()["error"]["message"].AsString().find("Invalid API Key") == 0);
  CHECK(sandbox.Get("/v1/products").status == 200);
}

TEST_CASE("answers carry Stripe's headers") {
  Sandbox sandbox;
  const HttpAnswer got = sandbox.Get("/v1/products");
  CHECK(got.Header("request-id").starts_with("req_"));
  CHECK(got.Header("stripe-version") == "2026-10-28.endive");
  CHECK(got.Header("cache-control") == "no-cache, no-store");
  const HttpAnswer posted = sandbox.Post("/v1/products", {{"name", "n"}}, "key-1");
  CHECK(posted.Header("idempotency-key") == "key-1");
  CHECK(posted.Header("original-request") == posted.Header("request-id"));
  CHECK(posted.Header("stripe-should-retry") == "false");
}

TEST_CASE("another API version, an unknown path and a JSON body are refused") {
  Sandbox sandbox;
  const std::string key = std::string("Authorization: Bearer ") + kSecretKey;
  CHECK(
      Send({.url = sandbox.url() + "/v1/products", .headers = {key, "Stripe-Version: 2020-08-27"}})
          .status == 400);
  CHECK(sandbox.Get("/v1/invoices").status == 404);
  CHECK(sandbox.Get("/v1/refunds/re_none").status == 404);
  CHECK(ErrorCode(sandbox.Get("/v1/refunds/re_none")) == "resource_missing");
  CHECK(Send({.method = "POST",
              .url = sandbox.url() + "/v1/products",
              .body = "{\"name\":\"n\"}",
              .headers = {key, "Content-Type: application/json"}})
            .status == 400);
}

TEST_CASE("the same key and parameters replay the first answer") {
  Sandbox sandbox;
  const HttpAnswer first = sandbox.Post("/v1/products", {{"name", "n"}, {"active", "true"}}, "k");
  const HttpAnswer again = sandbox.Post("/v1/products", {{"active", "true"}, {"name", "n"}}, "k");
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
  CHECK(again.Header("idempotent-replayed") == "true");
  CHECK(again.Header("original-request") == first.Header("request-id"));
  CHECK(again.Header("request-id") != first.Header("request-id"));
  CHECK(sandbox.Get("/v1/products").json()["data"].items().size() == 1);
}

TEST_CASE("after 24 hours of the sandbox's clock a key is new again") {
  const TestFolder folder;
  const std::string offset = folder.File("offset");
  const ClockOffsetVariable variable(offset);
  Sandbox sandbox;
  sandbox.Post("/v1/products", {{"name", "n"}}, "k");
  std::ofstream(offset) << 23 * 3600;
  CHECK(Eventually([&] { return sandbox.Ledger()["now"].AsInt() > time(nullptr) + 80000; }));
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").Header("idempotent-replayed") == "true");
  std::ofstream(offset) << 25 * 3600;
  CHECK(Eventually([&] { return sandbox.Ledger()["now"].AsInt() > time(nullptr) + 88000; }));
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").Header("idempotent-replayed").empty());
  CHECK(sandbox.Get("/v1/products").json()["data"].items().size() == 2);
}

TEST_CASE("the same key with other parameters, or for another endpoint, is an error") {
  Sandbox sandbox;
  sandbox.Post("/v1/products", {{"name", "n"}}, "k");
  for (const HttpAnswer& answer : {sandbox.Post("/v1/products", {{"name", "m"}}, "k"),
                                   sandbox.Post("/v1/customers", {{"name", "n"}}, "k")}) {
    CHECK(answer.status == 400);
    CHECK(ErrorType(answer) == "idempotency_error");
  }
}

TEST_CASE("refused parameters are not kept under the key, refusals of the work are") {
  Sandbox sandbox;
  CHECK(sandbox.Post("/v1/products", {{"colour", "red"}}, "k").status == 400);
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").status == 200);
  const Pairs refund = {{"payment_intent", "pi_none"}};
  CHECK(ErrorCode(sandbox.Post("/v1/refunds", refund, "r")) == "resource_missing");
  const HttpAnswer again = sandbox.Post("/v1/refunds", refund, "r");
  CHECK(again.status == 400);
  CHECK(again.Header("idempotent-replayed") == "true");
}

TEST_CASE("a key longer than 255 characters is refused") {
  Sandbox sandbox;
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, std::string(255, 'k')).status == 200);
  CHECK(ErrorType(sandbox.Post("/v1/products", {{"name", "n"}}, std::string(256, 'k'))) ==
        "idempotency_error");
}

TEST_CASE("lists go newest first and page both ways") {
  Sandbox sandbox;
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(
        sandbox.Post("/v1/products", {{"name", "n" + std::to_string(i)}}).json()["id"].AsString());
  }
  const Json first = sandbox.Get("/v1/products", {{"limit", "2"}}).json();
  CHECK(first["has_more"].AsBool());
  CHECK(first["data"].items().at(0)["id"].AsString() == ids[4]);
  const Json next =
      sandbox.Get("/v1/products", {{"limit", "2"}, {"starting_after", ids[3]}}).json();
  CHECK(next["data"].items().at(0)["id"].AsString() == ids[2]);
  CHECK(next["has_more"].AsBool());
  const Json newer =
      sandbox.Get("/v1/products", {{"limit", "2"}, {"ending_before", ids[1]}}).json();
  CHECK(newer["data"].items().at(0)["id"].AsString() == ids[3]);
  CHECK(newer["data"].items().at(1)["id"].AsString() == ids[2]);
  CHECK(newer["has_more"].AsBool());
  CHECK(sandbox.Get("/v1/products", {{"limit", "101"}}).status == 400);
  CHECK(
      sandbox.Get("/v1/products", {{"starting_after", ids[0]}, {"ending_before", ids[1]}}).status ==
      400);
  CHECK(sandbox.Get("/v1/products", {{"starting_after", "prod_none"}}).status == 400);
}

TEST_CASE("products and prices: made, changed, listed, kept apart by lookup key") {
  Sandbox sandbox;
  const Json product =
      sandbox.Post("/v1/products", {{"id", "key_x"}, {"name", "X"}, {"metadata[slug]", "x"}})
          .json();
  CHECK(product["id"].AsString() == "key_x");
  CHECK(ErrorCode(sandbox.Post("/v1/products", {{"id", "key_x"}, {"name", "X"}})) ==
        "resource_already_exists");
  const Pairs form = {
      {"product", "key_x"}, {"currency", "USD"}, {"unit_amount", "7900"}, {"lookup_key", "x"}};
  const Json price = sandbox.Post("/v1/prices", form).json();
  CHECK(price["currency"].AsString() == "usd");
  CHECK(sandbox.Post("/v1/prices", form).status == 400);
  Pairs moved = form;
  moved.push_back({"transfer_lookup_key", "true"});
  const Json heir = sandbox.Post("/v1/prices", moved).json();
  const Json found = sandbox.Get("/v1/prices", {{"lookup_keys[0]", "x"}}).json();
  REQUIRE(found["data"].items().size() == 1);
  CHECK(found["data"].items().at(0)["id"] == heir["id"]);
  CHECK(sandbox.Delete("/v1/products/key_x").status == 400);
  const Json changed =
      sandbox
          .Post("/v1/products/key_x", {{"description", "d"}, {"metadata[slug]", ""}, {"name", "Y"}})
          .json();
  CHECK(changed["name"].AsString() == "Y");
  CHECK(changed["metadata"].members().empty());
  CHECK(
      sandbox.Post("/v1/prices", {{"product", "key_x"}, {"currency", "xxx"}, {"unit_amount", "1"}})
          .json()["error"]["param"]
          .AsString() == "currency");
}

TEST_CASE("customers: e-mail is checked, deleting leaves a trace, deleted ones are not used") {
  Sandbox sandbox;
  CHECK(ErrorCode(sandbox.Post("/v1/customers", {{"email", "nobody"}})) == "email_invalid");
  const std::string id =
      sandbox.Post("/v1/customers", {{"email", "a@b.example"}}).json()["id"].AsString();
  CHECK(sandbox.Get("/v1/customers", {{"email", "a@b.example"}}).json()["data"].items().size() ==
        1);
  CHECK(sandbox.Delete("/v1/customers/" + id).json()["deleted"].AsBool());
  CHECK(sandbox.Get("/v1/customers/" + id).json()["deleted"].AsBool());
  CHECK(sandbox.Post("/v1/billing_portal/sessions", {{"customer", id}}).status == 400);
}

TEST_CASE("the portal needs a customer and a configuration, and its page opens") {
  Sandbox sandbox;
  const std::string id = sandbox.Post("/v1/customers", {}).json()["id"].AsString();
  CHECK(sandbox.Post("/v1/billing_portal/sessions", {}).status == 400);
  const Json portal = sandbox
                          .Post("/v1/billing_portal/sessions",
                                {{"customer", id}, {"return_url", "http://localhost/back"}})
                          .json();
  const HttpAnswer page = Send({.url = portal["url"].AsString()});
  CHECK(page.status == 200);
  CHECK(page.body.find("http://localhost/back") != std::string::npos);
  sandbox.Control(R"({"action":"portal","configured":false})");
  CHECK(sandbox.Post("/v1/billing_portal/sessions", {{"customer", id}}).status == 400);
}

TEST_CASE("coupons are checked and kept") {
  Sandbox sandbox;
  CHECK(sandbox.Post("/v1/coupons", {{"amount_off", "500"}}).json()["error"]["param"].AsString() ==
        "currency");
  CHECK(sandbox.Post("/v1/coupons", {{"percent_off", "101"}}).status == 400);
  CHECK(sandbox.Post("/v1/coupons", {{"percent_off", "5"}, {"redeem_by", "5"}}).status == 400);
  CHECK(sandbox.Post("/v1/coupons", {}).status == 400);
  const Json coupon = sandbox
                          .Post("/v1/coupons", {{"amount_off", "500"},
                                                {"currency", "usd"},
                                                {"max_redemptions", "1"},
                                                {"duration", "once"}})
                          .json();
  CHECK(coupon["valid"].AsBool());
  CHECK(sandbox.Delete("/v1/coupons/" + coupon["id"].AsString()).json()["deleted"].AsBool());
}

TEST_CASE("what was asked can be looked at") {
  Sandbox sandbox;
  sandbox.Post("/v1/products", {{"name", "n"}, {"metadata[a]", "b"}}, "key-7");
  const Json asked = Send({.url = sandbox.url() + "/_requests"}).json()["requests"];
  REQUIRE(asked.items().size() == 1);
  const Json& request = asked.items().front();
  CHECK(request["method"].AsString() == "POST");
  CHECK(request["path"].AsString() == "/v1/products");
  CHECK(request["params"]["metadata[a]"].AsString() == "b");
  CHECK(request["idempotency_key"].AsString() == "key-7");
  CHECK(request["status"].AsInt() == 200);
}

TEST_CASE("expand replaces ids and refuses what cannot be expanded") {
  Sandbox sandbox;
  const Json paid = sandbox.PaidSession(7900);
  const std::string path = "/v1/checkout/sessions/" + paid["id"].AsString();
  const Json session = sandbox
                           .Get(path, {{"expand[0]", "payment_intent.latest_charge"},
                                       {"expand[1]", "line_items.data.price.product"}})
                           .json();
  CHECK(session["payment_intent"]["latest_charge"]["amount"].AsInt() == 7900);
  CHECK(session["line_items"]["data"].items().at(0)["price"]["product"]["name"].AsString() ==
        "A KEY");
  CHECK(sandbox.Get(path, {{"expand[]", "currency"}}).status == 400);
  CHECK(sandbox.Get(path, {{"expand[]", "a.b.c.d.e"}}).status == 400);
  CHECK(sandbox.Get("/v1/checkout/sessions", {{"expand[]", "payment_intent"}}).status == 400);
  const Json list =
      sandbox.Get("/v1/checkout/sessions", {{"expand[]", "data.payment_intent"}}).json();
  CHECK(list["data"].items().at(0)["payment_intent"]["status"].AsString() == "succeeded");
}

}  // namespace
}  // namespace stripe_sandbox::testing
