#include "services/billing/domain/webhook_signature.h"

#include <charconv>
#include <cstdint>
#include <utility>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"

namespace keys::billing {
namespace {

// Stripe signs with one v1 for each active secret, and no rotation has more than this.
constexpr std::size_t kMaxSignatures = 20;
constexpr std::size_t kMaxHeaderLength = 4096;
// This many digits count seconds until the year 5138.
constexpr std::size_t kMaxTimestampDigits = 11;

struct ParsedHeader {
  std::string_view timestamp;
  int64_t seconds = 0;
  std::vector<std::string_view> signatures;
};

bool ParseTimestamp(std::string_view text, int64_t& seconds) {
  if (text.empty() || text.size() > kMaxTimestampDigits) return false;
  for (char c : text) {
    if (!IsDigit(c)) return false;
  }
  return std::from_chars(text.data(), text.data() + text.size(), seconds).ec == std::errc();
}

bool ParseHeader(std::string_view header, ParsedHeader& parsed) {
  if (header.size() > kMaxHeaderLength) return false;
  for (std::string_view part : Split(header, ',')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view scheme = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (scheme == "t") {
      if (!parsed.timestamp.empty() || !ParseTimestamp(value, parsed.seconds)) return false;
      parsed.timestamp = value;
    } else if (scheme == "v1") {
      parsed.signatures.push_back(value);
    }
  }
  return !parsed.timestamp.empty() && !parsed.signatures.empty() &&
         parsed.signatures.size() <= kMaxSignatures;
}

}  // namespace

WebhookVerifier::WebhookVerifier(std::vector<std::string> secrets) {
  for (std::string& secret : secrets) {
    if (secret.find_first_not_of(" \t") != std::string::npos) {
      secrets_.push_back(std::move(secret));
    }
  }
}

SignatureVerdict WebhookVerifier::Verify(std::string_view body, std::string_view header,
                                         absl::Time now) const {
  if (secrets_.empty()) return SignatureVerdict::kDisabled;
  ParsedHeader parsed;
  if (!ParseHeader(header, parsed)) return SignatureVerdict::kMalformed;
  const std::string message = Concat({parsed.timestamp, ".", body});
  bool fits = false;
  for (const std::string& secret : secrets_) {
    const std::string expected = crypto::HexEncode(crypto::HmacSha256(secret, message));
    for (std::string_view signature : parsed.signatures) {
      // The loop does not end early, because its duration must not tell which secret fits.
      fits = crypto::ConstantTimeEqual(expected, signature) || fits;
    }
  }
  if (!fits) return SignatureVerdict::kForged;
  const absl::Duration age = now - absl::FromUnixSeconds(parsed.seconds);
  // Whole seconds count, as in Stripe's libraries: 300.9 s after t is still 300.
  if (age >= kSignatureTolerance + absl::Seconds(1)) return SignatureVerdict::kTooOld;
  return age < -kSignatureTolerance ? SignatureVerdict::kTooNew : SignatureVerdict::kValid;
}

std::string_view WordOf(SignatureVerdict verdict) {
  switch (verdict) {
    case SignatureVerdict::kValid:
      return "valid";
    case SignatureVerdict::kDisabled:
      return "disabled";
    case SignatureVerdict::kMalformed:
      return "malformed";
    case SignatureVerdict::kForged:
      return "forged";
    case SignatureVerdict::kTooOld:
      return "too_old";
    case SignatureVerdict::kTooNew:
      return "too_new";
  }
  return "";
}

}  // namespace keys::billing
