#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

namespace stripe_sandbox::testing {
namespace {

Json Again(const Sandbox& sandbox, const Json& session) {
  return sandbox.Get("/v1/checkout/sessions/" + session["id"].AsString()).json();
}

// A whole valid request, to be spoilt in one place.
Pairs Valid() {
  return {{"mode", "payment"},
          {"success_url", "http://localhost/ok"},
          {"line_items[0][price_data][currency]", "usd"},
          {"line_items[0][price_data][unit_amount]", "100"},
          {"line_items[0][price_data][product_data][name]", "n"},
          {"line_items[0][quantity]", "1"}};
}

HttpAnswer Spoilt(const Sandbox& sandbox, const Pairs& more) {
  Pairs form = Valid();
  for (const auto& [name, value] : more) {
    std::erase_if(form, [&name = name](const auto& pair) { return pair.first == name; });
    form.push_back({name, value});
  }
  return sandbox.Post("/v1/checkout/sessions", form);
}

std::string Param(const HttpAnswer& answer) { return answer.json()["error"]["param"].AsString(); }

TEST_CASE("a session is open, then paid on its page, then closed") {
  Sandbox sandbox;
  const Json session = sandbox.OpenSession(7900);
  CHECK(session["status"].AsString() == "open");
  CHECK(session["payment_status"].AsString() == "unpaid");
  CHECK(session["payment_intent"].is_null());
  const HttpAnswer page = Send({.url = session["url"].AsString()});
  CHECK(page.status == 200);
  CHECK(page.body.find("A KEY") != std::string::npos);
  CHECK(page.body.find("$79.00") != std::string::npos);
  CHECK(page.body.find("TEST MODE") != std::string::npos);

  const HttpAnswer paid = sandbox.Buyer(session, "pay");
  CHECK(paid.status == 303);
  CHECK(paid.Header("location") ==
        "http://localhost:8080/ok?session_id=" + session["id"].AsString());
  const Json after = Again(sandbox, session);
  CHECK(after["status"].AsString() == "complete");
  CHECK(after["payment_status"].AsString() == "paid");
  CHECK(after["url"].is_null());
  CHECK(after["customer_details"]["email"].AsString() == "buyer@example.com");
  const Json intent =
      sandbox.Get("/v1/payment_intents/" + after["payment_intent"].AsString()).json();
  CHECK(intent["metadata"]["order_id"].AsString() == "ord_1");
  CHECK(intent["amount_received"].AsInt() == 7900);
  const Json charge = sandbox.Get("/v1/charges/" + intent["latest_charge"].AsString()).json();
  CHECK(charge["metadata"]["order_id"].AsString() == "ord_1");

  CHECK(sandbox.Buyer(session, "pay").status == 409);
  CHECK(sandbox.Ledger()["totals"]["usd"]["paid"].AsInt() == 7900);
}

TEST_CASE("cancel leads back and leaves the session open") {
  Sandbox sandbox;
  const Json session = sandbox.OpenSession(500);
  const HttpAnswer back = sandbox.Buyer(session, "cancel");
  CHECK(back.status == 303);
  CHECK(back.Header("location") == "http://localhost:8080/back");
  CHECK(Again(sandbox, session)["status"].AsString() == "open");
}

TEST_CASE("a declined card is said on the page, and the next card works") {
  Sandbox sandbox;
  const Json session = sandbox.OpenSession(500);
  const HttpAnswer declined = sandbox.Buyer(session, "decline");
  CHECK(declined.status == 402);
  CHECK(declined.body.find("declined") != std::string::npos);
  const Json open = Again(sandbox, session);
  CHECK(open["status"].AsString() == "open");
  const std::string intent = open["payment_intent"].AsString();
  CHECK(sandbox.Get("/v1/payment_intents/" + intent)
            .json()["last_payment_error"]["code"]
            .AsString() == "card_declined");
  CHECK(sandbox.Buyer(session, "pay").status == 303);
  CHECK(Again(sandbox, session)["payment_intent"].AsString() == intent);
  CHECK(sandbox.Get("/v1/charges", {{"payment_intent", intent}}).json()["data"].items().size() ==
        2);
}

TEST_CASE("a delayed payment completes unpaid and settles or fails later") {
  Sandbox sandbox;
  const Json settles = sandbox.OpenSession(500);
  const Json fails = sandbox.OpenSession(600);
  CHECK(sandbox.Buyer(settles, "pay_later").status == 303);
  CHECK(sandbox.Buyer(fails, "pay_later").status == 303);
  CHECK(Again(sandbox, settles)["status"].AsString() == "complete");
  CHECK(Again(sandbox, settles)["payment_status"].AsString() == "unpaid");
  sandbox.Control(R"({"action":"settle","session":")" + settles["id"].AsString() + "\"}");
  sandbox.Control(R"({"action":"fail_payment","session":")" + fails["id"].AsString() + "\"}");
  CHECK(Again(sandbox, settles)["payment_status"].AsString() == "paid");
  CHECK(Again(sandbox, fails)["payment_status"].AsString() == "unpaid");
  CHECK(sandbox.Ledger()["totals"]["usd"]["paid"].AsInt() == 500);
}

