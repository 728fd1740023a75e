#include <catch2/catch.hpp>
#include <string>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

namespace stripe_sandbox::testing {
namespace {

HttpAnswer Refund(const Sandbox& sandbox, const Json& session, const std::string& cents = "") {
  Pairs form = {{"payment_intent", session["payment_intent"].AsString()}};
  if (!cents.empty()) form.push_back({"amount", cents});
  return sandbox.Post("/v1/refunds", form);
}

std::string ErrorCode(const HttpAnswer& answer) {
  return answer.json()["error"]["code"].AsString();
}

std::string On(const Json& session, const std::string& action, const std::string& more = "") {
  return R"({"action":")" + action + R"(","session":")" + session["id"].AsString() + "\"" + more +
         "}";
}

Json Payment(const Sandbox& sandbox) { return sandbox.Ledger()["payments"].items().at(0); }

size_t Events(const Sandbox& sandbox, const std::string& type) {
  return sandbox.Get("/v1/events", {{"type", type}}).json()["data"].items().size();
}

TEST_CASE("refunds add up and never exceed the charge") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  CHECK(Refund(sandbox, session, "400").json()["status"].AsString() == "succeeded");
  CHECK(Payment(sandbox)["refunded"].AsInt() == 400);
  const HttpAnswer over = Refund(sandbox, session, "601");
  CHECK(over.status == 400);
  CHECK(over.json()["error"]["param"].AsString() == "amount");
  CHECK(over.Header("stripe-should-retry") == "false");
  CHECK(Refund(sandbox, session, "0").status == 400);
  CHECK(Refund(sandbox, session).json()["amount"].AsInt() == 600);
  CHECK(ErrorCode(Refund(sandbox, session)) == "charge_already_refunded");
  CHECK(sandbox.Ledger()["totals"]["usd"]["refunded"].AsInt() == 1000);
  CHECK(Events(sandbox, "charge.refunded") == 2);
  CHECK(Events(sandbox, "refund.created") == 2);
  CHECK(sandbox.Get("/v1/refunds", {{"payment_intent", session["payment_intent"].AsString()}})
            .json()["data"]
            .items()
            .size() == 2);
  const Json expanded = sandbox
                            .Get("/v1/payment_intents/" + session["payment_intent"].AsString(),
                                 {{"expand[]", "latest_charge.refunds"}})
                            .json();
  CHECK(expanded["latest_charge"]["refunds"]["data"].items().size() == 2);
  CHECK(expanded["latest_charge"]["refunded"].AsBool());
}

TEST_CASE("an unpaid session cannot be refunded") {
  Sandbox sandbox;
  const Json session = sandbox.OpenSession(1000);
  sandbox.Buyer(session, "pay_later");
  const Json later = sandbox.Get("/v1/checkout/sessions/" + session["id"].AsString()).json();
  CHECK(Refund(sandbox, later).status == 400);
  CHECK(sandbox.Post("/v1/refunds", {}).status == 400);
  CHECK(sandbox.Post("/v1/refunds", {{"charge", "ch_none"}}).status == 400);
}

TEST_CASE("a refund of the Dashboard looks like ours, and a failed one gives the amount back") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  const Json refund = sandbox.Control(On(session, "refund", ",\"amount\":300"));
  CHECK(refund["amount"].AsInt() == 300);
  sandbox.Control(R"({"action":"fail_refund","refund":")" + refund["id"].AsString() + "\"}");
  const Json failed = sandbox.Get("/v1/refunds/" + refund["id"].AsString()).json();
  CHECK(failed["status"].AsString() == "failed");
  CHECK(failed["failure_reason"].is_string());
  CHECK(Payment(sandbox)["refunded"].AsInt() == 0);
  CHECK(Events(sandbox, "refund.failed") == 1);
  CHECK(Events(sandbox, "refund.updated") == 1);
}

TEST_CASE("after a failed refund the charge may go on showing the amount; the ledger does not") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  const Json refund = sandbox.Control(On(session, "refund"));
  sandbox.Control(R"({"action":"fail_refund","charge_keeps_amount":true,"refund":")" +
                  refund["id"].AsString() + "\"}");
  const Json charge = sandbox.Get("/v1/charges/" + refund["charge"].AsString()).json();
  CHECK(charge["amount_refunded"].AsInt() == 1000);
  CHECK(Payment(sandbox)["refunded"].AsInt() == 0);
}

