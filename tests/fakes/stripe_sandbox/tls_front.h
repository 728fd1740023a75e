// HTTPS in front of the HTTP listener: takes TLS 1.2 and 1.3 connections and passes their bytes to
// the loopback port of the server and back. (Debian 12's civetweb looks for a function of
// OpenSSL 1.1 when it serves TLS itself and crashes at the first request.) One thread per
// connection, until the process ends.
#pragma once

#include <openssl/ssl.h>

#include <string>

namespace stripe_sandbox {

class TlsFront {
 public:
  TlsFront() = default;
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  // `port` 0: any free one. `pem` holds certificate chain and private key. False with `*why` on
  // failure.
  bool Start(int port, const std::string& pem, int inner_port, std::string* why);
  int port() const { return port_; }

 private:
  void AcceptForEver();

  SSL_CTX* context_ = nullptr;  // like the listener: lives as long as the process
  int listener_ = -1;
  int port_ = 0;
  int inner_port_ = 0;
};

}  // namespace stripe_sandbox
