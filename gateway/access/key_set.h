// Public keys of a token issuer, from a JWK Set (RFC 7517).
//
//   ASSIGN_OR_RETURN(const KeySet keys, ParseJwks(json));
//   for (const VerificationKey* key : keys.For(Algorithm::kRs256, "2024-key"))
//     if (key->Verify(signing_input, signature)) …
//
// A key verifies one algorithm only, that of its type: RSA (≥ 2048 bits) RS256, P-256 ES256,
// Ed25519 EdDSA. Other keys in the set are passed over. Immutable; thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/access/token.h"

struct evp_pkey_st;

namespace keys::gateway {

class VerificationKey {
 public:
  VerificationKey(Algorithm algorithm, std::string key_id, std::shared_ptr<evp_pkey_st> key)
      : algorithm_(algorithm), key_id_(std::move(key_id)), key_(std::move(key)) {}

  Algorithm algorithm() const { return algorithm_; }
  const std::string& key_id() const { return key_id_; }
  // `signature` is as JWS writes it: for ES256 the 64 bytes r‖s.
  bool Verify(std::string_view message, std::string_view signature) const;

 private:
  Algorithm algorithm_;
  std::string key_id_;
  // Keys are copied with their set, so they share this. It never changes.
  std::shared_ptr<evp_pkey_st> key_;
};

class KeySet {
 public:
  explicit KeySet(std::vector<VerificationKey> keys) : keys_(std::move(keys)) {}

  // Returns the keys that may have signed a token with this header. Without a key id these are all
  // keys of the algorithm.
  std::vector<const VerificationKey*> For(Algorithm algorithm, std::string_view key_id) const;
  size_t size() const { return keys_.size(); }

 private:
  std::vector<VerificationKey> keys_;
};

// This is more keys than any issuer rotates through.
inline constexpr size_t kMaxKeys = 64;

// Returns INVALID_ARGUMENT when the text is not a JWK Set.
absl::StatusOr<KeySet> ParseJwks(std::string_view json);

}  // namespace keys::gateway