TEST_CASE("a pending refund can be canceled, a settled one not") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  sandbox.Control(R"({"action":"refund_mode","status":"pending"})");
  const Json pending = Refund(sandbox, session, "300").json();
  CHECK(pending["status"].AsString() == "pending");
  const std::string path = "/v1/refunds/" + pending["id"].AsString();
  CHECK(sandbox.Post(path + "/cancel", {}).json()["status"].AsString() == "canceled");
  CHECK(sandbox.Post(path + "/cancel", {}).status == 400);
  const Json second = Refund(sandbox, session, "300").json();
  sandbox.Control(R"({"action":"settle_refund","refund":")" + second["id"].AsString() + "\"}");
  CHECK(sandbox.Post("/v1/refunds/" + second["id"].AsString() + "/cancel", {}).status == 400);
  CHECK(Payment(sandbox)["refunded"].AsInt() == 300);
}

TEST_CASE("a dispute withdraws the money, forbids a refund and gives it back when won") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  const Json dispute = sandbox.Control(On(session, "open_dispute"));
  CHECK(dispute["status"].AsString() == "needs_response");
  CHECK(Payment(sandbox)["disputed"].AsInt() == 1000);
  CHECK(ErrorCode(Refund(sandbox, session)) == "charge_disputed");
  CHECK(Events(sandbox, "charge.dispute.funds_withdrawn") == 1);
  sandbox.Control(On(session, "update_dispute", R"(,"status":"under_review")"));
  sandbox.Control(On(session, "close_dispute", R"(,"outcome":"won")"));
  CHECK(Payment(sandbox)["disputed"].AsInt() == 0);
  CHECK(Events(sandbox, "charge.dispute.updated") == 1);
  CHECK(Events(sandbox, "charge.dispute.closed") == 1);
  CHECK(Events(sandbox, "charge.dispute.funds_reinstated") == 1);
  CHECK(Refund(sandbox, session).status == 200);
}

TEST_CASE("a lost dispute keeps the money, and an appeal may still win it") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  sandbox.Control(On(session, "open_dispute"));
  sandbox.Control(On(session, "close_dispute", R"(,"outcome":"lost")"));
  CHECK(ErrorCode(Refund(sandbox, session)) == "charge_disputed");
  CHECK(sandbox.Ledger()["totals"]["usd"]["disputed"].AsInt() == 1000);
  sandbox.Control(On(session, "update_dispute", R"(,"status":"appeal_under_review")"));
  sandbox.Control(On(session, "close_dispute", R"(,"outcome":"won")"));
  CHECK(Payment(sandbox)["disputed"].AsInt() == 0);
}

TEST_CASE("an inquiry moves no money and closes as warning_closed") {
  Sandbox sandbox;
  const Json session = sandbox.PaidSession(1000);
  const Json inquiry = sandbox.Control(On(session, "open_dispute", ",\"inquiry\":true"));
  CHECK(inquiry["status"].AsString() == "warning_needs_response");
  CHECK(Payment(sandbox)["disputed"].AsInt() == 0);
  CHECK(Events(sandbox, "charge.dispute.funds_withdrawn") == 0);
  CHECK_THROWS(sandbox.Control(On(session, "close_dispute", R"(,"outcome":"won")")));
  sandbox.Control(On(session, "close_dispute", R"(,"outcome":"warning_closed")"));
  CHECK(sandbox.Get("/v1/disputes").json()["data"].items().at(0)["status"].AsString() ==
        "warning_closed");
}

TEST_CASE("an unknown control action is refused with the list of actions") {
  Sandbox sandbox;
  const HttpAnswer answer = Send(
      {.method = "POST", .url = sandbox.url() + "/_control", .body = R"({"action":"explode"})"});
  CHECK(answer.status == 400);
  CHECK(answer.json()["actions"].items().size() > 10);
}

}  // namespace
}  // namespace stripe_sandbox::testing
