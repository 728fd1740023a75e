#include "gateway/server/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/time/deadline.h"

namespace keys::gateway {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

// A client that sends bytes as they are and reads what comes.
class Client {
 public:
  explicit Client(int port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;

  bool connected() const { return connected_; }
  void Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }
  // More bytes; empty at the end of the connection or of patience.
  std::string Receive() {
    pollfd poll_fd{.fd = fd_, .events = POLLIN};
    if (poll(&poll_fd, 1, static_cast<int>(absl::ToInt64Milliseconds(kPatience))) <= 0) return "";
    std::string bytes(65536, '\0');
    const ssize_t got = recv(fd_, bytes.data(), bytes.size(), 0);
    bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return bytes;
  }
  std::string ReceiveAll() {
    std::string all;
    for (std::string part = Receive(); !part.empty(); part = Receive()) all += part;
    return all;
  }
  std::string ReceiveUntil(std::string_view text) {
    std::string all;
    while (all.find(text) == std::string::npos) {
      const std::string part = Receive();
      if (part.empty()) break;
      all += part;
    }
    return all;
  }
  int fd() const { return fd_; }

 private:
  int fd_;
  bool connected_ = false;
};

class Letters : public BodySource {
 public:
  explicit Letters(int64_t size, bool broken) : size_(size), broken_(broken) {}
  int64_t size() const override { return size_; }
  absl::Status Read(int64_t offset, absl::Span<char> buffer) override {
    if (broken_ && offset > 0) return absl::DataLossError("gone");
    for (size_t i = 0; i < buffer.size(); ++i) {
      buffer[i] = static_cast<char>('a' + (offset + static_cast<int64_t>(i)) % 26);
    }
    return absl::OkStatus();
  }

 private:
  const int64_t size_;
  const bool broken_;
};

// Answers with what it was asked; some paths do more.
class Echo : public HttpHandler {
 public:
  size_t MaxBodyBytes(const RequestStart& start) const override {
    return start.target == "/large" ? 1'000'000 : 1000;
  }
  void Handle(HttpRequest request, Done done) override {
    HttpResponse response;
    response.headers.Add("content-type", "text/plain");
    response.body = StrCat(request.method, " ", request.target, " ", request.body.size());
    if (request.target == "/empty") response = {.status = 204};
    if (request.target == "/stream") response.stream = std::make_unique<Letters>(1'000'000, false);
    if (request.target == "/broken") response.stream = std::make_unique<Letters>(1'000'000, true);
    if (request.target == "/endless") {
      response.stream = std::make_unique<Letters>(int64_t{1} << 40, false);
    }
    if (request.target == "/peer") response.body = request.peer_address;
    if (request.target == "/held") {
      std::lock_guard lock(mutex_);
      held_.push_back([done, answer = std::make_shared<HttpResponse>(std::move(response))] {
        done(std::move(*answer));
      });
      arrived_.notify_all();
      return;
    }
    if (request.target == "/later") {
      std::thread([done, answer = std::make_shared<HttpResponse>(std::move(response))] {
        done(std::move(*answer));
      }).detach();
      return;
    }
    done(std::move(response));
  }
  HttpResponse Refuse(const absl::Status& error, const std::string&) override {
    const auto reason = error::ReasonOf(error);
    return {.status = error::InfoOf(reason).http(), .body = error::CodeOf(reason)};
  }