TEST_CASE("a coupon shows as discount and is redeemed by the payment, once") {
  Sandbox sandbox;
  sandbox.Post(
      "/v1/coupons",
      {{"id", "C"}, {"amount_off", "17800"}, {"currency", "usd"}, {"max_redemptions", "1"}});
  const Pairs with = {{"discounts[0][coupon]", "C"}};
  const Json first = sandbox.OpenSession(49900, with);
  const Json second = sandbox.OpenSession(49900, with);
  CHECK(first["amount_subtotal"].AsInt() == 49900);
  CHECK(first["amount_total"].AsInt() == 32100);
  CHECK(first["total_details"]["amount_discount"].AsInt() == 17800);
  CHECK(Send({.url = first["url"].AsString()}).body.find("-$178.00") != std::string::npos);
  CHECK(sandbox.Buyer(first, "pay").status == 303);
  CHECK(sandbox.Buyer(second, "pay").status == 402);
  const Json coupon = sandbox.Get("/v1/coupons/C").json();
  CHECK(coupon["times_redeemed"].AsInt() == 1);
  CHECK_FALSE(coupon["valid"].AsBool());
  CHECK(Spoilt(sandbox, with).status == 400);
}

TEST_CASE("a total of zero needs no payment and makes a customer") {
  Sandbox sandbox;
  sandbox.Post("/v1/coupons", {{"id", "ALL"}, {"percent_off", "100"}});
  const Json session = sandbox.PaidSession(900, {{"discounts[0][coupon]", "ALL"}});
  CHECK(session["payment_status"].AsString() == "no_payment_required");
  CHECK(session["payment_intent"].is_null());
  CHECK(session["customer"].is_string());
}

TEST_CASE("sessions are refused where Stripe refuses them") {
  Sandbox sandbox;
  sandbox.Post("/v1/coupons", {{"id", "EUR"}, {"amount_off", "5"}, {"currency", "eur"}});
  sandbox.Post("/v1/coupons", {{"id", "MUCH"}, {"amount_off", "60"}, {"currency", "usd"}});
  const int64_t now = sandbox.Ledger()["now"].AsInt();
  CHECK(Spoilt(sandbox, {}).status == 200);
  CHECK(Param(Spoilt(sandbox, {{"payment_method_types[0]", "card"}})) == "payment_method_types");
  CHECK(Param(Spoilt(sandbox, {{"success_url", "nonsense"}})) == "success_url");
  CHECK(Param(Spoilt(sandbox, {{"mode", "subscription"}})) == "mode");
  CHECK(Param(Spoilt(sandbox, {{"customer", "cus_none"}})) == "customer");
  CHECK(Param(Spoilt(sandbox, {{"line_items[0][quantity]", "0"}})) == "line_items[0][quantity]");
  CHECK(Param(Spoilt(sandbox, {{"line_items[0][price_data][unit_amount]", "-1"}})) ==
        "line_items[0][price_data][unit_amount]");
  CHECK(Spoilt(sandbox, {{"line_items[0][price_data][unit_amount]", "49"}})
            .json()["error"]["code"]
            .AsString() == "amount_too_small");
  CHECK(Spoilt(sandbox, {{"discounts[0][coupon]", "MUCH"}}).json()["error"]["code"].AsString() ==
        "amount_too_small");
  CHECK(Param(Spoilt(sandbox, {{"discounts[0][coupon]", "EUR"}})) == "discounts[0][coupon]");
  CHECK(Param(Spoilt(sandbox, {{"discounts[0][coupon]", "none"}})) == "discounts[0][coupon]");
  CHECK(Param(Spoilt(sandbox, {{"discounts[0][coupon]", "MUCH"},
                               {"discounts[1][coupon]", "EUR"}})) == "discounts");
  CHECK(Spoilt(sandbox, {{"discounts[0][coupon]", "MUCH"}, {"allow_promotion_codes", "true"}})
            .status == 400);
  CHECK(Param(Spoilt(sandbox, {{"expires_at", std::to_string(now + 1700)}})) == "expires_at");
  CHECK(Param(Spoilt(sandbox, {{"expires_at", std::to_string(now + 86500)}})) == "expires_at");
  CHECK(Spoilt(sandbox, {{"expires_at", std::to_string(now + 3600)}}).status == 200);
  CHECK(sandbox
            .Post("/v1/checkout/sessions",
                  {{"mode", "payment"}, {"success_url", "http://localhost/ok"}})
            .json()["error"]["code"]
            .AsString() == "parameter_missing");
  CHECK(Spoilt(sandbox, {{"customer_email", "a@b.example"}, {"customer", "cus_x"}}).status == 400);
}

