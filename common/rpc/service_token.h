// How a process proves who it is to another: a compact JWS (RFC 7515, EdDSA of RFC 8037), minted
// anew every few minutes with the process's own Ed25519 key, checked against a list of peers.
//
//   TokenMinter minter("billing", key, clock);
//   context.AddMetadata(kServiceTokenKey, minter.Token());
//
//   PeerVerifier verifier(*PeerList::FromFile(path), clock);
//   ASSIGN_OR_RETURN(auto peer, verifier.Verify(token, "keys.catalog.v1.Catalog", "GetKey"));
//
// Both are thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/ed25519.h"
#include "common/time/clock.h"

namespace keys::rpc {

// A token is valid for kTokenLifetime and replaced when kTokenRenewal is left.
inline constexpr absl::Duration kTokenLifetime = absl::Minutes(5);
inline constexpr absl::Duration kTokenRenewal = absl::Minutes(1);
// The clocks of two processes may differ by this much.
inline constexpr absl::Duration kTokenSkew = absl::Seconds(60);

class TokenMinter {
 public:
  TokenMinter(std::string name, crypto::Ed25519PrivateKey key, const Clock& clock);

  // Returns a token that is valid for at least kTokenRenewal.
  std::string Token();

  const std::string& name() const { return name_; }

 private:
  const std::string name_;
  const crypto::Ed25519PrivateKey key_;
  const Clock& clock_;
  std::mutex mutex_;
  std::string token_;
  absl::Time minted_at_ = absl::InfinitePast();
};

// Says which peer may call which RPCs.
struct Peer {
  std::string name;
  crypto::Ed25519PublicKey key;
  // The RPCs as "keys.catalog.v1.Catalog/GetKey". "*" stands for all.
  std::vector<std::string> calls;
};
class PeerList {
 public:
  // Reads SERVICE_PEERS_FILE: {"peers":{"gateway":{"public_key":"<base64, 32
  // bytes>","calls":[…]}}}. INVALID_ARGUMENT says what is wrong. An entry must name RPCs and not
  // whole services, so that the right to call one RPC does not bring the others with it.
  static absl::StatusOr<PeerList> FromFile(const std::string& path);
  static absl::StatusOr<PeerList> FromJson(std::string_view json);

  // Returns null for an unknown name.
  const Peer* Find(std::string_view name) const;

 private:
  std::map<std::string, Peer, std::less<>> peers_;
};

class PeerVerifier {
 public:
  PeerVerifier(PeerList peers, const Clock& clock);

  // Returns the peer's name. UNAUTHENTICATED for a token that is missing, malformed, forged,
  // expired or made by a clock that differs too much; PERMISSION_DENIED for a peer that may not
  // call `service`/`rpc`.
  absl::StatusOr<std::string> Verify(std::string_view token, std::string_view service,
                                     std::string_view rpc);

 private:
  struct Known {
    std::string peer;
    absl::Time expires_at;
  };
  absl::StatusOr<Known> Check(std::string_view token) const;

  const PeerList peers_;
  const Clock& clock_;
  std::mutex mutex_;
  // Tokens already checked, so that a signature costs once per token and not once per call.
  std::map<std::string, Known, std::less<>> known_;
};

}  // namespace keys::rpc
