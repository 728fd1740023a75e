#include "services/billing/checkout/portal.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/billing/stripe/answers.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

constexpr absl::Duration kWholeCall = absl::Seconds(8);

// Stripe refuses this way when the account has no saved portal settings.
absl::Status Refusal(const stripe::Answer& answer) {
  if (!stripe::IsDefiniteRefusal(answer)) return stripe::ToClientStatus(answer);
  return error::WithAction(
      error::Make(error::Reason::CONFLICT, "The shop has no customer portal at Stripe."),
      "Tell the shop: its portal settings have to be saved in Stripe's Dashboard.");
}

}  // namespace

absl::StatusOr<v1::GetPortalResponse> Portal::Get(rpc::Call& call,
                                                  const v1::GetPortalRequest& request) {
  const std::string& wanted =
      request.return_url().empty() ? parts_.default_return_url : request.return_url();
  if (wanted.empty()) {
    return error::Invalid("?returnUrl", "REQUIRED",
                          "'returnUrl' is required where FRONTEND_URL is not set.");
  }
  const std::optional<std::string> return_url = parts_.urls.Allow(wanted);
  if (!return_url.has_value()) {
    return error::Make(error::Reason::URL_NOT_ALLOWED, kReturnUrlNotAllowed);
  }
  const Deadline deadline = call.deadline().Within(kWholeCall);
  ASSIGN_OR_RETURN(const Tenant tenant, parts_.tenancy.RequireBuyer(call, std::nullopt));
  // The second round is for a stored customer that was deleted at Stripe.
  for (int round = 0; round < 2; ++round) {
    ASSIGN_OR_RETURN(const std::string customer,
                     parts_.sessions.EnsureCustomer(tenant, call.caller().email, deadline));
    ASSIGN_OR_RETURN(const Sent sent,
                     parts_.requests.Send({.subject = Concat({"portal_", parts_.ids.NewUuid()}),
                                           .post = stripe::CreatePortal(customer, *return_url)},
                                          deadline));
    if (sent.done()) {
      const absl::StatusOr<std::string> url = stripe::ParseUrl(sent.answer.body);
      if (!url.ok()) return stripe::ToClientStatus(stripe::Answer{});
      v1::GetPortalResponse response;
      response.set_url(*url);
      return response;
    }
    if (stripe::RuleOf(sent.answer).meaning != stripe::Meaning::kGone) return Refusal(sent.answer);
    RETURN_IF_ERROR(parts_.sessions.ForgetCustomer(tenant, deadline));
  }
  return stripe::ToClientStatus(stripe::Answer{});
}

}  // namespace keys::billing
