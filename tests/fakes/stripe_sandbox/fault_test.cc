#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

namespace stripe_sandbox::testing {
namespace {

constexpr int kTimedOut = 28;       // CURLE_OPERATION_TIMEDOUT
constexpr int kReceiveFailed = 56;  // CURLE_RECV_ERROR: the peer sent a reset

size_t Products(const Sandbox& sandbox) {
  return sandbox.Get("/v1/products").json()["data"].items().size();
}

TEST_CASE("the API fails as often as asked, with the status and headers asked for") {
  Sandbox sandbox;
  sandbox.Control(
      R"({"action":"api_fault","count":2,"path":"/v1/products","method":"POST","status":429,
          "headers":{"Stripe-Should-Retry":"true","Stripe-Rate-Limited-Reason":"global-rate"}})");
  CHECK(sandbox.Get("/v1/products").status == 200);
  for (int i = 0; i < 2; ++i) {
    const HttpAnswer limited = sandbox.Post("/v1/products", {{"name", "n"}}, "k");
    CHECK(limited.status == 429);
    CHECK(limited.Header("stripe-should-retry") == "true");
    CHECK(limited.json()["error"]["code"].AsString() == "rate_limit");
  }
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").status == 200);
  CHECK(Products(sandbox) == 1);
}

TEST_CASE("a fault after the effect loses only the answer: the same key finds the work done") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"api_fault","status":500,"after_effect":true})");
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").status == 500);
  const HttpAnswer again = sandbox.Post("/v1/products", {{"name", "n"}}, "k");
  CHECK(again.status == 200);
  CHECK(again.Header("idempotent-replayed") == "true");
  CHECK(Products(sandbox) == 1);
}

TEST_CASE("a saved 500 is what the key replays, as with Stripe") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"api_fault","status":500,"saved":true,"after_effect":true})");
  for (int i = 0; i < 2; ++i) {
    CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").status == 500);
  }
  CHECK(Products(sandbox) == 1);
  sandbox.Control(R"({"action":"api_fault","status":500,"saved":true,"method":"POST"})");
  for (int i = 0; i < 2; ++i) {
    CHECK(sandbox.Post("/v1/products", {{"name", "m"}}, "l").status == 500);
  }
  CHECK(Products(sandbox) == 1);
}

TEST_CASE("a connection can be reset before or after the effect") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"api_fault","reset":true,"method":"POST"})");
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").curl_code == kReceiveFailed);
  CHECK(Products(sandbox) == 0);
  sandbox.Control(R"({"action":"api_fault","reset":true,"method":"POST","after_effect":true})");
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").curl_code == kReceiveFailed);
  CHECK(Products(sandbox) == 1);
  CHECK(sandbox.Post("/v1/products", {{"name", "n"}}, "k").status == 200);
  CHECK(Products(sandbox) == 1);
}

TEST_CASE("silence lasts longer than the client's patience and not longer than the process") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"api_fault","silence":true})");
  const HttpAnswer none = Send({.url = sandbox.url() + "/v1/products",
                                .headers = {std::string("Authorization: Bearer ") + kSecretKey},
                                .timeout_millis = 300});
  CHECK(none.curl_code == kTimedOut);
  CHECK(sandbox.Terminate() == 0);
}

TEST_CASE("a second request with a key that is in flight gets 409") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"api_fault","delay_ms":600,"method":"POST"})");
  HttpAnswer other;
  std::thread thread([&] { other = sandbox.Post("/v1/products", {{"name", "n"}}, "k"); });
  const HttpAnswer one = sandbox.Post("/v1/products", {{"name", "n"}}, "k");
  thread.join();
  // The request that came first was held up and met the other one.
  CHECK(one.status + other.status == 200 + 409);
  const HttpAnswer& refused = one.status == 409 ? one : other;
  CHECK(refused.json()["error"]["code"].AsString() == "idempotency_key_in_use");
  CHECK(Products(sandbox) == 1);
}

TEST_CASE("clear ends every fault") {
  Sandbox sandbox;
  sandbox.Control(R"({"action":"api_fault","status":500,"count":100})");
  sandbox.Control(R"({"action":"clear"})");
  CHECK(sandbox.Get("/v1/products").status == 200);
}

}  // namespace
}  // namespace stripe_sandbox::testing
