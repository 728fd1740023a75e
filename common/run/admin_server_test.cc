#include "common/run/admin_server.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace keys::run {
namespace {

// A connection that sends nothing until it is told to.
class Client {
 public:
  explicit Client(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  std::string Get(const std::string& path) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    REQUIRE(write(socket_, request.data(), request.size()) == static_cast<ssize_t>(request.size()));
    std::string answer;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = read(socket_, bytes, sizeof bytes)) > 0) answer.append(bytes, got);
    return answer.substr(0, answer.find("\r\n"));
  }

 private:
  const int socket_;
};

TEST_CASE("clients that say nothing keep nobody from the admin port") {
  metrics::Registry metrics;
  auto server = AdminServer::Start("127.0.0.1:0", metrics, [] {});
  REQUIRE(server.ok());
  std::vector<std::unique_ptr<Client>> silent;
  for (int i = 0; i < 20; ++i) silent.push_back(std::make_unique<Client>((*server)->port()));
  for (int i = 0; i < 20; ++i) {
    CHECK(Client((*server)->port()).Get("/healthz") == "HTTP/1.1 200 OK");
  }
  // There are more silent connections than threads, and they are dropped before long.
  while (silent.size() < 100) silent.push_back(std::make_unique<Client>((*server)->port()));
  CHECK(Client((*server)->port()).Get("/metrics") == "HTTP/1.1 200 OK");
}

}  // namespace
}  // namespace keys::run
