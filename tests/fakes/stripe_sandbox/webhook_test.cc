#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <string>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"
#include "tests/fakes/stripe_sandbox/testing/webhook_receiver.h"

namespace stripe_sandbox::testing {
namespace {

constexpr char kCompleted[] = "checkout.session.completed";

std::vector<std::string> To(const WebhookReceiver& receiver) {
  return {"--webhook-url", receiver.url(), "--webhook-secret", kWebhookSecret};
}

size_t Undelivered(const Sandbox& sandbox) {
  return sandbox.Get("/v1/events", {{"delivery_success", "false"}, {"limit", "100"}})
      .json()["data"]
      .items()
      .size();
}

TEST_CASE("a payment is told by a signed event before the buyer returns") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  const Json session = sandbox.PaidSession(7900);
  const std::vector<ReceivedWebhook> got = receiver.OfType(kCompleted);
  REQUIRE(got.size() == 1);
  CHECK(SignatureFits(got[0], kWebhookSecret));
  CHECK_FALSE(SignatureFits(got[0], "whsec_other"));
  const Json event = got[0].event();
  CHECK(event["api_version"].AsString() == "2026-10-28.endive");
  CHECK_FALSE(event["livemode"].AsBool());
  CHECK(event["pending_webhooks"].AsInt() == 1);
  CHECK(event["data"]["object"]["id"] == session["id"]);
  CHECK(event["data"]["object"]["payment_status"].AsString() == "paid");
  CHECK_FALSE(event["data"]["object"].Has("line_items"));
  CHECK(receiver.WaitFor("payment_intent.succeeded"));
  CHECK(receiver.WaitFor("charge.succeeded"));
  CHECK(Eventually([&] { return Undelivered(sandbox) == 0; }));
}

TEST_CASE("the buyer waits for the answer to the webhook") {
  WebhookReceiver receiver;
  receiver.Delay(600);
  Sandbox sandbox(To(receiver));
  const Json session = sandbox.OpenSession(500);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(sandbox.Buyer(session, "pay").status == 303);
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(550));
}

TEST_CASE("an answer that is not 2xx is tried again, signed anew") {
  WebhookReceiver receiver;
  receiver.AnswerNext(2, 500, kCompleted);
  Sandbox sandbox(To(receiver));
  sandbox.PaidSession(500);
  CHECK(Undelivered(sandbox) >= 1);
  REQUIRE(receiver.WaitFor(kCompleted, 3));
  const std::vector<ReceivedWebhook> got = receiver.OfType(kCompleted);
  CHECK(got[0].answered == 500);
  CHECK(got[2].answered == 200);
  CHECK(got[0].event()["id"] == got[2].event()["id"]);
  CHECK(got[0].signature != got[2].signature);
  CHECK(SignatureFits(got[2], kWebhookSecret));
  CHECK(Eventually([&] { return Undelivered(sandbox) == 0; }));
}

TEST_CASE("a redirect is a failure") {
  WebhookReceiver receiver;
  receiver.AnswerNext(1, 302, "product.created");
  Sandbox sandbox(To(receiver));
  sandbox.Post("/v1/products", {{"name", "n"}});
  CHECK(receiver.WaitFor("product.created", 2));
}

TEST_CASE("dropped webhooks are found through the events list and can be redelivered") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  sandbox.Control(
      R"({"action":"webhooks","mode":"drop","types":["checkout.session.completed"],"count":1})");
  sandbox.PaidSession(500);
  REQUIRE(receiver.WaitFor("payment_intent.succeeded"));
  CHECK(receiver.OfType(kCompleted).empty());
  REQUIRE(Eventually([&] { return Undelivered(sandbox) == 1; }));
  const Json lost =
      sandbox.Get("/v1/events", {{"delivery_success", "false"}, {"types[0]", kCompleted}})
          .json()["data"];
  REQUIRE(lost.items().size() == 1);
  sandbox.Control(R"({"action":"redeliver","event":")" + lost.items().at(0)["id"].AsString() +
                  "\"}");
  CHECK(receiver.WaitFor(kCompleted));
  sandbox.PaidSession(600);
  CHECK(receiver.WaitFor(kCompleted, 2));
}

TEST_CASE("duplicates are one event twice, twins two events of one change") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  sandbox.Control(
      R"({"action":"webhooks","mode":"duplicate","count":1,"types":["product.created"]})");
  sandbox.Post("/v1/products", {{"name", "n"}});
  REQUIRE(receiver.WaitFor("product.created", 2));
  CHECK(receiver.All()[0].event()["id"] == receiver.All()[1].event()["id"]);
  sandbox.Control(
      R"({"action":"webhooks","mode":"duplicate","twin":true,"types":["customer.created"]})");
  sandbox.Post("/v1/customers", {{"name", "n"}});
  REQUIRE(receiver.WaitFor("customer.created", 2));
  const std::vector<ReceivedWebhook> twins = receiver.OfType("customer.created");
  CHECK_FALSE(twins[0].event()["id"] == twins[1].event()["id"]);
  CHECK(twins[0].event()["data"] == twins[1].event()["data"]);
}

