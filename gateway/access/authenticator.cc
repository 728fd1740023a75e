#include "gateway/access/authenticator.h"

#include <utility>

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"

namespace keys::gateway {
namespace {

// Reads "Bearer <token>". The scheme may be in any case, with one blank or more behind it (RFC 9110
// §11.4).
std::optional<std::string_view> BearerToken(std::string_view header) {
  constexpr std::string_view kScheme = "bearer ";
  if (header.size() <= kScheme.size() ||
      ToAsciiLower(header.substr(0, kScheme.size())) != kScheme) {
    return std::nullopt;
  }
  header.remove_prefix(kScheme.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  return header;
}

absl::Status Verify(const Token& token, const JwksSource::Answer& answer) {
  if (!answer.known) {
    return error::Make(error::Reason::UNAVAILABLE,
                       "Tokens cannot be checked at the moment. Try again shortly.");
  }
  for (const VerificationKey* key : answer.keys->For(token.algorithm, token.key_id)) {
    if (key->Verify(token.signing_input, token.signature)) return absl::OkStatus();
  }
  return Unauthenticated();
}

}  // namespace

absl::Status Unauthenticated() {
  return error::WithAction(
      error::Make(error::Reason::UNAUTHENTICATED, "This needs a valid bearer token."),
      "Sign in and send the token as 'Authorization: Bearer …'.");
}

void Authenticator::Authenticate(const std::optional<std::string>& header, Done done,
                                 Barred barred) const {
  if (!header.has_value()) return done(rpc::Caller{});
  const auto text = BearerToken(*header);
  auto token =
      text.has_value() ? ReadToken(*text, options_.rules, clock_.Now()) : std::optional<Token>();
  if (!token.has_value()) return done(Unauthenticated());
  if (token->algorithm == Algorithm::kHs256) {
    if (!VerifyShared(*token)) return done(Unauthenticated());
    return done(Admit(*token, barred));
  }
  if (jwks_ == nullptr) return done(Unauthenticated());
  jwks_->Get([this, token = *std::move(token), done = std::move(done),
              barred](const JwksSource::Answer& answer) {
    const absl::Status verified = Verify(token, answer);
    if (!verified.ok()) return done(verified);
    done(Admit(token, barred));
  });
}

absl::StatusOr<rpc::Caller> Authenticator::Admit(const Token& token, Barred barred) const {
  if (barred == Barred::kRefuse && options_.barred != nullptr &&
      options_.barred(token.caller.user_id, token.issued_at)) {
    return Unauthenticated();
  }
  return token.caller;
}

bool Authenticator::VerifyShared(const Token& token) const {
  if (options_.shared_secret.empty()) return false;
  return crypto::ConstantTimeEqual(crypto::HmacSha256(options_.shared_secret, token.signing_input),
                                   token.signature);
}

}  // namespace keys::gateway