TEST_CASE("an inactive price or product is not sold") {
  Sandbox sandbox;
  sandbox.Post("/v1/products", {{"id", "p"}, {"name", "P"}});
  const std::string price =
      sandbox.Post("/v1/prices", {{"product", "p"}, {"currency", "usd"}, {"unit_amount", "900"}})
          .json()["id"]
          .AsString();
  const Pairs form = {{"mode", "payment"},
                      {"success_url", "http://localhost/ok"},
                      {"line_items[0][price]", price},
                      {"line_items[0][quantity]", "2"}};
  CHECK(sandbox.Post("/v1/checkout/sessions", form).json()["amount_total"].AsInt() == 1800);
  sandbox.Post("/v1/prices/" + price, {{"active", "false"}});
  CHECK(sandbox.Post("/v1/checkout/sessions", form).status == 400);
}

TEST_CASE("a session expires by the API, by control and by the clock") {
  const TestFolder folder;
  const std::string offset = folder.File("offset");
  std::ofstream(offset) << "0";
  const ClockOffsetVariable variable(offset);
  Sandbox sandbox;
  const Json by_api = sandbox.OpenSession(500);
  const std::string path = "/v1/checkout/sessions/" + by_api["id"].AsString() + "/expire";
  CHECK(sandbox.Post(path, {}).json()["status"].AsString() == "expired");
  CHECK(sandbox.Post(path, {}).status == 400);
  const Json by_control = sandbox.OpenSession(500);
  sandbox.Control(R"({"action":"expire","session":")" + by_control["id"].AsString() + "\"}");
  CHECK(sandbox.Buyer(by_control, "pay").status == 410);
  CHECK(Send({.url = by_control["url"].AsString()}).status == 410);

  const Json by_clock = sandbox.OpenSession(500);
  std::ofstream(offset) << "90000";
  CHECK(Eventually([&] { return Again(sandbox, by_clock)["status"].AsString() == "expired"; }));
  const Json expired =
      sandbox.Get("/v1/events", {{"type", "checkout.session.expired"}}).json()["data"];
  CHECK(expired.items().size() == 3);
}

TEST_CASE("expanded line items are the first ten; the rest is listed") {
  Sandbox sandbox;
  Pairs more = {{"expand[]", "line_items"}};
  for (int i = 1; i < 12; ++i) {
    const std::string item = "line_items[" + std::to_string(i) + "]";
    more.push_back({item + "[price_data][currency]", "usd"});
    more.push_back({item + "[price_data][unit_amount]", std::to_string(i)});
    more.push_back({item + "[price_data][product_data][name]", "n" + std::to_string(i)});
    more.push_back({item + "[quantity]", "1"});
  }
  const Json session = sandbox.OpenSession(500, more);
  CHECK(session["line_items"]["data"].items().size() == 10);
  CHECK(session["line_items"]["has_more"].AsBool());
  const Json rest =
      sandbox
          .Get("/v1/checkout/sessions/" + session["id"].AsString() + "/line_items",
               {{"starting_after", session["line_items"]["data"].items().at(9)["id"].AsString()}})
          .json();
  CHECK(rest["data"].items().size() == 2);
  CHECK_FALSE(rest["has_more"].AsBool());
}

TEST_CASE("sessions are found by creation, customer, payment and status") {
  Sandbox sandbox;
  const std::string customer = sandbox.Post("/v1/customers", {}).json()["id"].AsString();
  const Json paid = sandbox.PaidSession(500, {{"customer", customer}});
  sandbox.OpenSession(600);
  const auto count = [&sandbox](const Pairs& query) {
    return sandbox.Get("/v1/checkout/sessions", query).json()["data"].items().size();
  };
  CHECK(count({}) == 2);
  CHECK(count({{"customer", customer}}) == 1);
  CHECK(count({{"payment_intent", paid["payment_intent"].AsString()}}) == 1);
  CHECK(count({{"status", "open"}}) == 1);
  CHECK(count({{"created[gte]", std::to_string(paid["created"].AsInt())}}) == 2);
  CHECK(count({{"created[gt]", std::to_string(paid["created"].AsInt() + 100)}}) == 0);
  const Json items =
      sandbox.Get("/v1/checkout/sessions/" + paid["id"].AsString() + "/line_items").json();
  CHECK(items["data"].items().at(0)["amount_total"].AsInt() == 500);
}

}  // namespace
}  // namespace stripe_sandbox::testing
