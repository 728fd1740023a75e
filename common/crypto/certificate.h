// X.509 certificates in PEM files: whether three files fit each other, and until when one is good.
//
//   RETURN_IF_ERROR(crypto::CheckCertificate({.authority = ca, .certificate = cert, .key = key}));
//   ASSIGN_OR_RETURN(const int64_t end, crypto::CertificateEnd(cert));
//
// Every call reads the files anew. Errors are INVALID_ARGUMENT and name the file, never what a key
// holds. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace keys::crypto {

struct CertificateFiles {
  std::string authority;    // the certificates of the authorities that are trusted
  std::string certificate;  // our own, followed by those between it and the authority
  std::string key;          // the private key of our own
};

// Refuses files that cannot be read, a key of another certificate, and a certificate that none of
// the authorities has signed. The time is not looked at, because a certificate that has ended may
// be replaced while the process runs.
absl::Status CheckCertificate(const CertificateFiles& files);

// Returns the moment, in seconds since 1970, after which the first certificate of the file is no
// longer good.
absl::StatusOr<int64_t> CertificateEnd(const std::string& file);

}  // namespace keys::crypto
