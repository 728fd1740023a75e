// One server takes the place of another on the same port, and no client notices.
#include "gateway/testing/server_fixture.h"

namespace keys::gateway {
namespace {

// Answers with the name of its server. "/hold" keeps the server's only thread until Release, so
// that connections gather in the kernel's queue meanwhile.
class Named final : public HttpHandler {
 public:
  explicit Named(std::string name) : name_(std::move(name)) {}
  size_t MaxBodyBytes(const RequestStart&) const override { return 0; }
  void Handle(HttpRequest request, Done done) override {
    if (request.target == "/hold") {
      holding_ = true;
      released_.get_future().wait();
    }
    done({.body = name_});
  }
  HttpResponse Refuse(const absl::Status&, const HttpRequest&) override { return {.status = 500}; }

  void AwaitHolding() const {
    while (!holding_) std::this_thread::yield();
  }
  void Release() { released_.set_value(); }

 private:
  const std::string name_;
  std::atomic<bool> holding_ = false;
  std::promise<void> released_;
};

struct Process {
  explicit Process(const std::string& name, int port = 0) : handler(name) {
    auto started = Server::Start(
        {.listen = StrCat("127.0.0.1:", port), .reuse_port = true, .threads = 1}, handler, metrics);
    REQUIRE(started.ok());
    server = *std::move(started);
  }
  int port() const { return server->port(); }

  metrics::Registry metrics;
  Named handler;
  std::unique_ptr<Server> server;
};

constexpr std::string_view kLast = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

// The last letter of the answer is the server's name; empty when the connection was lost.
std::string AskOnce(int port) {
  Client client(port);
  if (!client.connected()) return "";
  client.Send(kLast);
  const std::string answer = client.ReceiveAll();
  return answer.empty() ? "" : answer.substr(answer.size() - 1);
}

TEST_CASE("a server that retires serves on, and each answer asks its client to leave") {
  Process process("a");
  Client client(process.port());
  Client silent(process.port());
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.ReceiveUntil("\r\n\r\n").find("Connection: close") == std::string::npos);
  process.server->Retire();
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string answer = client.ReceiveAll();
  CHECK(StatusOf(answer) == "HTTP/1.1 200");
  CHECK(answer.find("Connection: close\r\n") != std::string::npos);
  // Neither connections from before that were silent until now, nor new ones, are turned away.
  silent.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(StatusOf(silent.ReceiveAll()) == "HTTP/1.1 200");
  CHECK(AskOnce(process.port()) == "a");
}

TEST_CASE("what waits in the kernel's queue when a server stops is served") {
  constexpr int kWaiting = 200;
  Process process("a");
  Client holding(process.port());
  holding.Send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  process.handler.AwaitHolding();
  std::vector<std::unique_ptr<Client>> waiting;
  for (int i = 0; i < kWaiting; ++i) {
    waiting.push_back(std::make_unique<Client>(process.port()));
    REQUIRE(waiting.back()->connected());
    waiting.back()->Send(kLast);
  }
  auto stopped = std::async(std::launch::async, [&] { return process.server->Stop(kPatience); });
  process.handler.Release();
  int served = 0;
  for (const auto& client : waiting) {
    served += StatusOf(client->ReceiveAll()) == "HTTP/1.1 200" ? 1 : 0;
  }
  CHECK(served == kWaiting);
  CHECK(stopped.get());
}

TEST_CASE("the eldest of two servers takes all connections until it retires, then the next") {
  Process first("a");
  {
    Process second("b", first.port());
    for (int i = 0; i < 50; ++i) CHECK(AskOnce(first.port()) == "a");
    // A successor that is given up takes nothing with it.
    second.server->Retire();
    for (int i = 0; i < 50; ++i) CHECK(AskOnce(first.port()) == "a");
    second.server->Stop(kPatience);
  }
  for (int i = 0; i < 50; ++i) CHECK(AskOnce(first.port()) == "a");
  Process second("b", first.port());
  first.server->Retire();
  for (int i = 0; i < 50; ++i) CHECK(AskOnce(first.port()) == "b");
  first.server->Stop(kPatience);
  for (int i = 0; i < 50; ++i) CHECK(AskOnce(second.port()) == "b");
}

TEST_CASE("ten servers take each other's place under load, and no connection is lost") {
  auto serving = std::make_unique<Process>("0");
  const int port = serving->port();
  std::atomic<bool> enough = false;
  std::atomic<int> asked = 0, lost = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      for (; !enough; ++asked) lost += AskOnce(port).empty() ? 1 : 0;
    });
  }
  for (int i = 1; i < 10; ++i) {
    const int before = asked;
    while (asked < before + 100) std::this_thread::yield();
    auto next = std::make_unique<Process>(StrCat(i), port);
    serving->server->Retire();
    CHECK(serving->server->Stop(kPatience));
    serving = std::move(next);
  }
  enough = true;
  for (std::thread& client : clients) client.join();
  CHECK(lost == 0);
  CHECK(asked >= 900);
}

}  // namespace
}  // namespace keys::gateway
