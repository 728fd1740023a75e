// Takes download events from the outbox to analytics. Idempotent: an event's id is its own.
//
//   outbox::Relay relay(parts, ForwardTo(analytics));
#pragma once

#include "common/outbox/relay.h"
#include "services/analytics/client.h"

namespace keys::entitlement {

// `analytics` outlives the handler.
outbox::Handler ForwardTo(analytics::AnalyticsClient& analytics);

}  // namespace keys::entitlement
