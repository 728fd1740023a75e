// How this process's gRPC connections are protected: in plain text, or by mutual TLS.
//
//   ASSIGN_OR_RETURN(auto tls, rpc::Transport::Tls({.authority = a, .certificate = c, .key = k}));
//   rpc::SetTransport(std::move(tls));
//   builder.AddListeningPort(address, rpc::CurrentTransport().server());
//
// Without that everything is plain text. With it, every server and channel of the process
// presents its certificate and demands one of the same authority from the other side; a client also
// demands that the server's certificate names the host that it calls. The files are read again
// every few seconds: new connections use what they hold then, and connections that are open stay
// open. Service tokens are checked in either case. Thread-safe.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/crypto/certificate.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

namespace keys::rpc {

using TlsFiles = crypto::CertificateFiles;

// A certificate that was replaced is used after this many seconds at most.
inline constexpr unsigned kRereadSeconds = 5;

// The credentials of one side or both. Whoever holds one of these has the files read.
class Transport {
 public:
  // INVALID_ARGUMENT when the files do not fit each other.
  static absl::StatusOr<Transport> Tls(const TlsFiles& files,
                                       unsigned reread_seconds = kRereadSeconds);
  static Transport PlainText();

  const std::shared_ptr<grpc::ServerCredentials>& server() const { return server_; }
  const std::shared_ptr<grpc::ChannelCredentials>& channel() const { return channel_; }

 private:
  Transport() = default;
  std::shared_ptr<grpc::ServerCredentials> server_;
  std::shared_ptr<grpc::ChannelCredentials> channel_;
};

// Sets the transport of the process, before its first server or channel is made.
void SetTransport(Transport transport);
const Transport& CurrentTransport();

}  // namespace keys::rpc
