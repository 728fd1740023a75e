#include <string>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "services/billing/domain/webhook_signature.h"
#include "services/billing/stripe/form.h"
#include "tests/fakes/stripe_sandbox/form.h"
#include "tests/fuzz/targets.h"

namespace keys::fuzz {

void Form(std::string_view input) {
  using billing::stripe::Form;
  // Anything that is sent is read somehow, and means the same once it is written again.
  const stripe_sandbox::FormPairs pairs = stripe_sandbox::SplitForm(input);
  stripe_sandbox::FormTree(pairs);
  Form form;
  for (const auto& [name, value] : pairs) form.Add(billing::stripe::PercentEncode(name), value);
  const stripe_sandbox::FormPairs again = stripe_sandbox::SplitForm(form.Encode());
  CHECK_THAT(again.size() == pairs.size() || pairs.empty(), "no pair is lost in writing");
  for (size_t i = 0; i < again.size() && i < pairs.size(); ++i) {
    CHECK_THAT(again[i].second == pairs[i].second, "a value survives writing and reading");
  }
  CHECK_THAT(stripe_sandbox::PercentDecode(billing::stripe::PercentEncode(input)) == input,
             "percent-encoding can be undone");
}

void Signature(std::string_view input) {
  static const std::string kSecret = "whsec_fuzz_0123456789abcdef";
  static const std::string kOlder = "whsec_other";
  static const absl::Time kNow = absl::FromUnixSeconds(1'795'435'200);
  const billing::WebhookVerifier verifier({kSecret, kOlder});
  const Lines lines = SplitLine(input);
  const auto verdict = verifier.Verify(lines.rest, lines.first, kNow);
  CHECK_THAT(verdict != billing::SignatureVerdict::kDisabled, "there are secrets");
  if (verdict != billing::SignatureVerdict::kValid) return;
  // Accepted means: the header holds the one right signature of its own time.
  std::string_view time;
  for (const std::string_view part : Split(lines.first, ',')) {
    if (part.starts_with("t=")) time = part.substr(2);
  }
  CHECK_THAT(!time.empty(), "a valid header has a time");
  const std::string message = StrCat(time, ".", lines.rest);
  const auto holds = [&](const std::string& secret) {
    const std::string right = crypto::HexEncode(crypto::HmacSha256(secret, message));
    return lines.first.find(right) != std::string_view::npos;
  };
  CHECK_THAT(holds(kSecret) || holds(kOlder), "nothing but the right one fits");
}

}  // namespace keys::fuzz
