// Makes facts about an order (domain/order_state.h) from Stripe's objects. Pure.
#pragma once

#include <string_view>

#include "services/billing/domain/order_state.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {

// `event_type` is that of the event which carried the session; it is empty when the session was
// retrieved. Only the event says that a delayed payment has failed, because the session itself
// stays complete and unpaid.
Fact FactOf(const stripe::Session& session, std::string_view event_type);
Fact FactOf(const stripe::Charge& charge);
Fact FactOf(const stripe::Refund& refund);
// `retrieval` is 0 for an event's snapshot.
Fact FactOf(const stripe::Dispute& dispute, int64_t retrieval);

// Returns the number of the next retrieval of this dispute.
int64_t NextRetrieval(const std::vector<Fact>& facts, std::string_view dispute_id);

}  // namespace keys::billing
