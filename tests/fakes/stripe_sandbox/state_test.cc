#include <signal.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "tests/fakes/stripe_sandbox/testing/sandbox.h"
#include "tests/fakes/stripe_sandbox/testing/webhook_receiver.h"

namespace stripe_sandbox::testing {
namespace {

int ExitCode(const std::string& flags) {
  const int status =
      std::system((std::string(STRIPE_SANDBOX_PROGRAM) + " " + flags + " >/dev/null 2>&1").c_str());
  return WEXITSTATUS(status);
}

TEST_CASE("a killed sandbox has forgotten nothing that it answered") {
  const TestFolder folder;
  const std::vector<std::string> flags = {"--state", folder.File("state")};
  auto sandbox = std::make_unique<Sandbox>(flags);
  const HttpAnswer product = sandbox->Post("/v1/products", {{"name", "n"}}, "k");
  const Json paid = sandbox->PaidSession(1000);
  const Json open = sandbox->OpenSession(500);
  sandbox->Control(R"({"action":"refund","session":")" + paid["id"].AsString() +
                   R"(","amount":300})");
  const Json before = sandbox->Ledger();
  const Json events = sandbox->Get("/v1/events", {{"limit", "100"}}).json();
  sandbox->Kill();

  sandbox = std::make_unique<Sandbox>(flags);
  const Json after = sandbox->Ledger();
  CHECK(after["payments"] == before["payments"]);
  CHECK(after["totals"] == before["totals"]);
  CHECK(sandbox->Get("/v1/events", {{"limit", "100"}}).json() == events);
  const HttpAnswer again = sandbox->Post("/v1/products", {{"name", "n"}}, "k");
  CHECK(again.body == product.body);
  CHECK(again.Header("idempotent-replayed") == "true");
  CHECK(sandbox->Buyer(open, "pay").status == 303);
  CHECK(sandbox->Ledger()["totals"]["usd"]["paid"].AsInt() == 1500);
}

TEST_CASE("a kill in the middle of many requests loses none that was answered") {
  const TestFolder folder;
  const std::vector<std::string> flags = {"--state", folder.File("state")};
  auto sandbox = std::make_unique<Sandbox>(flags);
  std::mutex mutex;
  std::vector<std::string> answered;
  std::vector<std::thread> shops;
  for (int shop = 0; shop < 3; ++shop) {
    shops.emplace_back([&] {
      for (;;) {
        const HttpAnswer made = sandbox->Post("/v1/products", {{"name", "n"}});
        if (made.status != 200) return;
        std::lock_guard<std::mutex> lock(mutex);
        answered.push_back(made.json()["id"].AsString());
      }
    });
  }
  CHECK(Eventually([&] {
    std::lock_guard<std::mutex> lock(mutex);
    return answered.size() > 100;
  }));
  kill(sandbox->pid(), SIGKILL);
  for (std::thread& shop : shops) shop.join();
  sandbox->Kill();
  sandbox = std::make_unique<Sandbox>(flags);
  for (const std::string& id : answered) CHECK(sandbox->Get("/v1/products/" + id).status == 200);
}

TEST_CASE("undelivered webhooks go on after a kill") {
  const TestFolder folder;
  WebhookReceiver receiver;
  receiver.AnswerNext(1000, 500);
  const std::vector<std::string> flags = {"--state",      folder.File("state"), "--webhook-url",
                                          receiver.url(), "--webhook-secret",   kWebhookSecret};
  auto sandbox = std::make_unique<Sandbox>(flags);
  sandbox->PaidSession(1000);
  const size_t refused = receiver.OfType("checkout.session.completed").size();
  REQUIRE(refused >= 1);
  sandbox->Kill();
  receiver.AnswerNext(0, 200);
  sandbox = std::make_unique<Sandbox>(flags);
  CHECK(receiver.WaitFor("checkout.session.completed", refused + 1));
  CHECK(Eventually([&] { return sandbox->Ledger()["webhooks"]["pending"].AsInt() == 0; }));
}

TEST_CASE("a journal that ends in half a line is read up to there") {
  const TestFolder folder;
  const std::vector<std::string> flags = {"--state", folder.File("state")};
  auto sandbox = std::make_unique<Sandbox>(flags);
  sandbox->Post("/v1/products", {{"name", "n"}});
  sandbox->Kill();
  std::ofstream(folder.File("state"), std::ios::app) << R"([["product","prod_half",{"id":"pro)";
  sandbox = std::make_unique<Sandbox>(flags);
  CHECK(sandbox->Get("/v1/products").json()["data"].items().size() == 1);
}

TEST_CASE("two sandboxes cannot share a state file") {
  const TestFolder folder;
  Sandbox sandbox({"--state", folder.File("state")});
  CHECK(ExitCode("--listen 127.0.0.1:0 --state " + folder.File("state")) == 1);
}

TEST_CASE("the command line is checked") {
  CHECK(ExitCode("--help") == 0);
  CHECK(ExitCode("--no-such-option") == 2);
  CHECK(ExitCode("--listen 0.0.0.0:12111") == 2);
  CHECK(ExitCode("--listen nonsense") == 2);
  CHECK(ExitCode("--secret-key sk_live_x") == 2);
  CHECK(ExitCode("--webhook-url http://127.0.0.1:1/") == 2);
  CHECK(ExitCode("--listen-tls 127.0.0.1:0") == 2);
  CHECK(ExitCode("--listen 127.0.0.1:0 --subset /nonexistent") == 1);
}

TEST_CASE("it speaks TLS when given a certificate") {
  const TestFolder folder;
  const std::string pem = folder.File("tls.pem");
  const std::string make =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
      "subjectAltName=IP:127.0.0.1 -keyout " +
      folder.File("key") + " -out " + folder.File("cert") + " 2>/dev/null && cat " +
      folder.File("cert") + " " + folder.File("key") + " > " + pem;
  REQUIRE(std::system(make.c_str()) == 0);
  Sandbox sandbox({"--listen-tls", "127.0.0.1:0", "--tls-cert", pem});
  CHECK(sandbox.second_url().starts_with("https://"));
  const HttpAnswer answer = Send({.url = sandbox.second_url() + "/v1/products",
                                  .headers = {std::string("Authorization: Bearer ") + kSecretKey},
                                  .ca_file = folder.File("cert")});
  CHECK(answer.curl_code == 0);
  CHECK(answer.status == 200);
  CHECK(Send({.url = sandbox.second_url() + "/healthz"}).curl_code != 0);
}

TEST_CASE("health and metrics are there") {
  Sandbox sandbox({"--admin-listen", "127.0.0.1:0"});
  CHECK(Send({.url = sandbox.second_url() + "/healthz"}).status == 200);
  const HttpAnswer metrics = Send({.url = sandbox.second_url() + "/metrics"});
  CHECK(metrics.body.find("stripe_sandbox_api_requests_total 0") != std::string::npos);
}

TEST_CASE("SIGTERM ends it within two seconds") {
  Sandbox sandbox;
  sandbox.Get("/v1/products");
  CHECK(sandbox.Terminate() == 0);
}

}  // namespace
}  // namespace stripe_sandbox::testing
