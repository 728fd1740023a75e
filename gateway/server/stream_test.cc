#include <sys/syscall.h>

#include "gateway/testing/server_fixture.h"

namespace {
// Each send of the server's threads is followed by this pause, as on a busy machine.
std::atomic<int> stand_still_ms = 0;
}  // namespace

// Replaces the C library's function, which the server sends with and the tests' client does not.
extern "C" ssize_t sendmsg(int socket, const msghdr* message, int flags) {
  const ssize_t sent = syscall(SYS_sendmsg, socket, message, flags);
  const int problem = errno;
  if (stand_still_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(stand_still_ms));
  errno = problem;
  return sent;
}

namespace keys::gateway {
namespace {

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

// Returns the bytes of the chunks, and whether the last chunk came.
std::pair<std::string, bool> Unchunked(std::string_view chunks) {
  std::string bytes;
  while (true) {
    const size_t line = chunks.find("\r\n");
    if (line == std::string_view::npos) return {bytes, false};
    const size_t size = std::stoul(std::string(chunks.substr(0, line)), nullptr, 16);
    if (size == 0) return {bytes, true};
    bytes += chunks.substr(line + 2, size);
    if (chunks.size() < line + 2 + size + 2) return {bytes, false};
    chunks.remove_prefix(line + 2 + size + 2);
  }
}

TEST_CASE("pieces are sent in chunks to the end, and torn ones end without the last chunk") {
  Fixture f;
  const std::string whole = f.Ask(
      "GET /pieces HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const size_t head = whole.find("\r\n\r\n") + 4;
  CHECK(whole.substr(0, head).find("Transfer-Encoding: chunked") != std::string::npos);
  CHECK(whole.substr(0, head).find("Content-Length") == std::string::npos);
  const auto [bytes, ended] = Unchunked(std::string_view(whole).substr(head));
  CHECK(bytes == std::string(3 * kPieceBytes, 'x'));
  CHECK(ended);
  // The connection can be used again after it.
  CHECK(whole.ends_with("GET /a 0"));

  const std::string torn = f.Ask("GET /torn HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto [part, complete] = Unchunked(std::string_view(torn).substr(torn.find("\r\n\r\n") + 4));
  CHECK_FALSE(complete);
  CHECK(part.size() <= 2 * kPieceBytes);

  // Without chunks the end of the connection is the end of the body.
  const std::string old = f.Ask("GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(old.find("chunked") == std::string::npos);
  CHECK(old.substr(old.find("\r\n\r\n") + 4) == std::string(3 * kPieceBytes, 'x'));
  const std::string head_only =
      f.Ask("HEAD /pieces HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(head_only.ends_with("\r\n\r\n"));
  f.Canary();
}

TEST_CASE("a stream that has nothing yet waits, holds nobody up, and goes on or is cut") {
  for (const bool goes_on : {true, false}) {
    // This takes longer than the write deadline, but it is not the client that is slow.
    Fixture f({.write_deadline = absl::Seconds(1)});
    std::vector<std::unique_ptr<Client>> waiting;
    // There are more streams than threads that read.
    for (int i = 0; i < 40; ++i) {
      waiting.push_back(std::make_unique<Client>(f.server->port()));
      waiting.back()->Send("GET /waiting HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      CHECK(waiting.back()->ReceiveUntil("abcdefg").starts_with("HTTP/1.1 200"));
    }
    const std::string other = f.Ask("GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    CHECK(other.ends_with("efghijklmn"));
    std::this_thread::sleep_for(std::chrono::milliseconds(1300));
    CHECK(f.Connections() == 40);
    (goes_on ? f.echo.go : f.echo.ended) = true;
    for (const auto& client : waiting) {
      CHECK(client->ReceiveAll().ends_with("efghijklmn") == goes_on);
    }
    f.AwaitConnections(0);
  }
}

TEST_CASE("a stream too many is told to come back, on a connection that goes on") {
  Fixture f({.max_streams = 2});
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 2; ++i) {
    slow.push_back(std::make_unique<Client>(f.server->port()));
    slow.back()->Send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(slow.back()->ReceiveUntil("\r\n\r\n").starts_with("HTTP/1.1 200"));
  }
  Client client(f.server->port());
  const auto ask = [&](const std::string& request, const std::string& until) {
    client.Send(request + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return StatusOf(client.ReceiveUntil(until));
  };
  CHECK(ask("GET /stream", "UNAVAILABLE") == "HTTP/1.1 503");
  CHECK(ask("HEAD /stream", "\r\n\r\n") == "HTTP/1.1 200");
  CHECK(ask("GET /a", "GET /a 0") == "HTTP/1.1 200");
  slow.pop_back();
  f.AwaitConnections(2);
  CHECK(ask("GET /stream", "efghijklmn") == "HTTP/1.1 200");
}

TEST_CASE("a client that does not take its answer is cut") {
  Fixture f({.write_deadline = absl::Milliseconds(300)});
  Client client(f.server->port());
  client.Send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
  // The server notices the end of the connection.
  f.AwaitConnections(1);
  f.AwaitConnections(0);
}

// Takes a little now and then until the server has no connection any more. Returns how many bytes
// were taken.
size_t ReadSlowly(Client& client, size_t bytes_each, const std::function<bool()>& connected) {
  std::string bytes(bytes_each, '\0');
  size_t received = 0;
  const Deadline patience = Deadline::After(kPatience);
  while (connected() && !patience.Expired()) {
    const ssize_t got = recv(client.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got > 0) received += static_cast<size_t>(got);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return received;
}

void KeepLittle(const Client& client) {
  const int bytes = 16'384;
  setsockopt(client.fd(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

TEST_CASE("a client that takes less than a block per write deadline is cut, one byte or many") {
  for (const size_t bytes_each : {size_t{1}, size_t{1000}}) {
    Fixture f({.write_deadline = absl::Milliseconds(500)});
    Client client(f.server->port());
    KeepLittle(client);
    client.Send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    f.AwaitConnections(1);
    const size_t received = ReadSlowly(client, bytes_each, [&] { return f.Connections() > 0; });
    CHECK(f.Connections() == 0);
    CHECK(received < 10'000'000);
    f.Canary();
  }
}

TEST_CASE("a client as slow as the write deadline allows gets everything") {
  Fixture f({.write_deadline = absl::Seconds(5)});
  Client client(f.server->port());
  client.Send("GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  f.AwaitConnections(1);
  const size_t slowly = ReadSlowly(client, 30'000, [&] { return f.Connections() > 0; });
  CHECK(slowly + client.ReceiveAll().size() > 1'000'000);
}

TEST_CASE("a stream that may not go on is cut at once, whether its client reads or not") {
  for (const bool reads : {true, false}) {
    Fixture f;
    Client client(f.server->port());
    KeepLittle(client);
    client.Send("GET /watched HTTP/1.1\r\nHost: a\r\n\r\n");
    size_t received = client.ReceiveUntil("abcdefg").size();
    CHECK(f.Connections() == 1);
    f.echo.ended = true;
    const auto ended_at = std::chrono::steady_clock::now();
    if (reads) received += client.ReceiveAll().size();
    f.AwaitConnections(0);
    CHECK(std::chrono::steady_clock::now() - ended_at < std::chrono::seconds(5));
    CHECK(received < static_cast<size_t>(kWatchedBytes));
    f.echo.ended = false;
    f.Canary();
  }
}

TEST_CASE("a stream that is over is cut when it says so, without waiting for its turn") {
  int at_once = 0;
  // On a busy machine most of the cuts may come late.
  for (int i = 0; i < 60 && at_once < 5; ++i) {
    const auto started_at = std::chrono::steady_clock::now();
    Fixture f;
    Client client(f.server->port());
    KeepLittle(client);
    client.Send("GET /watched HTTP/1.1\r\nHost: a\r\n\r\n");
    client.ReceiveUntil("abcdefg");
    f.echo.ended = true;
    f.echo.overs.Tell();
    f.AwaitConnections(0);
    // The server looks for the first time 100 ms after its start.
    const auto lasted = std::chrono::steady_clock::now() - started_at;
    if (lasted < std::chrono::milliseconds(90)) ++at_once;
  }
  CHECK(at_once >= 5);
}

TEST_CASE("a client that has read everything keeps its connection, though it is over just then") {
  Fixture f;
  for (int i = 0; i < 20; ++i) {
    stand_still_ms = i % 4;
    Client client(f.server->port());
    client.Send("GET /watched HTTP/1.1\r\nHost: a\r\n\r\n");
    std::string all = client.ReceiveUntil("\r\n\r\n");
    const size_t whole = all.find("\r\n\r\n") + 4 + static_cast<size_t>(kWatchedBytes);
    while (all.size() < whole) {
      const std::string part = client.Receive();
      REQUIRE(!part.empty());
      all += part;
    }
    f.echo.ended = true;
    f.echo.overs.Tell();
    client.Send("GET /peer HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(StatusOf(client.ReceiveUntil("127.0.0.1")) == "HTTP/1.1 200");
    f.echo.ended = false;
  }
  stand_still_ms = 0;
}

TEST_CASE("a word that comes when the stream, its connection or the server is gone does nothing") {
  auto f = std::make_unique<Fixture>();
  Letters::Overs& overs = f->echo.overs;
  std::atomic<bool> stop = false;
  std::thread telling([&] {
    while (!stop) {
      overs.Tell();
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  });
  for (int i = 0; i < 20; ++i) {
    Client client(f->server->port());
    client.Send("GET /watched HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    // The stream did not end, so the server looks after the call and goes on.
    if (i % 2 == 0) CHECK(client.ReceiveAll().size() > static_cast<size_t>(kWatchedBytes));
  }
  f->Canary();
  f->server.reset();
  stop = true;
  telling.join();
  overs.Tell();
}

TEST_CASE("a stream whose end is still here is not yet over for who may end it") {
  Fixture f;
  Client client(f.server->port());
  KeepLittle(client);
  client.Send("GET /watched HTTP/1.1\r\nHost: a\r\n\r\n");
  const size_t near_end = static_cast<size_t>(kWatchedBytes) - 100'000;
  size_t received = 0;
  while (received < near_end) {
    const size_t got = client.Receive().size();
    if (got == 0) break;
    received += got;
  }
  REQUIRE(received >= near_end);
  // By now the kernel has the last block and this client does not.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  f.echo.ended = true;
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  received += client.ReceiveAll().size();
  CHECK(received < static_cast<size_t>(kWatchedBytes));
}

}  // namespace
}  // namespace keys::gateway
