// A server for tests on 127.0.0.1 that hands each connection to a script, over TCP or TLS.
//
//   LoopbackServer server([](Peer& peer) {
//     peer.ReadRequest();
//     peer.Write("HTTP/1.1 204 x\r\n\r\n");
//   });
//   client->Send({.method = "GET", .url = server.Url("/")});
//
// Connections are served one after the other. The server stops when it is destroyed.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace keys::http {

// One accepted connection.
class Peer {
 public:
  Peer(int fd, SSL* tls) : fd_(fd), tls_(tls) {}

  // Reads the header fields and Content-Length bytes after them. Returns "" when the client has
  // left.
  std::string ReadRequest();
  void Write(const std::string& bytes);
  // Drops the connection, and the client sees a reset.
  void Reset();
  // Returns when the client has closed the connection.
  void WaitForClose();

 private:
  int Read(char* buffer, int size);
  int fd_;
  SSL* tls_;
};

class LoopbackServer {
 public:
  using Script = std::function<void(Peer&)>;

  explicit LoopbackServer(Script script);
  // Serves TLS with a new self-signed certificate for "localhost" and writes it as PEM to
  // `certificate_file`.
  LoopbackServer(Script script, const std::string& certificate_file);
  ~LoopbackServer();

  int port() const { return port_; }
  std::string Url(const std::string& path) const;
  // How many connections were accepted.
  int connections() const { return connections_; }

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  void Listen();
  void Serve();
  void Handle(int fd);

  Script script_;
  std::unique_ptr<SSL_CTX, FreeContext> tls_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::thread thread_;
};

}  // namespace keys::http
