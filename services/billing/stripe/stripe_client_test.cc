#include "services/billing/stripe/stripe_client.h"

#include <catch2/catch.hpp>
#include <vector>

#include "common/base/text.h"
#include "common/error/error.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"
#include "services/billing/stripe/requests.h"

namespace keys::billing::stripe {
namespace {

http::Response Reply(int status, std::string body = "{}",
                     std::vector<std::pair<std::string, std::string>> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

// Gives its replies one after the other, the last one for ever, and remembers the requests.
class ScriptedHttp : public http::HttpClient {
 public:
  explicit ScriptedHttp(std::vector<absl::StatusOr<http::Response>> replies)
      : replies_(std::move(replies)) {}
  absl::StatusOr<http::Response> Send(const http::Request& request) override {
    requests.push_back(request);
    return replies_[std::min(requests.size(), replies_.size()) - 1];
  }
  std::vector<http::Request> requests;

 private:
  std::vector<absl::StatusOr<http::Response>> replies_;
};

struct Outcome {
  Answer answer;
  std::vector<http::Request> requests;
  std::vector<absl::Duration> pauses;
};

Outcome Ask(std::vector<absl::StatusOr<http::Response>> replies,
            Deadline deadline = Deadline::After(absl::Seconds(60))) {
  ScriptedHttp http(std::move(replies));
  metrics::Registry metrics;
  Outcome outcome;
  StripeClient client({.http = http,
                       .metrics = metrics,
                       .options = {.secret_key = "sk_test_1", .api_base = "http://stripe.test"},
                       .sleep = [&](absl::Duration d) { outcome.pauses.push_back(d); }});
  outcome.answer = client.Send(
      {.method = "POST", .path = "/v1/coupons", .body = "a=b", .idempotency_key = "ord_1:coupon:1"},
      deadline);
  outcome.requests = http.requests;
  return outcome;
}

const absl::Status kReset = absl::AbortedError("reset");
const absl::Status kRefusedConnection = absl::UnavailableError("refused");

TEST_CASE("every POST carries key, version and authorisation") {
  const Outcome outcome = Ask({Reply(200, R"({"id":"co_1"})", {{"request-id", "req_9"}})});
  CHECK(outcome.answer.done());
  CHECK(outcome.answer.request_id == "req_9");
  REQUIRE(outcome.requests.size() == 1);
  const http::Request& request = outcome.requests[0];
  CHECK(request.url == "http://stripe.test/v1/coupons");
  CHECK(request.body == "a=b");
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"Authorization", "Bearer sk_test_1"},
      {"Stripe-Version", "2026-10-28.endive"},
      {"Content-Type", "application/x-www-form-urlencoded"},
      {"Idempotency-Key", "ord_1:coupon:1"}};
  CHECK(request.headers == expected);
}

TEST_CASE("what may have happened is asked again with the same key, then left open") {
  for (const auto& reply : std::vector<absl::StatusOr<http::Response>>{
           kReset, absl::DeadlineExceededError("silence"), Reply(500), Reply(503), Reply(409),
           Reply(302)}) {
    const Outcome outcome = Ask({reply});
    CHECK(outcome.answer.verdict == Verdict::kUnknown);
    REQUIRE(outcome.requests.size() == 3);
    for (const http::Request& request : outcome.requests) {
      CHECK(request.headers[3].second == "ord_1:coupon:1");
    }
    CHECK(outcome.pauses.size() == 2);
  }
}

TEST_CASE("a retry that succeeds is a success") {
  CHECK(Ask({kReset, Reply(500), Reply(200)}).answer.done());
  CHECK(Ask({kRefusedConnection, Reply(200)}).answer.done());
}

TEST_CASE("Stripe-Should-Retry decides against the status") {
  const Outcome stop = Ask({Reply(500, "{}", {{"stripe-should-retry", "false"}})});
  CHECK(stop.requests.size() == 1);
  CHECK(stop.answer.verdict == Verdict::kUnknown);
  const Outcome go =
      Ask({Reply(429, R"({"error":{"code":"lock_timeout"}})", {{"stripe-should-retry", "true"}}),
           Reply(200)});
  CHECK(go.requests.size() == 2);
  CHECK(go.answer.done());
}

TEST_CASE("a definite no is not repeated") {
  const Outcome outcome =
      Ask({Reply(400, R"({"error":{"type":"invalid_request_error","code":"amount_too_small",
                         "param":"amount","message":"x"}})")});
  CHECK(outcome.requests.size() == 1);
  CHECK(outcome.answer.verdict == Verdict::kRefused);
  CHECK(outcome.answer.error_code == "amount_too_small");
  CHECK(outcome.answer.error_param == "amount");
}

TEST_CASE("a 4xx without Stripe's words is a proxy's, and no definite answer") {
  for (int status : {400, 402, 404, 424}) {
    const Outcome outcome = Ask({Reply(status, "<html>Not here</html>")});
    CHECK(outcome.answer.verdict == Verdict::kUnknown);
    CHECK_FALSE(IsDefiniteRefusal(outcome.answer));
  }
  const Outcome forbidden =
      Ask({Reply(403, R"({"error":{"type":"invalid_request_error","message":"x"}})")});
  CHECK(forbidden.answer.verdict == Verdict::kRefused);
}

TEST_CASE("a definite refusal is told as one, an outage as one") {
  const auto told = [](int status, const char* type, const char* code) {
    const std::string body =
        Concat({R"({"error":{"type":")", type, R"(","code":")", code, R"("}})"});
    return error::ReasonOf(ToClientStatus(Ask({Reply(status, body)}).answer));
  };
  CHECK(told(400, "invalid_request_error", "") == error::Reason::NOT_FOR_SALE);
  CHECK(told(400, "invalid_request_error", "amount_too_small") == error::Reason::NOT_FOR_SALE);
  CHECK(told(404, "invalid_request_error", "resource_missing") == error::Reason::NOT_FOR_SALE);
  CHECK(told(400, "idempotency_error", "") == error::Reason::NOT_FOR_SALE);
  CHECK(told(402, "card_error", "processing_error") == error::Reason::STRIPE_UNAVAILABLE);
  CHECK(told(429, "invalid_request_error", "lock_timeout") == error::Reason::STRIPE_UNAVAILABLE);
  CHECK(told(401, "invalid_request_error", "api_key_expired") == error::Reason::STRIPE_UNAVAILABLE);
  CHECK(told(500, "api_error", "resource_missing") == error::Reason::STRIPE_UNAVAILABLE);
}

TEST_CASE("without a connection, authorisation or room nothing has happened") {
  CHECK(Ask({kRefusedConnection}).answer.verdict == Verdict::kNotTaken);
  CHECK(Ask({kRefusedConnection}).requests.size() == 3);
  for (int status : {401, 403, 429}) {
    const Outcome outcome = Ask({Reply(status)});  // 403: without Stripe's words, a proxy's
    CHECK(outcome.answer.verdict == Verdict::kNotTaken);
    CHECK(outcome.requests.size() == 1);
  }
  // An earlier try may have had its effect.
  CHECK(Ask({kReset, kRefusedConnection}).answer.verdict == Verdict::kUnknown);
}

TEST_CASE("no pause is begun that would pass the deadline") {
  const Outcome outcome = Ask({kReset}, Deadline::After(absl::Milliseconds(100)));
  CHECK(outcome.requests.size() == 1);
  CHECK(outcome.pauses.empty());
}

TEST_CASE("pauses double from half a second to five, half to all of it") {
  CHECK(PauseAfter(1, 0) == absl::Milliseconds(500));
  CHECK(PauseAfter(1, 1) == absl::Milliseconds(250));
  CHECK(PauseAfter(3, 0) == absl::Seconds(2));
  CHECK(PauseAfter(20, 0) == absl::Seconds(5));
}

TEST_CASE("clients are told to come back, nothing else") {
  const Answer answer = Ask({Reply(500, R"({"error":{"message":"secret internals"}})")}).answer;
  const absl::Status status = ToClientStatus(answer);
  CHECK(error::ReasonOf(status) == error::Reason::STRIPE_UNAVAILABLE);
  CHECK(error::DetailOf(status)->retry_after_seconds() == 5);
  CHECK(status.ToString().find("internals") == std::string::npos);
}

TEST_CASE("forms are written as Stripe's own libraries write them") {
  Form form;
  form.Add("expand[0]", "line_items").Add("metadata[a b]", "x & y=ü!*'()~").Add("n", int64_t{-5});
  form.Add("on", true);
  CHECK(form.Encode() ==
        "expand[0]=line_items&metadata[a%20b]=x%20%26%20y%3D%C3%BC%21%2A%27%28%29~&n=-5&on=true");
}

TEST_CASE("a session is asked for without payment_method_types and with its metadata twice") {
  const Post post = CreateSession({.price_id = "price_1",
                                   .coupon_id = "co_1",
                                   .customer_id = "cus_1",
                                   .success_url = "https://a.test/ok?s={CHECKOUT_SESSION_ID}",
                                   .cancel_url = "https://a.test/no",
                                   .expires_at = absl::FromUnixSeconds(1795003600),
                                   .client_reference_id = "ord",
                                   .metadata = {{"order_id", "ord"}}});
  CHECK(post.path == "/v1/checkout/sessions");
  CHECK(post.body ==
        "mode=payment&line_items[0][price]=price_1&line_items[0][quantity]=1&discounts[0][coupon]="
        "co_1&customer=cus_1&success_url=https%3A%2F%2Fa.test%2Fok%3Fs%3D%7BCHECKOUT_SESSION_ID%7D&"
        "cancel_url=https%3A%2F%2Fa.test%2Fno&expires_at=1795003600&client_reference_id=ord&"
        "metadata[order_id]=ord&payment_intent_data[metadata][order_id]=ord");
}

TEST_CASE("long names are cut between characters") {
  std::string name(39, 'x');
  name += "é";
  const Post post = CreateCoupon({100, "usd", name, {}});
  CHECK(post.body.find("name=" + std::string(39, 'x')) != std::string::npos);
  CHECK(post.body.find("%C3") == std::string::npos);
}

constexpr char kSession[] = R"({"id":"cs_1","object":"checkout.session","url":null,
  "status":"complete","payment_status":"paid","payment_intent":{"id":"pi_1","object":"x"},
  "currency":"usd","amount_subtotal":49900,"total_details":{"amount_discount":17800},
  "livemode":false,"expires_at":1795003600,"metadata":{"order_id":"ord"},"more":[1,{}]})";

