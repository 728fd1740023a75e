#include "gateway/testing/server_fixture.h"

namespace keys::gateway {
namespace {

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

TEST_CASE("who sends one request behind the other does not keep others waiting") {
  constexpr int kRequests = 50'000;
  metrics::Registry metrics;
  Echo echo;
  const auto server = Server::Start({.listen = "127.0.0.1:0", .threads = 1}, echo, metrics).value();
  Client greedy(server->port());
  Client modest(server->port());
  std::thread sender([&] {
    std::string requests;
    for (int i = 0; i < kRequests; ++i) requests += "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
    requests += "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    greedy.Send(requests);
  });
  std::atomic<size_t> answered = 0;
  std::atomic<bool> begun = false;
  std::thread receiver([&] {
    // An answer torn between two reads is missed, which does not matter here.
    for (std::string part = greedy.Receive(); !part.empty(); part = greedy.Receive()) {
      answered += CountOf(part, "GET /a 0");
      begun = true;
    }
  });
  while (!begun) std::this_thread::yield();
  modest.Send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(modest.ReceiveUntil("GET /b 0").find("200 OK") != std::string::npos);
  CHECK(answered < kRequests / 2);
  sender.join();
  receiver.join();
}

TEST_CASE("a shared answer goes out whole, whatever the kernel takes at once") {
  Fixture f;
  Client slow(f.server->port());
  slow.Send("GET /shared HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  f.Canary();  // by then it waits for its client
  const std::string answer = slow.ReceiveAll();
  const size_t end = answer.find("\r\n\r\n");
  REQUIRE(end != std::string::npos);
  CHECK(answer.size() == end + 4 + kSharedBytes);
  CHECK(answer.substr(0, end) == StrCat("HTTP/1.1 200 OK\r\nContent-Type: text/x\r\nETag: \"t\"\r\n"
                                        "X-Own: of this  X-Forged: request\r\nContent-Length: ",
                                        kSharedBytes, "\r\nConnection: close"));
  const std::string head = f.Ask("HEAD /shared HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(head == answer.substr(0, end + 4));
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
  // The same holds after an answer.
  const std::string answer = f.Ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(answer.ends_with("GET /x 0"));
  f.Canary();
}

TEST_CASE("who speaks no HTTP/1 is told at once") {
  Fixture f({.header_deadline = absl::Hours(1)});
  CHECK(StatusOf(f.Ask("GET /\r\n")) == "HTTP/1.1 400");
  CHECK(StatusOf(f.Ask("EHLO shop.example\r\n")) == "HTTP/1.1 400");
  f.Canary();
}

TEST_CASE("an empty line behind a request begins no other") {
  Fixture f({.header_deadline = absl::Milliseconds(200), .idle_deadline = absl::Hours(1)});
  Client client(f.server->port());
  client.Send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n\r\n");
  CHECK(client.ReceiveUntil("GET /a 0").find("200 OK") != std::string::npos);
  // This is longer than a header may take.
  pollfd closed{.fd = client.fd(), .events = POLLIN};
  CHECK(poll(&closed, 1, 700) == 0);
  client.Send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.ReceiveUntil("GET /b 0").find("200 OK") != std::string::npos);
  // Half of a line end begins something, and is waited for no longer than a header.
  client.Send("\r");
  CHECK(StatusOf(client.ReceiveAll()) == "HTTP/1.1 408");
}

TEST_CASE("a client that says it is done sending still gets all its answers") {
  Fixture f;
  Client client(f.server->port());
  client.Send(
      "GET /a HTTP/1.1\r\nHost: a\r\n\r\nPOST /later HTTP/1.1\r\nHost: a\r\n"
      "Content-Length: 2\r\n\r\nabGET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
  shutdown(client.fd(), SHUT_WR);
  const std::string answers = client.ReceiveAll();
  CHECK(CountOf(answers, "HTTP/1.1 200 OK\r\n") == 3);
  CHECK(answers.size() > 1'000'000);
  f.Canary();
}

TEST_CASE("large bodies under way share a limit, small ones pass beside them") {
  Fixture f({.max_body_memory = 400'000});
  const auto large = [](int bytes) {
    return StrCat("POST /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ", bytes,
                  "\r\n\r\n");
  };
  // Two bodies that stop before their end hold most of the memory.
  std::vector<std::unique_ptr<Client>> holding(2);
  const auto hold = [&](std::unique_ptr<Client>& client) {
    client = std::make_unique<Client>(f.server->port());
    client->Send(large(150'001));
    client->Send(std::string(150'000, 'x'));
  };
  for (auto& client : holding) hold(client);
  const auto full = [&] {
    return StatusOf(f.Ask(large(200'000) + std::string(200'000, 'x'))) == "HTTP/1.1 503";
  };
  const Deadline patience = Deadline::After(kPatience);
  // An earlier attempt may have made the server refuse one of them.
  const auto refused = [](const std::unique_ptr<Client>& client) {
    char first = 0;
    return recv(client->fd(), &first, 1, MSG_DONTWAIT | MSG_PEEK) >= 0;
  };
  for (int in_a_row = 0; in_a_row < 3 && !patience.Expired();) {
    in_a_row = full() ? in_a_row + 1 : 0;
    for (auto& client : holding) {
      if (!refused(client)) continue;
      hold(client);
      in_a_row = 0;
    }
  }
  CHECK(full());
  CHECK(f.Ask(large(10'000) + std::string(10'000, 'x')).ends_with("POST /large 10000"));
  // One request ends well and one client goes away. Both free the memory that they held.
  holding.front()->Send("x");
  CHECK(holding.front()->ReceiveAll().ends_with("POST /large 150001"));
  holding.clear();
  while (full() && !patience.Expired()) std::this_thread::yield();
  CHECK_FALSE(full());
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
  // Connection names the fields about this connection, so that no proxy passes them on.
  CHECK(ask("").find("\r\nConnection: keep-alive\r\n") != std::string::npos);
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
