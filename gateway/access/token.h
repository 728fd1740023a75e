// A bearer token read and checked in every respect but its signature, so that a token which is
// broken anyway never makes us look for a key.
//
//   const std::optional<Token> token = ReadToken(text, rules, clock.Now());
//   if (!token) → 401
//   … find the key for token->algorithm and token->key_id, verify token->signature …
//
// Pure; thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/rpc/call.h"

namespace keys::gateway {

// The algorithms we accept. Each goes with exactly one kind of key, so that a token cannot make us
// use a public key as a shared secret.
enum class Algorithm { kHs256, kRs256, kEs256, kEdDsa };

// "RS256" and so on; nothing for any other word.
std::optional<Algorithm> AlgorithmNamed(std::string_view name);

// What the configuration asks of tokens.
struct TokenRules {
  // Empty = not checked.
  std::string audience;
  std::string issuer;
  // Lower-case UUIDs that are administrators whatever their tokens say.
  std::set<std::string> admin_user_ids;
  bool trust_org_claims = false;
};

// How far the issuer's clock may be from ours.
inline constexpr absl::Duration kTokenSkew = absl::Seconds(60);
// Longer tokens are refused unread.
inline constexpr size_t kMaxTokenBytes = 8 * 1024;
// Organisations taken from a token; metadata between processes is limited to some KiB.
inline constexpr size_t kMaxOrgClaims = 32;

struct Token {
  Algorithm algorithm;
  // Empty when the header has no kid.
  std::string key_id;
  std::string signing_input;
  // Raw bytes.
  std::string signature;
  // Its iat.
  std::optional<absl::Time> issued_at = std::nullopt;
  // Who it would be if the signature is good; no address and no user agent. Nobody for a public API
  // key (role anon, no sub).
  rpc::Caller caller;
};

// Nothing for a token that is malformed or of another kind, names another algorithm, carries
// extensions or its own key, is out of its time or not meant for us, or has no user's UUID as
// `sub` and is no public API key either.
std::optional<Token> ReadToken(std::string_view text, const TokenRules& rules, absl::Time now);

}  // namespace keys::gateway
