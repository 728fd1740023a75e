// Who sends a request, from its Authorization header.
//
//   authenticator.Authenticate(header, [](absl::StatusOr<rpc::Caller> caller) { … });
//
// No header: a caller that is not signed in. A header that is not a good bearer token: always the
// same UNAUTHENTICATED error, whatever is wrong with it, so that it tells nothing. UNAVAILABLE only
// while the issuer's keys were never fetched. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "gateway/access/jwks_source.h"
#include "gateway/access/token.h"

namespace keys::gateway {

class Authenticator {
 public:
  struct Options {
    // HS256's shared secret; empty = HS256 tokens are refused.
    std::string shared_secret;
    TokenRules rules;
    // Whether somebody stays out although their token is good: they were erased. Empty: nobody
    // does.
    std::function<bool(const std::string& user_id, std::optional<absl::Time> issued_at)> barred;
  };
  // `jwks` may be null: then only HS256 is accepted.
  Authenticator(Options options, JwksSource* jwks, const Clock& clock)
      : options_(std::move(options)), jwks_(jwks), clock_(clock) {}

  using Done = std::function<void(absl::StatusOr<rpc::Caller>)>;
  // Whether the good token of somebody who stays out is taken all the same.
  enum class Barred { kRefuse, kTake };
  // `header`: the field's value; nothing when absent. `done` is called once, on this thread or on
  // the key source's.
  void Authenticate(const std::optional<std::string>& header, Done done,
                    Barred barred = Barred::kRefuse) const;

 private:
  bool VerifyShared(const Token& token) const;
  // What becomes of a token whose signature is good.
  absl::StatusOr<rpc::Caller> Admit(const Token& token, Barred barred) const;

  const Options options_;
  JwksSource* const jwks_;
  const Clock& clock_;
};

// What every refused token is answered with.
absl::Status Unauthenticated();

}  // namespace keys::gateway
