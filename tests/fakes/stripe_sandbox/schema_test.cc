// Every object the sandbox makes fits the OpenAPI subset: what it answers, what it expands, and
// what its events carry.
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "tests/fakes/stripe_sandbox/shape.h"
#include "tests/fakes/stripe_sandbox/subset.h"
#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

namespace stripe_sandbox::testing {
namespace {

const Subset& Rules() {
  static std::string why;
  static const std::unique_ptr<Subset> subset =
      Subset::Load("tests/contract/stripe-openapi-subset.json", &why);
  return *subset;
}

void CheckFits(const Json& object, const Json& schema, const std::string& where) {
  const std::vector<std::string> misfits = Misfits(Rules(), schema, object);
  for (const std::string& misfit : misfits) FAIL_CHECK(where << ": " << misfit);
}

// One life of a shop: everything that can happen to objects.
void LiveThrough(const Sandbox& sandbox) {
  const std::string customer =
      sandbox.Post("/v1/customers", {{"email", "a@b.example"}, {"name", "A"}})
          .json()["id"]
          .AsString();
  sandbox.Post("/v1/customers/" + customer, {{"phone", "123"}, {"address[city]", "Bern"}});
  sandbox.Post("/v1/products", {{"id", "p"}, {"name", "P"}});
  sandbox.Post("/v1/prices", {{"product", "p"}, {"currency", "usd"}, {"unit_amount", "900"}});
  sandbox.Post("/v1/coupons",
               {{"id", "C"}, {"percent_off", "50"}, {"applies_to[products][0]", "p"}});
  sandbox.Post("/v1/payment_intents", {{"amount", "500"}, {"currency", "usd"}});
  sandbox.Post("/v1/webhook_endpoints",
               {{"url", "http://127.0.0.1:9/"}, {"enabled_events[0]", "*"}});
  const Json disputed = sandbox.PaidSession(900, {{"customer", customer}});
  const std::string session = R"(","session":")" + disputed["id"].AsString() + "\"";
  sandbox.Control(R"({"action":"refund)" + session + R"(,"amount":100})");
  sandbox.Control(R"({"action":"open_dispute)" + session + "}");
  sandbox.Control(R"({"action":"close_dispute)" + session + R"(,"outcome":"won"})");
  const Json refund = sandbox.Control(R"({"action":"refund)" + session + R"(,"amount":50})");
  sandbox.Control(R"({"action":"fail_refund","refund":")" + refund["id"].AsString() + "\"}");
  sandbox.Control(R"({"action":"refund_mode","status":"pending"})");
  sandbox.Control(R"({"action":"refund)" + session + R"(,"amount":60})");
  const Json later = sandbox.OpenSession(700, {{"customer_creation", "always"}});
  sandbox.Buyer(later, "decline");
  sandbox.Buyer(later, "pay_later");
  sandbox.Control(R"({"action":"fail_payment","session":")" + later["id"].AsString() + "\"}");
  const Json expired = sandbox.OpenSession(700, {{"custom_text[submit][message]", "hello"},
                                                 {"phone_number_collection[enabled]", "true"},
                                                 {"consent_collection[promotions]", "auto"},
                                                 {"locale", "de"}});
  sandbox.Buyer(expired, "decline");
  sandbox.Post("/v1/checkout/sessions/" + expired["id"].AsString() + "/expire", {});
  sandbox.OpenSession(700, {{"customer_email", "c@d.example"}, {"client_reference_id", "r"}});
}

TEST_CASE("lists and single objects fit their schemas") {
  Sandbox sandbox;
  LiveThrough(sandbox);
  for (const Operation& operation : Rules().operations()) {
    const bool list = operation.method == "GET" && operation.path.find('{') == std::string::npos;
    if (!list) continue;
    const Json page = sandbox.Get(operation.path, {{"limit", "100"}}).json();
    CheckFits(page, *operation.answer, operation.id);
    CHECK_FALSE(page["data"].items().empty());
    for (const Json& object : page["data"].items()) {
      const Json alone = sandbox.Get(operation.path + "/" + object["id"].AsString()).json();
      CheckFits(alone, Rules().Schema(alone["object"].AsString()), operation.path);
      CHECK(alone == object);
    }
  }
  CHECK(sandbox.Ledger()["schema_violations"].items().empty());
}

TEST_CASE("what events carry fits the schema of its object") {
  Sandbox sandbox;
  LiveThrough(sandbox);
  const Json events = sandbox.Get("/v1/events", {{"limit", "100"}}).json()["data"];
  CHECK(events.items().size() > 30);
  for (const Json& event : events.items()) {
    CheckFits(event, Rules().Schema("event"), event["type"].AsString());
    const Json& object = event["data"]["object"];
    CheckFits(object, Rules().Schema(object["object"].AsString()), event["type"].AsString());
  }
}

TEST_CASE("expanded answers fit too") {
  Sandbox sandbox;
  sandbox.Post("/v1/coupons", {{"id", "C"}, {"percent_off", "50"}});
  const Json paid =
      sandbox.PaidSession(900, {{"discounts[0][coupon]", "C"}, {"customer_creation", "always"}});
  const Json session = sandbox
                           .Get("/v1/checkout/sessions/" + paid["id"].AsString(),
                                {{"expand[0]", "line_items.data.price.product"},
                                 {"expand[1]", "payment_intent.latest_charge.refunds"},
                                 {"expand[2]", "customer"},
                                 {"expand[3]", "discounts.coupon"},
                                 {"expand[4]", "total_details.breakdown.discounts"}})
                           .json();
  CHECK(session["discounts"].items().at(0)["coupon"]["percent_off"].is_number());
  CHECK(session["customer"]["object"].AsString() == "customer");
  CHECK(session["total_details"]["breakdown"]["discounts"].items().at(0)["amount"].AsInt() == 450);
  CheckFits(session, Rules().Schema("checkout.session"), "expanded session");
}

TEST_CASE("errors fit the schema of errors") {
  Sandbox sandbox;
  for (const HttpAnswer& answer : {sandbox.Get("/v1/refunds/re_x"), sandbox.Get("/v1/nothing"),
                                   sandbox.Post("/v1/products", {{"a", "b"}})}) {
    CheckFits(answer.json(), Rules().Schema("error"), "error");
    CHECK_FALSE(answer.json()["error"]["message"].AsString().empty());
  }
}

TEST_CASE("every operation of the subset is served") {
  Sandbox sandbox;
  for (const Operation& operation : Rules().operations()) {
    std::string path = operation.path;
    if (const size_t hole = path.find("{id}"); hole != std::string::npos)
      path = path.substr(0, hole) + "x" + path.substr(hole + 4);
    const HttpAnswer answer = operation.method == "GET"    ? sandbox.Get(path)
                              : operation.method == "POST" ? sandbox.Post(path, {})
                                                           : sandbox.Delete(path);
    CAPTURE(operation.id);
    CHECK(answer.body.find("Unrecognized request URL") == std::string::npos);
  }
}

}  // namespace
}  // namespace stripe_sandbox::testing
