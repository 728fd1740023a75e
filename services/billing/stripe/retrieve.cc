#include "services/billing/stripe/retrieve.h"

#include <utility>

#include "common/error/error.h"
#include "services/billing/stripe/answers.h"

namespace keys::billing::stripe {

absl::StatusOr<std::string> Retrieve(StripeClient& client, const std::string& path,
                                     Deadline deadline) {
  Answer answer = client.Send({.method = "GET", .path = path}, deadline);
  if (answer.done()) return std::move(answer.body);
  if (RuleOf(answer).meaning == Meaning::kGone) {
    return error::Make(error::Reason::NOT_FOUND, "Stripe does not know it.");
  }
  // A refusal of permission says nothing about the object, so it is read again later. It concerns
  // this request only, so it does not end a round as an outage does.
  if (IsDefiniteRefusal(answer)) {
    return error::Make(error::Reason::UNAVAILABLE, "Stripe does not let us read it.");
  }
  return ToClientStatus(answer);
}

}  // namespace keys::billing::stripe
