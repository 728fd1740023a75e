// Seals and opens download links. A link carries everything that is needed to serve the bytes,
// encrypted and authenticated, so that nobody can read it or change it unnoticed.
//
//   ASSIGN_OR_RETURN(const auto keys, ParseSigningKeys("k2:…,k1:…"));
//   const LinkSigner signer(keys);
//   const std::string token = signer.Sign(payload);              // key's id "." base64url
//   ASSIGN_OR_RETURN(const v1::LinkPayload payload, signer.Verify(token, now));
//
// The first key seals, all open, so that keys can be rotated while links are out. Immutable;
// thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::entitlement {

inline constexpr absl::Duration kLinkLifetime = absl::Hours(1);

struct SigningKey {
  std::string id;      // 1–32 of [A-Za-z0-9_-]
  std::string secret;  // raw, at least 16 bytes
};

// Reads URL_SIGNING_KEYS: "id:base64url,…", without blanks around items. INVALID_ARGUMENT names a
// bad item by its place and never by its content; an id that occurs twice is bad too.
absl::StatusOr<std::vector<SigningKey>> ParseSigningKeys(std::string_view list);

class LinkSigner {
 public:
  // There must be at least one key.
  explicit LinkSigner(std::vector<SigningKey> keys);

  // Fills in signing_key_id.
  std::string Sign(v1::LinkPayload payload) const;

  // LINK_INVALID for anything that this shop did not seal, LINK_EXPIRED when its time is over.
  absl::StatusOr<v1::LinkPayload> Verify(std::string_view token, absl::Time now) const;

 private:
  struct Key {
    std::string id;
    std::string sealing_key;
  };
  std::vector<Key> keys_;
};

}  // namespace keys::entitlement
