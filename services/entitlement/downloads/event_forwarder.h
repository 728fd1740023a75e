// Takes download events from the outbox to analytics. Idempotent: an event's id is its own.
//
//   outbox::Relay relay(parts, ForwardTo(analytics));
#pragma once

#include <vector>

#include "common/outbox/relay.h"
#include "services/analytics/client.h"

namespace keys::entitlement {

// `analytics` outlives the lanes.
std::vector<outbox::LaneOptions> ForwardTo(analytics::AnalyticsClient& analytics);

}  // namespace keys::entitlement
