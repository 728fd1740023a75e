// Ed25519 signatures (RFC 8032).
//
//   ASSIGN_OR_RETURN(const auto key, crypto::Ed25519PrivateKey::FromPemFile("service.pem"));
//   const std::string signature = key.Sign(message);                    // 64 bytes
//   ASSIGN_OR_RETURN(const auto peer, crypto::Ed25519PublicKey::FromRaw(raw32));
//   if (!peer.Verify(message, signature)) …
//
// The file is PKCS#8 PEM, as made by `openssl genpkey -algorithm ed25519 -out service.pem`. Keys
// are values, cheap to copy, thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

struct evp_pkey_st;

namespace keys::crypto {

// Whether 32 bytes are a public key whose private half somebody can hold: a canonical point of the
// curve's prime-order group. RFC 8032 does not ask for this check. Without it, anybody could sign
// under a point of small order: a signature of zeros fits one message in four.
bool IsEd25519PublicKey(std::string_view raw);

class Ed25519PublicKey {
 public:
  // kInvalidArgument unless IsEd25519PublicKey.
  static absl::StatusOr<Ed25519PublicKey> FromRaw(std::string_view raw);
  bool Verify(std::string_view message, std::string_view signature) const;
  // 32 bytes.
  std::string Raw() const;

 private:
  friend class Ed25519PrivateKey;
  explicit Ed25519PublicKey(std::shared_ptr<evp_pkey_st> key);
  // Copies share the key: OpenSSL's keys do not change after they are made.
  std::shared_ptr<evp_pkey_st> key_;
};

class Ed25519PrivateKey {
 public:
  // Errors name the file and never quote its content.
  static absl::StatusOr<Ed25519PrivateKey> FromPemFile(const std::string& path);
  static absl::StatusOr<Ed25519PrivateKey> FromPem(std::string_view pem);
  // The 32 bytes RFC 8032 calls the private key (its seed).
  static absl::StatusOr<Ed25519PrivateKey> FromRaw(std::string_view seed);
  // A new random key.
  static Ed25519PrivateKey Generate();

  // 64 bytes.
  std::string Sign(std::string_view message) const;
  Ed25519PublicKey PublicKey() const;

 private:
  explicit Ed25519PrivateKey(std::shared_ptr<evp_pkey_st> key);
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace keys::crypto
