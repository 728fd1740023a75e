// Reads one object of Stripe's as JSON text.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/time/deadline.h"
#include "services/billing/stripe/stripe_client.h"

namespace keys::billing::stripe {

// Sends GET for `path`, which may have a query. NOT_FOUND when Stripe does not know the object,
// UNAVAILABLE when it refuses permission, STRIPE_UNAVAILABLE. Thread-safe.
absl::StatusOr<std::string> Retrieve(StripeClient& client, const std::string& path,
                                     Deadline deadline);

}  // namespace keys::billing::stripe
