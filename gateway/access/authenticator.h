// Finds out from the Authorization header who sends a request.
//
//   authenticator.Authenticate(header, [](absl::StatusOr<rpc::Caller> caller) { … });
//
// Without the header the caller is not signed in. A header without a good bearer token always gets
// the same UNAUTHENTICATED error, so that an attacker does not learn what is wrong with it.
// UNAVAILABLE only until the issuer's keys were fetched for the first time. Thread-safe.
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
    // The shared secret of HS256. If it is empty, HS256 tokens are refused.
    std::string shared_secret;
    TokenRules rules;
    // Whether somebody is refused although their token is good, because they were erased. An empty
    // function refuses nobody.
    std::function<bool(const std::string& user_id, std::optional<absl::Time> issued_at)> barred;
  };
  // `jwks` may be null, and only HS256 is accepted then.
  Authenticator(Options options, JwksSource* jwks, const Clock& clock)
      : options_(std::move(options)), jwks_(jwks), clock_(clock) {}

  using Done = std::function<void(absl::StatusOr<rpc::Caller>)>;
  // Whether the good token of an erased person is refused or taken all the same.
  enum class Barred { kRefuse, kTake };
  // `header` is the field's value, or nothing when it is absent. `done` is called once, on this
  // thread or on the key source's.
  void Authenticate(const std::optional<std::string>& header, Done done,
                    Barred barred = Barred::kRefuse) const;

 private:
  bool VerifyShared(const Token& token) const;
  // Decides about a token whose signature is good.
  absl::StatusOr<rpc::Caller> Admit(const Token& token, Barred barred) const;

  const Options options_;
  JwksSource* const jwks_;
  const Clock& clock_;
};

// The answer to every token that is refused.
absl::Status Unauthenticated();

}  // namespace keys::gateway
