// Delivers download events from the outbox to analytics. Repeating a delivery is harmless, because
// an event keeps its id.
//
//   outbox::Relay relay(parts, ForwardTo(analytics));
#pragma once

#include <vector>

#include "common/outbox/relay.h"
#include "services/analytics/client.h"

namespace keys::entitlement {

// `analytics` must outlive the lanes.
std::vector<outbox::LaneOptions> ForwardTo(analytics::AnalyticsClient& analytics);

}  // namespace keys::entitlement