  void AwaitHeld(size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(
        arrived_.wait_for(lock, std::chrono::seconds(20), [&] { return held_.size() == count; }));
  }
  void Release() {
    std::lock_guard lock(mutex_);
    for (const auto& answer : held_) answer();
    held_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::function<void()>> held_;
};

struct Fixture {
  explicit Fixture(const ServerLimits& limits = {}) {
    auto started = Server::Start({.listen = "127.0.0.1:0", .limits = limits}, echo, metrics);
    REQUIRE(started.ok());
    server = *std::move(started);
  }
  // Everything that comes back for these bytes until the server closes.
  std::string Ask(std::string_view bytes) {
    Client client(server->port());
    client.Send(bytes);
    return client.ReceiveAll();
  }
  // The server still serves.
  void Canary() {
    const std::string answer = Ask("GET /canary HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(answer.ends_with("GET /canary 0"));
  }
  metrics::Registry metrics;
  Echo echo;
  std::unique_ptr<Server> server;
};

std::string StatusOf(const std::string& answer) { return answer.substr(0, 12); }
size_t CountOf(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_CASE("requests of one connection are answered in turn, a thousand at once too") {
  Fixture f;
  std::string requests;
  for (int i = 0; i < 1000; ++i) {
    StrAppend(&requests, "GET /", i, " HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  requests +=
      "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";
  Client client(f.server->port());
  std::thread sender([&] { client.Send(requests); });
  const std::string answers = client.ReceiveAll();
  sender.join();
  CHECK(CountOf(answers, "HTTP/1.1 200 OK\r\n") == 1001);
  CHECK(answers.find("GET /17 0") < answers.find("GET /18 0"));
  CHECK(answers.ends_with("POST /later 3"));
}

TEST_CASE("bodies arrive by length, by chunks and after 100 Continue") {
  Fixture f;
  CHECK(
      f.Ask("POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
          .ends_with("POST /a 5"));
  Client client(f.server->port());
  client.Send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(client.ReceiveUntil("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("ab");
  CHECK(client.ReceiveUntil("POST /a 2").find("200 OK") != std::string::npos);
  client.Send("\r\nGET /again HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.ReceiveUntil("GET /again 0").find("200 OK") != std::string::npos);
}

TEST_CASE("HEAD gets the header of GET, and no body") {
  Fixture f;
  const std::string answer = f.Ask("HEAD /abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(answer.find("Content-Length: 11\r\n") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\n"));
  const std::string stream = f.Ask("HEAD /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(stream.find("Content-Length: 1000000\r\n") != std::string::npos);
  CHECK(stream.ends_with("\r\n\r\n"));
  const std::string empty = f.Ask("GET /empty HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(empty.find("Content-Length") == std::string::npos);
}

TEST_CASE("streams are sent whole, and a broken one is cut short") {
  Fixture f;
  const std::string whole = f.Ask("GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string body = whole.substr(whole.find("\r\n\r\n") + 4);
  CHECK(body.size() == 1'000'000);
  CHECK(body.substr(999'990) == "efghijklmn");
  const std::string broken = f.Ask("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(broken.size() < 1'000'000);
  f.Canary();
}

TEST_CASE("each limit is refused with its own status, and the next client is served") {
  Fixture f({.head = {.max_target_bytes = 200, .max_head_bytes = 2000, .max_fields = 20}});
  const auto status = [&](const std::string& bytes) {
    const std::string answer = f.Ask(bytes);
    CHECK(answer.find("Connection: close\r\n") != std::string::npos);
    f.Canary();
    return StatusOf(answer);
  };
  CHECK(status("GET /" + std::string(300, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == "HTTP/1.1 414");
  CHECK(status("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(3000, 'a') + "\r\n\r\n") ==
        "HTTP/1.1 431");
  CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n") == "HTTP/1.1 413");
  CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n") ==
        "HTTP/1.1 413");
  CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n"
               "Expect: 100-continue\r\n\r\n") == "HTTP/1.1 413");
  CHECK(status("GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 400");
  CHECK(status("GET / HTTP/1.1\nHost: a\n\n") == "HTTP/1.1 400");
  CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n"
               "\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n") == "HTTP/1.1 400");
  CHECK(status("GET / HTTP/3.0\r\nHost: a\r\n\r\n") == "HTTP/1.1 505");
}

TEST_CASE("a body that is far too long is refused while it is still being sent") {
  Fixture f;
  Client client(f.server->port());
  std::thread sender([&] {
    client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n");
    client.Send(std::string(8'000'000, 'x'));
  });
  CHECK(StatusOf(client.ReceiveUntil("\r\n\r\n")) == "HTTP/1.1 413");
  sender.join();
  CHECK(f.Ask("POST /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
              "500000\r\n\r\n" +
              std::string(500'000, 'x'))
            .ends_with("POST /large 500000"));
}

TEST_CASE("slow headers and slow bodies are told 408, idle connections nothing") {
  Fixture f({.header_deadline = absl::Milliseconds(300),
             .idle_deadline = absl::Milliseconds(300),
             .body_deadline = absl::Milliseconds(300)});
  CHECK(StatusOf(f.Ask("GET / HTTP/1.1\r\nHost:")) == "HTTP/1.1 408");
  CHECK(StatusOf(f.Ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")) ==
        "HTTP/1.1 408");
  CHECK(f.Ask("").empty());
  // After an answer, too.
  const std::string answer = f.Ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(answer.ends_with("GET /x 0"));
  f.Canary();
}

TEST_CASE("a HEAD that is refused gets no body either") {
  Fixture f;
  for (const std::string& request : {StrCat("HEAD /", std::string(9000, 'a'), " HTTP/1.1\r\n"),
                                     std::string("HEAD / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"),
                                     std::string("HEAD / HTTP/1.1\r\nHost: a\r\n"
                                                 "Content-Length: 5000\r\n\r\n")}) {
    const std::string answer = f.Ask(request);
    CHECK(StatusOf(answer).starts_with("HTTP/1.1 4"));
    CHECK(answer.ends_with("\r\n\r\n"));
  }
}

TEST_CASE("clients are told of a shorter wait than there is") {
  Fixture f({.idle_deadline = absl::Seconds(42)});
  const auto ask = [&](const std::string& more) {
    Client client(f.server->port());
    client.Send(StrCat("GET /x HTTP/1.1\r\nHost: a\r\n", more, "\r\n"));
    return client.ReceiveUntil("GET /x 0");
  };
  CHECK(ask("").find("\r\nKeep-Alive: timeout=37\r\n") != std::string::npos);
  CHECK(ask("Connection: close\r\n").find("Keep-Alive") == std::string::npos);
  Fixture hasty({.idle_deadline = absl::Milliseconds(900)});
  CHECK(hasty.Ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").find("Keep-Alive") == std::string::npos);
}

TEST_CASE("one byte now and then does not extend the header's deadline") {
  Fixture f({.header_deadline = absl::Milliseconds(400)});
  Client client(f.server->port());
  const Deadline patience = Deadline::After(kPatience);
  client.Send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  std::string answer;
  while (answer.empty() && !patience.Expired()) {
    client.Send("x");
    pollfd poll_fd{.fd = client.fd(), .events = POLLIN};
    if (poll(&poll_fd, 1, 50) > 0) answer = client.Receive();
  }
  CHECK(StatusOf(answer) == "HTTP/1.1 408");
}

TEST_CASE("a client that does not take its answer is cut") {
  Fixture f({.write_deadline = absl::Milliseconds(300)});
  Client client(f.server->port());
  client.Send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
  // The connection's end shows on the server's side.
  const Deadline patience = Deadline::After(kPatience);
  const auto open = [&] {
    return f.metrics.Gauge("keys_gateway_connections", "Connections open now.").Value();
  };
  while (open() == 0 && !patience.Expired()) std::this_thread::yield();
  while (open() > 0 && !patience.Expired()) std::this_thread::yield();
  CHECK(open() == 0);
}

TEST_CASE("connections beyond the limit are told to come back") {
  Fixture f({.max_connections = 3});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(f.server->port()));
    clients.back()->Send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(clients.back()->ReceiveUntil("GET /a 0").find("200") != std::string::npos);
  }
  CHECK(StatusOf(f.Ask("")) == "HTTP/1.1 503");
  clients.clear();
  const Deadline patience = Deadline::After(kPatience);
  std::string answer;
  while (StatusOf(answer) != "HTTP/1.1 200" && !patience.Expired()) {
    answer = f.Ask("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
  CHECK(StatusOf(answer) == "HTTP/1.1 200");
}

TEST_CASE("stopping answers what is under way, closes what is idle and takes nothing new") {
  Fixture f;
  Client busy(f.server->port());
  busy.Send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
  f.echo.AwaitHeld(1);
  Client idle(f.server->port());
  idle.Send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
  idle.ReceiveUntil("GET /a 0");
  const int port = f.server->port();
  auto stopped = std::async(std::launch::async, [&] { return f.server->Stop(kPatience); });
  CHECK(idle.Receive().empty());
  // The listener is closed before idle connections are, or soon after.
  const Deadline patience = Deadline::After(kPatience);
  while (Client(port).connected() && !patience.Expired()) std::this_thread::yield();
  f.echo.Release();
  const std::string answer = busy.ReceiveAll();
  CHECK(answer.find("Connection: close\r\n") != std::string::npos);
  CHECK(answer.ends_with("GET /held 0"));
  CHECK(stopped.get());
}

TEST_CASE("an answer that comes after the server has gone disturbs nobody") {
  Fixture f;
  Client client(f.server->port());
  client.Send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
  f.echo.AwaitHeld(1);
  CHECK_FALSE(f.server->Stop(absl::Milliseconds(50)));
  f.server.reset();
  f.echo.Release();
}

TEST_CASE("an address that is taken is reported") {
  Fixture f;
  const auto second =
      Server::Start({.listen = StrCat("127.0.0.1:", f.server->port())}, f.echo, f.metrics);
  CHECK(second.status().code() == absl::StatusCode::kUnavailable);
  CHECK_FALSE(Server::Start({.listen = "nonsense"}, f.echo, f.metrics).ok());
}

TEST_CASE("the handler learns the peer's address") {
  Fixture f;
  CHECK(f.Ask("GET /peer HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").ends_with("127.0.0.1"));
}

}  // namespace
}  // namespace keys::gateway