TEST_CASE("a delayed webhook comes later and does not hold the buyer") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  sandbox.Control(R"({"action":"webhooks","mode":"delay","seconds":5})");
  sandbox.PaidSession(500);
  CHECK(receiver.OfType(kCompleted).empty());
  CHECK(receiver.WaitFor(kCompleted));
}

TEST_CASE("shuffled webhooks all come") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  sandbox.Control(R"({"action":"webhooks","mode":"shuffle","seconds":0.3})");
  for (int i = 0; i < 10; ++i) sandbox.Post("/v1/products", {{"name", "n"}});
  CHECK(receiver.WaitFor("product.created", 10));
  std::set<std::string> ids;
  for (const ReceivedWebhook& webhook : receiver.All()) {
    ids.insert(webhook.event()["id"].AsString());
  }
  CHECK(ids.size() == 10);
}

TEST_CASE("while a secret is rolled every event carries one v1 per secret") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  sandbox.Control(R"({"action":"webhook_secret","secrets":["whsec_new","whsec_of_the_test"]})");
  sandbox.Post("/v1/products", {{"name", "n"}});
  REQUIRE(receiver.WaitFor("product.created"));
  CHECK(SignatureFits(receiver.All()[0], "whsec_new"));
  CHECK(SignatureFits(receiver.All()[0], kWebhookSecret));
}

TEST_CASE("an endpoint of the API gets the types it enabled, under its own secret") {
  WebhookReceiver receiver;
  Sandbox sandbox;
  const Json endpoint = sandbox
                            .Post("/v1/webhook_endpoints", {{"url", receiver.url()},
                                                            {"enabled_events[0]", kCompleted},
                                                            {"api_version", "2026-10-28.endive"}})
                            .json();
  const std::string secret = endpoint["secret"].AsString();
  CHECK(secret.starts_with("whsec_"));
  const std::string path = "/v1/webhook_endpoints/" + endpoint["id"].AsString();
  CHECK_FALSE(sandbox.Get(path).json().Has("secret"));
  sandbox.PaidSession(500);
  REQUIRE(receiver.All().size() == 1);
  CHECK(SignatureFits(receiver.All()[0], secret));
  CHECK(sandbox.Post(path, {{"disabled", "true"}}).json()["status"].AsString() == "disabled");
  sandbox.PaidSession(500);
  CHECK(receiver.All().size() == 1);
  CHECK(sandbox.Delete(path).json()["deleted"].AsBool());
  CHECK(sandbox.Post("/v1/webhook_endpoints", {{"url", "x"}, {"enabled_events[0]", "no.such"}})
            .status == 400);
}

TEST_CASE("an event of any type, object and mode can be sent") {
  WebhookReceiver receiver;
  Sandbox sandbox(To(receiver));
  sandbox.Control(
      R"({"action":"send_event","type":"invoice.paid","livemode":true,"object":{"id":"in_1"}})");
  REQUIRE(receiver.WaitFor("invoice.paid"));
  CHECK(receiver.All()[0].event()["livemode"].AsBool());
  CHECK(SignatureFits(receiver.All()[0], kWebhookSecret));
}

TEST_CASE("the initial endpoint can be pointed elsewhere") {
  WebhookReceiver first;
  WebhookReceiver second;
  Sandbox sandbox(To(first));
  sandbox.Control(R"({"action":"webhook_endpoint","url":")" + second.url() +
                  R"(","secret":"whsec_second"})");
  sandbox.Post("/v1/products", {{"name", "n"}});
  REQUIRE(second.WaitFor("product.created"));
  CHECK(SignatureFits(second.All()[0], "whsec_second"));
  CHECK(first.All().empty());
}

TEST_CASE("events are listed by type and after the last one seen") {
  Sandbox sandbox;
  sandbox.Post("/v1/products", {{"name", "n"}});
  const Json first = sandbox.Get("/v1/events").json()["data"].items().at(0);
  CHECK(first["type"].AsString() == "product.created");
  sandbox.PaidSession(500);
  const Json newer =
      sandbox.Get("/v1/events", {{"ending_before", first["id"].AsString()}}).json()["data"];
  CHECK(newer.items().size() == 6);
  CHECK(newer.items().front()["type"].AsString() == kCompleted);
  const Json charges =
      sandbox.Get("/v1/events", {{"types[0]", "charge.succeeded"}, {"types[1]", "charge.refunded"}})
          .json()["data"];
  CHECK(charges.items().size() == 1);
  CHECK(sandbox.Get("/v1/events/" + first["id"].AsString()).json()["data"]["object"].is_object());
}

}  // namespace
}  // namespace stripe_sandbox::testing