TEST_CASE("a session is read, expanded or not") {
  const auto session = ParseSession(kSession);
  REQUIRE(session.ok());
  CHECK(session->url.empty());
  CHECK(session->payment_intent == "pi_1");
  CHECK(session->amount_subtotal == 49900);
  CHECK(session->amount_discount == 17800);
  CHECK(session->order_id == "ord");
}

TEST_CASE("an object that lacks what we need is unreadable") {
  CHECK_FALSE(ParseSession(R"({"id":"cs_1"})").ok());
  CHECK_FALSE(ParseSession("[]").ok());
  CHECK_FALSE(ParseSession("").ok());
  CHECK_FALSE(ParseSession(std::string(100000, '[')).ok());
  CHECK_FALSE(ParseCharge(R"({"id":"ch","status":"s","currency":"usd","amount":"100",
                             "amount_refunded":0,"livemode":false})")
                  .ok());
}

TEST_CASE("an event carries its object; thin events are refused") {
  const auto event = ParseEvent(std::string(R"({"id":"evt_1","object":"event",
      "type":"checkout.session.completed","api_version":"2026-10-28.endive","livemode":false,
      "data":{"object":)") + kSession +
                                "}}");
  REQUIRE(event.ok());
  CHECK(event->object_type == "checkout.session");
  CHECK(event->object_id == "cs_1");
  CHECK(ParseSession(event->object_json)->payment_intent == "pi_1");
  CHECK_FALSE(
      ParseEvent(R"({"id":"evt_1","object":"v2.core.event","type":"x","livemode":false})").ok());
}

}  // namespace
}  // namespace keys::billing::stripe
