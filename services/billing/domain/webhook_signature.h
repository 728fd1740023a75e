// Decides whether Stripe has signed a webhook body recently with one of the configured secrets
// (docs/contract.md §4, "Webhook").
//
//   const WebhookVerifier verifier({"whsec_new", "whsec_old"});
//   if (verifier.Verify(body, header, clock.Now()) != SignatureVerdict::kValid) …
//
// Stripe-Signature is "t=<unix seconds>,v1=<hex>[,v1=…][,v0=…]"; only v1 counts. A v1 is
// hex(HMAC-SHA-256(secret, t + "." + body)). Every v1 is compared with every secret in constant
// time. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace keys::billing {

// |now − t| may be up to this, in both directions. It is Stripe's default.
inline constexpr absl::Duration kSignatureTolerance = absl::Seconds(300);

enum class SignatureVerdict {
  kValid,
  kDisabled,   // there is no secret: an HMAC with an empty key could be forged
  kMalformed,  // no header, no or several t, no v1
  kForged,     // no v1 fits
  kTooOld,
  kTooNew,
};

class WebhookVerifier {
 public:
  // Blank secrets are dropped.
  explicit WebhookVerifier(std::vector<std::string> secrets);

  bool enabled() const { return !secrets_.empty(); }
  SignatureVerdict Verify(std::string_view body, std::string_view header, absl::Time now) const;

 private:
  std::vector<std::string> secrets_;
};

// Returns a word for logs and metrics: valid, disabled, malformed, forged, too_old, too_new.
std::string_view WordOf(SignatureVerdict verdict);

}  // namespace keys::billing
