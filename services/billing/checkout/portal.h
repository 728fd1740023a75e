// Makes a link to Stripe's billing portal, anew for each click, because it is short-lived and never
// stored.
//
// The tenant's customer is made when there is none yet. URL_NOT_ALLOWED, STRIPE_UNAVAILABLE.
// Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/rpc/call.h"
#include "services/billing/domain/return_url.h"
#include "services/billing/orders/tenancy.h"
#include "services/billing/payments/checkout_sessions.h"
#include "services/billing/payments/stripe_requests.h"

namespace keys::billing {

class Portal {
 public:
  struct Parts {
    const CheckoutSessions& sessions;
    const StripeRequests& requests;
    const Tenancy& tenancy;
    const ReturnUrlPolicy& urls;
    IdSource& ids;
    // The address of the link back when the request names none. If it is empty, the request must
    // name one.
    const std::string& default_return_url;
  };
  explicit Portal(Parts parts) : parts_(parts) {}

  absl::StatusOr<v1::GetPortalResponse> Get(rpc::Call& call, const v1::GetPortalRequest& request);

 private:
  const Parts parts_;
};

}  // namespace keys::billing
