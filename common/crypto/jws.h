// Compact JWS (RFC 7515): three base64url parts with dots between them.
//
//   const std::string token = crypto::SignEdDsa(key, R"({"iss":"catalog"})");
//   std::optional<crypto::Jws> jws = crypto::SplitJws(token);
//   if (!jws || !peer.Verify(jws->signing_input, jws->signature)) …
//
// Nothing here reads JSON, so the caller must check `alg` and the claims. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/crypto/ed25519.h"

namespace keys::crypto {

struct Jws {
  std::string header_json;
  std::string payload_json;
  // Raw bytes.
  std::string signature;
  // The bytes that the signature covers: the first two parts as received.
  std::string signing_input;
};

// Tokens above 8 KiB, with other than three parts, or with parts that are not strict base64url give
// nothing. An empty signature (alg none) is split like any other.
std::optional<Jws> SplitJws(std::string_view token);

// Header {"alg":"EdDSA","typ":"JWT"}; `claims_json` is one JSON object.
std::string SignEdDsa(const Ed25519PrivateKey& key, std::string_view claims_json);

// Returns the payload if the header is exactly what SignEdDsa writes and the signature is `key`'s,
// else nothing.
std::optional<std::string> VerifyEdDsa(const Ed25519PublicKey& key, std::string_view token);

}  // namespace keys::crypto
