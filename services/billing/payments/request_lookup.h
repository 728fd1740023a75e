// Looks at Stripe for what a request made, when its answer never came or never will.
//
//   ASSIGN_OR_RETURN(const RequestLookup::Found found, lookup.Find(request, deadline));
//
// Only among what can be it: by id, or among the objects that the request's own parameters and time
// narrow Stripe's list to; never through everybody's. Which object that is: stripe/lookup.h.
// Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/time/deadline.h"
#include "services/billing/payments/stripe_store.h"
#include "services/billing/stripe/requests.h"
#include "services/billing/stripe/stripe_client.h"

namespace keys::billing {

class RequestLookup {
 public:
  explicit RequestLookup(stripe::StripeClient& client) : client_(client) {}

  struct Found {
    // The object.
    std::optional<std::string> json;
    // Everything that could be it was seen, so that absence means there is none.
    bool complete = false;
  };
  // Errors as stripe::Retrieve.
  absl::StatusOr<Found> Find(const StoredRequest& request, Deadline deadline) const;

 private:
  absl::StatusOr<Found> FindInList(const stripe::Post& post, const std::string& list,
                                   Deadline deadline) const;

  stripe::StripeClient& client_;
};

}  // namespace keys::billing
