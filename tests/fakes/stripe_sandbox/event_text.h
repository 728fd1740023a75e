// An event as the API and the webhooks show it. The caller holds the store's mutex.
#pragma once

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/store.h"

namespace stripe_sandbox {

// Deliveries of this event that have not succeeded.
int64_t PendingWebhooks(const Store& store, const Json& event);

// Returns the event without the sandbox's own members, with its present pending_webhooks.
Json EventAsShown(const Store& store, const Json& event);

}  // namespace stripe_sandbox
