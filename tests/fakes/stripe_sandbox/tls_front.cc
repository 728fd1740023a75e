#include "tests/fakes/stripe_sandbox/tls_front.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace stripe_sandbox {
namespace {

constexpr int kBacklog = 128;
constexpr int kIdleMillis = 180000;

sockaddr_in LoopbackAddress(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int ConnectTo(int port) {
  const int inner = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = LoopbackAddress(port);
  if (connect(inner, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(inner);
    return -1;
  }
  const int on = 1;
  setsockopt(inner, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return inner;
}

bool SendAll(int socket, const char* bytes, ssize_t size) {
  while (size > 0) {
    const ssize_t sent = send(socket, bytes, static_cast<size_t>(size), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= sent;
  }
  return true;
}

// One connection: the outer side speaks TLS, the inner one plain HTTP.
class Relay {
 public:
  Relay(SSL* tls, int outer, int inner) : tls_(tls), outer_(outer), inner_(inner) {}

  void Run() {
    while (Step()) {
    }
  }

 private:
  bool Step() {
    pollfd ends[2] = {{outer_, POLLIN, 0}, {inner_, POLLIN, 0}};
    if (SSL_pending(tls_) == 0 && poll(ends, 2, kIdleMillis) <= 0) return false;
    if ((SSL_pending(tls_) > 0 || ends[0].revents != 0) && !Inward()) return false;
    return ends[1].revents == 0 || Outward();
  }

  bool Inward() {
    const int size = SSL_read(tls_, buffer_, sizeof buffer_);
    // Part of a record, or one that carries no bytes of ours: poll again.
    if (size <= 0) return SSL_get_error(tls_, size) == SSL_ERROR_WANT_READ;
    return SendAll(inner_, buffer_, size);
  }

  bool Outward() {
    const ssize_t size = recv(inner_, buffer_, sizeof buffer_, 0);
    if (size > 0) return SSL_write(tls_, buffer_, static_cast<int>(size)) > 0;
    if (size < 0 && errno == ECONNRESET) {
      // A reset inside becomes a reset outside.
      const linger at_once{1, 0};
      setsockopt(outer_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    } else {
      SSL_shutdown(tls_);
    }
    return false;
  }

  SSL* tls_;
  const int outer_;
  const int inner_;
  char buffer_[16384];
};

void ServeConnection(SSL_CTX* context, int outer, int inner_port) {
  SSL* tls = SSL_new(context);
  SSL_set_fd(tls, outer);
  if (SSL_accept(tls) == 1) {
    const int inner = ConnectTo(inner_port);
    if (inner >= 0) {
      Relay(tls, outer, inner).Run();
      close(inner);
    }
  }
  SSL_free(tls);
  close(outer);
  ERR_clear_error();
}

SSL_CTX* MakeContext(const std::string& pem, std::string* why) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // Otherwise SSL_read may wait for bytes that never come while the answer is ready inside.
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  if (SSL_CTX_use_certificate_chain_file(context, pem.c_str()) == 1 &&
      SSL_CTX_use_PrivateKey_file(context, pem.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(context) == 1) {
    return context;
  }
  *why = "cannot use " + pem +
         " as certificate and key: " + ERR_reason_error_string(ERR_peek_last_error());
  SSL_CTX_free(context);
  return nullptr;
}

}  // namespace

bool TlsFront::Start(int port, const std::string& pem, int inner_port, std::string* why) {
  context_ = MakeContext(pem, why);
  if (context_ == nullptr) return false;
  inner_port_ = inner_port;
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = LoopbackAddress(port);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, kBacklog) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    *why = "cannot listen on port " + std::to_string(port) + ": " + std::strerror(errno);
    return false;
  }
  port_ = ntohs(address.sin_port);
  std::thread(&TlsFront::AcceptForEver, this).detach();
  return true;
}

void TlsFront::AcceptForEver() {
  for (;;) {
    const int outer = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (outer < 0) continue;
    const int on = 1;
    setsockopt(outer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::thread(ServeConnection, context_, outer, inner_port_).detach();
  }
}

}  // namespace stripe_sandbox
