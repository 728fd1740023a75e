#include "common/http_client/testing/loopback_server.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "common/base/check.h"

namespace keys::http {
namespace {

void AddSubjectName(X509* certificate) {
  X509_EXTENSION* name = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                                             const_cast<char*>("DNS:localhost"));
  X509_add_ext(certificate, name, -1);
  X509_EXTENSION_free(name);
}

SSL_CTX* MakeTlsContext(const std::string& certificate_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  AddSubjectName(certificate);
  X509_sign(certificate, key, EVP_sha256());
  FILE* file = std::fopen(certificate_file.c_str(), "w");
  CHECK_THAT(file != nullptr, "cannot write the certificate");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  CHECK_THAT(SSL_CTX_use_certificate(context, certificate) == 1, "no certificate");
  CHECK_THAT(SSL_CTX_use_PrivateKey(context, key) == 1, "no key");
  X509_free(certificate);
  EVP_PKEY_free(key);
  return context;
}

std::size_t ContentLength(const std::string& head) {
  const std::size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::strtoull(head.c_str() + at + 16, nullptr, 10);
}

}  // namespace

int Peer::Read(char* buffer, int size) {
  return tls_ == nullptr ? static_cast<int>(::recv(fd_, buffer, static_cast<std::size_t>(size), 0))
                         : SSL_read(tls_, buffer, size);
}

std::string Peer::ReadRequest() {
  std::string text;
  char buffer[4096];
  while (true) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end != std::string::npos && text.size() >= end + 4 + ContentLength(text)) return text;
    const int count = Read(buffer, sizeof buffer);
    if (count <= 0) return "";
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

void Peer::Write(const std::string& bytes) {
  if (tls_ != nullptr) {
    SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
  } else {
    (void)!::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
}

void Peer::Reset() {
  const linger hard{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

void Peer::WaitForClose() {
  char byte;
  while (::recv(fd_, &byte, 1, 0) > 0) {
  }
}

LoopbackServer::LoopbackServer(Script script) : script_(std::move(script)) { Listen(); }

LoopbackServer::LoopbackServer(Script script, const std::string& certificate_file)
    : script_(std::move(script)), tls_(MakeTlsContext(certificate_file)) {
  Listen();
}

LoopbackServer::~LoopbackServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::string LoopbackServer::Url(const std::string& path) const {
  return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_) + path;
}

void LoopbackServer::Listen() {
  std::signal(SIGPIPE, SIG_IGN);  // SSL_write to a client that left
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK_THAT(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
  CHECK_THAT(::listen(listener_, 16) == 0, "listen");
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

void LoopbackServer::Serve() {
  while (true) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    ++connections_;
    Handle(fd);
    ::close(fd);
  }
}

void LoopbackServer::Handle(int fd) {
  if (tls_ == nullptr) {
    Peer peer(fd, nullptr);
    script_(peer);
    return;
  }
  SSL* tls = SSL_new(tls_.get());
  SSL_set_fd(tls, fd);
  if (SSL_accept(tls) == 1) {
    Peer peer(fd, tls);
    script_(peer);
  }
  SSL_free(tls);
}

}  // namespace keys::http
