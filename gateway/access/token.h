// Reads a bearer token and checks all of it but the signature, so that no key is looked for on
// behalf of a token that is broken anyway.
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

// The accepted algorithms. Each goes with exactly one kind of key, so that a token cannot make the
// gateway use a public key as a shared secret.
enum class Algorithm { kHs256, kRs256, kEs256, kEdDsa };

// Reads "RS256" and so on. Returns nothing for any other word.
std::optional<Algorithm> AlgorithmNamed(std::string_view name);

// The demands of the configuration on tokens.
struct TokenRules {
  // An empty text is not checked.
  std::string audience;
  std::string issuer;
  // Lower-case UUIDs of users who are administrators even if their tokens do not say so.
  std::set<std::string> admin_user_ids;
  bool trust_org_claims = false;
};

// The issuer's clock may differ from this machine's by this much.
inline constexpr absl::Duration kTokenSkew = absl::Seconds(60);
// Longer tokens are refused unread.
inline constexpr size_t kMaxTokenBytes = 8 * 1024;
// The most organisations that are taken from a token, because metadata between processes is limited
// to some KiB.
inline constexpr size_t kMaxOrgClaims = 32;

struct Token {
  Algorithm algorithm;
  // Empty when the header has no kid.
  std::string key_id;
  std::string signing_input;
  // Raw bytes.
  std::string signature;
  // The claim iat.
  std::optional<absl::Time> issued_at = std::nullopt;
  // The caller if the signature is good, without address and user agent. Signed out for a public
  // API key (role anon, no sub).
  rpc::Caller caller;
};

// Returns nothing for a token that is malformed or of another kind, names another algorithm,
// carries extensions or a key of its own, is too early or too late, or is for another audience.
// `sub` must be a user's UUID, except in a public API key.
std::optional<Token> ReadToken(std::string_view text, const TokenRules& rules, absl::Time now);

}  // namespace keys::gateway
