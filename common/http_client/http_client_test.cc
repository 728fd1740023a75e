#include "common/http_client/http_client.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "common/http_client/testing/loopback_server.h"

namespace keys::http {
namespace {

std::string Answer(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
         "\r\n" + body;
}

void AnswerAll(Peer& peer) {
  while (!peer.ReadRequest().empty()) peer.Write(Answer("ok"));
}

Request Get(const std::string& url) {
  Request request{.method = "GET", .url = url};
  request.deadline = Deadline::After(absl::Seconds(5));
  return request;
}

std::string TemporaryFile(const std::string& name) {
  return (std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))).string();
}

TEST_CASE("a request arrives as given and the answer comes back whole") {
  std::string seen;
  LoopbackServer server([&](Peer& peer) {
    seen = peer.ReadRequest();
    peer.Write("HTTP/1.1 402 x\r\nX-Two: 1\r\nx-two:  2\r\nContent-Length: 3\r\n\r\nabc");
  });
  auto client = MakeCurlClient({});
  Request request = Get(server.Url("/v1/things?x={y}"));
  request.method = "POST";
  request.headers = {{"Idempotency-Key", "ord_1"}, {"X-Empty", ""}};
  request.body = std::string("a=1&b=\0", 7);
  const auto response = client->Send(request);
  REQUIRE(response.ok());
  CHECK(response->status == 402);
  CHECK(response->body == "abc");
  CHECK(response->Header("x-two") == "1");
  CHECK_FALSE(response->Header("x-three").has_value());
  CHECK(seen.find("POST /v1/things?x={y} HTTP/1.1\r\n") == 0);
  CHECK(seen.find("Idempotency-Key: ord_1\r\n") != std::string::npos);
  CHECK(seen.find("X-Empty:\r\n") != std::string::npos);
  CHECK(seen.find("Expect") == std::string::npos);
  CHECK(seen.substr(seen.size() - 7) == request.body);
}

TEST_CASE("a file is sent as the body") {
  const std::string path = TemporaryFile("http-body-");
  const std::string bytes(300'000, 'x');
  std::ofstream(path) << bytes;
  std::string seen;
  LoopbackServer server([&](Peer& peer) {
    seen = peer.ReadRequest();
    peer.Write(Answer("ok"));
  });
  auto client = MakeCurlClient({});
  Request request = Get(server.Url("/up"));
  request.method = "PUT";
  request.body_file = path;
  const auto response = client->Send(request);
  std::filesystem::remove(path);
  REQUIRE(response.ok());
  CHECK(seen.find("PUT /up HTTP/1.1\r\n") == 0);
  CHECK(seen.find("Content-Length: 300000\r\n") != std::string::npos);
  CHECK(seen.size() > bytes.size());
  CHECK(seen.substr(seen.size() - bytes.size()) == bytes);
  CHECK(absl::IsInvalidArgument(client->Send(request).status()));
}

TEST_CASE("connections are used again") {
  LoopbackServer server(AnswerAll);
  auto client = MakeCurlClient({});
  for (int i = 0; i < 5; ++i) REQUIRE(client->Send(Get(server.Url("/"))).ok());
  CHECK(server.connections() == 1);
  client.reset();
}

TEST_CASE("redirects are answers like any other") {
  LoopbackServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 302 x\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
  });
  const auto response = MakeCurlClient({})->Send(Get(server.Url("/")));
  REQUIRE(response.ok());
  CHECK(response->status == 302);
  CHECK(server.connections() == 1);
}

TEST_CASE("a refused connection means nothing was sent") {
  int port = 0;
  {
    LoopbackServer gone(AnswerAll);
    port = gone.port();
  }
  const auto response =
      MakeCurlClient({})->Send(Get("http://127.0.0.1:" + std::to_string(port) + "/"));
  CHECK(response.status().code() == absl::StatusCode::kUnavailable);
}

TEST_CASE("silence ends at the deadline and leaves the outcome open") {
  LoopbackServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.WaitForClose();
  });
  Request request = Get(server.Url("/"));
  request.deadline = Deadline::After(absl::Milliseconds(100));
  const auto response = MakeCurlClient({})->Send(request);
  CHECK(response.status().code() == absl::StatusCode::kDeadlineExceeded);
}

TEST_CASE("a connection that breaks after the request leaves the outcome open") {
  LoopbackServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Reset();
  });
  const auto response = MakeCurlClient({})->Send(Get(server.Url("/")));
  CHECK(response.status().code() == absl::StatusCode::kAborted);
}

TEST_CASE("an answer cut short is not an answer") {
  LoopbackServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  const auto response = MakeCurlClient({})->Send(Get(server.Url("/")));
  CHECK(response.status().code() == absl::StatusCode::kAborted);
}

TEST_CASE("an answer larger than the cap is refused") {
  LoopbackServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Write(Answer(std::string(5000, 'x')));
  });
  auto client = MakeCurlClient({.max_response_bytes = 4096});
  CHECK(client->Send(Get(server.Url("/"))).status().code() == absl::StatusCode::kResourceExhausted);
}

TEST_CASE("what cannot be sent is not sent") {
  auto client = MakeCurlClient({});
  CHECK(client->Send(Get("file:///etc/passwd")).status().code() ==
        absl::StatusCode::kInvalidArgument);
  Request injected = Get("http://127.0.0.1:1/");
  injected.headers = {{"X", "a\r\nY: b"}};
  CHECK(client->Send(injected).status().code() == absl::StatusCode::kInvalidArgument);
  Request late = Get("http://127.0.0.1:1/");
  late.deadline = Deadline::After(absl::ZeroDuration());
  CHECK(client->Send(late).status().code() == absl::StatusCode::kUnavailable);
}

TEST_CASE("a certificate that no trusted authority signed is refused before anything is sent") {
  const std::string file = TemporaryFile("keys_http_client_ca");
  bool read = false;
  LoopbackServer server(
      [&](Peer& peer) {
        read = !peer.ReadRequest().empty();
        peer.Write(Answer("ok"));
      },
      file);
  const auto stranger = MakeCurlClient({})->Send(Get(server.Url("/")));
  CHECK(stranger.status().code() == absl::StatusCode::kUnavailable);
  CHECK_FALSE(read);

  auto trusting = MakeCurlClient({.ca_file = file});
  CHECK(trusting->Send(Get(server.Url("/"))).ok());

  // A certificate for one name must not be accepted for another.
  const auto other_name =
      trusting->Send(Get("https://127.0.0.1:" + std::to_string(server.port()) + "/"));
  CHECK(other_name.status().code() == absl::StatusCode::kUnavailable);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace keys::http
