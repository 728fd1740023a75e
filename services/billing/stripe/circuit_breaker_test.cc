#include "services/billing/stripe/circuit_breaker.h"

#include <catch2/catch.hpp>

#include "absl/time/clock.h"

namespace keys::billing::stripe {
namespace {

class FakeHttp final : public http::HttpClient {
 public:
  absl::StatusOr<http::Response> Send(const http::Request& request) override {
    ++sent;
    if (status == 0) return absl::AbortedError("reset");
    if (status == kTimesOut) {
      while (!request.deadline.Expired()) absl::SleepFor(absl::Milliseconds(1));
      return absl::DeadlineExceededError("no answer in time");
    }
    return http::Response{.status = status};
  }
  static constexpr int kTimesOut = -1;
  int status = 200;
  int sent = 0;
};

TEST_CASE("a circuit opens after a row of failures and closes by one probe") {
  FakeHttp http;
  metrics::Registry metrics;
  CircuitBreaker breaker(
      {.http = http, .metrics = metrics, .failures = 3, .pause = absl::ZeroDuration()});
  http.status = 500;
  for (int i = 0; i < 3; ++i) breaker.Send({}).status().IgnoreError();
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 1") != std::string::npos);
  // The pause is over at once. A probe that fails opens the circuit again, one that succeeds closes
  // it.
  http.status = 0;
  CHECK_FALSE(breaker.Send({}).ok());
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 1") != std::string::npos);
  http.status = 402;
  CHECK(breaker.Send({})->status == 402);
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 0") != std::string::npos);
  CHECK(http.sent == 5);
}

TEST_CASE("while a circuit is open nothing is sent") {
  FakeHttp http;
  metrics::Registry metrics;
  CircuitBreaker breaker(
      {.http = http, .metrics = metrics, .failures = 2, .pause = absl::Hours(1)});
  http.status = 0;
  for (int i = 0; i < 5; ++i) {
    const auto answer = breaker.Send({});
    CHECK((answer.status().code() == absl::StatusCode::kUnavailable) == (i >= 2));
  }
  CHECK(http.sent == 2);
}

TEST_CASE("failures with answers between them do not open a circuit") {
  FakeHttp http;
  metrics::Registry metrics;
  CircuitBreaker breaker({.http = http, .metrics = metrics, .failures = 2});
  for (int i = 0; i < 6; ++i) {
    http.status = i % 2 == 0 ? 500 : 200;
    CHECK(breaker.Send({}).ok());
  }
  CHECK(http.sent == 6);
}

TEST_CASE("only a request that had time to be answered counts when it times out") {
  FakeHttp http;
  metrics::Registry metrics;
  CircuitBreaker breaker(
      {.http = http, .metrics = metrics, .failures = 2, .patience = absl::Milliseconds(50)});
  http.status = FakeHttp::kTimesOut;
  for (int i = 0; i < 6; ++i) {
    CHECK_FALSE(breaker.Send({.deadline = Deadline::After(absl::Milliseconds(5))}).ok());
  }
  CHECK(http.sent == 6);
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 0") != std::string::npos);
  for (int i = 0; i < 6; ++i) {
    CHECK_FALSE(breaker.Send({.deadline = Deadline::After(absl::Milliseconds(60))}).ok());
  }
  CHECK(http.sent == 8);
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 1") != std::string::npos);
}

TEST_CASE("a probe without time keeps an open circuit open") {
  FakeHttp http;
  metrics::Registry metrics;
  CircuitBreaker breaker(
      {.http = http, .metrics = metrics, .failures = 1, .pause = absl::ZeroDuration()});
  http.status = 503;
  CHECK(breaker.Send({}).ok());
  http.status = FakeHttp::kTimesOut;
  CHECK_FALSE(breaker.Send({.deadline = Deadline::After(absl::Milliseconds(5))}).ok());
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 1") != std::string::npos);
  http.status = 200;
  CHECK(breaker.Send({}).ok());
  CHECK(metrics.Serialize().find("keys_stripe_circuit_open 0") != std::string::npos);
}

}  // namespace
}  // namespace keys::billing::stripe
