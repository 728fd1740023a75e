// A server whose handler echoes and streams, and a client that sends bytes unchanged, for the tests
// of this folder.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/time/deadline.h"
#include "gateway/server/server.h"
#include "gateway/server/shared_answer.h"

namespace keys::gateway {

inline constexpr absl::Duration kPatience = absl::Seconds(20);

// A client that sends bytes unchanged and reads the answers.
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
  // Returns further bytes, or none at the end of the connection or of the patience.
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
  explicit Letters(int64_t size, bool broken, const std::atomic<bool>* ended = nullptr)
      : size_(size), broken_(broken), ended_(ended) {}
  absl::Status Check() const override {
    const bool may_go_on = ended_ == nullptr || !*ended_;
    return may_go_on ? absl::OkStatus() : absl::PermissionDeniedError("ended");
  }
  int64_t size() const override { return size_; }
  void TellWhenOver(std::function<void()> over) override {
    if (overs_ != nullptr && over != nullptr) overs_->Add(std::move(over));
  }
  // Keeps every callback that a stream was given, even after its end.
  class Overs {
   public:
    void Add(std::function<void()> over) {
      std::lock_guard lock(mutex_);
      overs_.push_back(std::move(over));
    }
    void Tell() {
      std::lock_guard lock(mutex_);
      for (const auto& over : overs_) over();
    }

   private:
    std::mutex mutex_;
    std::vector<std::function<void()>> overs_;
  };
  void TellTo(Overs& overs) { overs_ = &overs; }
  // From its second block on the stream has nothing to give until `go` is set.
  void WaitFor(const std::atomic<bool>& go) { go_ = &go; }
  absl::Status Read(int64_t offset, absl::Span<char> buffer) override {
    if (broken_ && offset > 0) return absl::DataLossError("gone");
    if (go_ != nullptr && offset > 0 && !*go_) return absl::AbortedError("not now");
    for (size_t i = 0; i < buffer.size(); ++i) {
      buffer[i] = static_cast<char>('a' + (offset + static_cast<int64_t>(i)) % 26);
    }
    return absl::OkStatus();
  }

 private:
  const int64_t size_;
  const bool broken_;
  const std::atomic<bool>* const ended_;
  Overs* overs_ = nullptr;
  const std::atomic<bool>* go_ = nullptr;
};

inline constexpr int64_t kWatchedBytes = 5'000'000;
inline constexpr size_t kPieceBytes = 300'000;
// More than the kernel takes at once.
inline constexpr size_t kSharedBytes = 20'000'000;

// Gives three pieces, each on a thread of its own. A torn body gives two and an error.
class Pieces : public PieceSource {
 public:
  explicit Pieces(bool torn) : torn_(torn) {}
  void Next(Done done) override {
    ++given_;
    absl::StatusOr<std::string> piece(std::string(given_ <= 3 ? kPieceBytes : 0, 'x'));
    if (torn_ && given_ == 3) piece = absl::DataLossError("gone");
    std::thread([done = std::move(done), piece = std::move(piece)] { done(piece); }).detach();
  }

 private:
  const bool torn_;
  int given_ = 0;
};

// Answers with the request that it got. Some paths do more.
class Echo : public HttpHandler {
 public:
  // The stream at /watched may not go on once this is set.
  std::atomic<bool> ended = false;
  // The callbacks of the streams at /watched.
  Letters::Overs overs;
  // The stream at /waiting has its second block once this is set.
  std::atomic<bool> go = false;

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
    if (request.target == "/pieces") response.pieces = std::make_unique<Pieces>(false);
    if (request.target == "/torn") response.pieces = std::make_unique<Pieces>(true);
    if (request.target == "/endless") {
      response.stream = std::make_unique<Letters>(int64_t{1} << 40, false);
    }
    if (request.target == "/watched") {
      auto letters = std::make_unique<Letters>(kWatchedBytes, false, &ended);
      letters->TellTo(overs);
      response.stream = std::move(letters);
    }
    if (request.target == "/waiting") {
      auto letters = std::make_unique<Letters>(1'000'000, false, &ended);
      letters->WaitFor(go);
      response.stream = std::move(letters);
    }
    if (request.target == "/shared") {
      response = {.shared = ShareAnswer(200, {{"Content-Type", "text/x"}, {"ETag", "\"t\""}},
                                        std::string(kSharedBytes, 's'))};
      response.headers.Add("X-Own", "of this\r\nX-Forged: request");
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
  HttpResponse Refuse(const absl::Status& error, const HttpRequest&) override {
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
  // Sends these bytes and returns everything that comes back until the server closes.
  std::string Ask(std::string_view bytes) {
    Client client(server->port());
    client.Send(bytes);
    return client.ReceiveAll();
  }
  // Checks that the server still serves.
  void Canary() {
    const std::string answer = Ask("GET /canary HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(answer.ends_with("GET /canary 0"));
  }
  double Connections() {
    return metrics.Gauge("keys_gateway_connections", "Connections open now.").Value();
  }
  void AwaitConnections(double count) {
    const Deadline patience = Deadline::After(kPatience);
    while (Connections() != count && !patience.Expired()) std::this_thread::yield();
    CHECK(Connections() == count);
  }
  metrics::Registry metrics;
  Echo echo;
  std::unique_ptr<Server> server;
};

inline std::string StatusOf(const std::string& answer) { return answer.substr(0, 12); }
inline size_t CountOf(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace keys::gateway
