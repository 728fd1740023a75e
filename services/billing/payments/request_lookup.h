// Looks for the object that a request has made at Stripe, when its answer never came or never will.
//
//   ASSIGN_OR_RETURN(const RequestLookup::Found found, lookup.Find(request, deadline));
//
// It looks by id, or in Stripe's list narrowed by the request's own parameters and time, and never
// through the objects of all buyers. stripe/lookup.h says how the object is recognised.
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
    // The object as JSON.
    std::optional<std::string> json;
    // True when every object that it could be was seen, so that absence means there is none.
    bool complete = false;
  };
  // Errors are those of stripe::Retrieve.
  absl::StatusOr<Found> Find(const StoredRequest& request, Deadline deadline) const;

 private:
  absl::StatusOr<Found> FindInList(const stripe::Post& post, const std::string& list,
                                   Deadline deadline) const;

  stripe::StripeClient& client_;
};

}  // namespace keys::billing
