// The `expand` parameter: puts objects in the place of their ids, and adds fields that Stripe shows
// only when asked (a session's line_items).
#pragma once

#include <optional>

#include "tests/fakes/stripe_sandbox/outcome.h"
#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {

// `paths`: an array of "payment_intent.latest_charge"; for lists they begin with "data".
std::optional<ApiError> Expand(const Transaction& tx, const Json& paths, Json* answer);

}  // namespace stripe_sandbox
