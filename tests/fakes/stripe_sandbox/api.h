// The API: authentication, faults, idempotency, validation, the operation, and Stripe's headers
// around the answer. Thread-safe.
#pragma once

#include "tests/fakes/stripe_sandbox/http.h"
#include "tests/fakes/stripe_sandbox/world.h"

namespace stripe_sandbox {

HttpReply ServeApi(World& world, const HttpRequest& request);

}  // namespace stripe_sandbox
