#include "common/rpc/transport.h"

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <utility>

#include "common/base/status_macros.h"

namespace keys::rpc {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;
using grpc::experimental::HostNameCertificateVerifier;
using grpc::experimental::TlsChannelCredentialsOptions;
using grpc::experimental::TlsServerCredentialsOptions;

Transport& Shared() {
  // It is never destroyed, because gRPC's threads may outlive main's other objects.
  static auto* const shared = new Transport(Transport::PlainText());
  return *shared;
}

}  // namespace

Transport Transport::PlainText() {
  Transport transport;
  transport.server_ = grpc::InsecureServerCredentials();
  transport.channel_ = grpc::InsecureChannelCredentials();
  return transport;
}

absl::StatusOr<Transport> Transport::Tls(const TlsFiles& files, unsigned reread_seconds) {
  RETURN_IF_ERROR(crypto::CheckCertificate(files));
  const auto watched = std::make_shared<FileWatcherCertificateProvider>(
      files.key, files.certificate, files.authority, reread_seconds);
  TlsServerCredentialsOptions serving(watched);
  serving.watch_root_certs();
  serving.watch_identity_key_cert_pairs();
  serving.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  TlsChannelCredentialsOptions calling;
  calling.set_certificate_provider(watched);
  calling.watch_root_certs();
  calling.watch_identity_key_cert_pairs();
  calling.set_verify_server_certs(true);
  calling.set_certificate_verifier(std::make_shared<HostNameCertificateVerifier>());
  Transport transport;
  transport.server_ = grpc::experimental::TlsServerCredentials(serving);
  transport.channel_ = grpc::experimental::TlsCredentials(calling);
  return transport;
}

void SetTransport(Transport transport) { Shared() = std::move(transport); }

const Transport& CurrentTransport() { return Shared(); }

}  // namespace keys::rpc
