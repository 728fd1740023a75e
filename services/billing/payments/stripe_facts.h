// Makes facts about an order (domain/order_state.h) from Stripe's objects. Pure.
#pragma once

#include <string_view>

#include "services/billing/domain/order_state.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {

// What became of a payment that arrives days after its session was completed. The session itself
// does not say that it failed, because it stays complete and unpaid: an event or the payment intent
// does.
enum class DelayedPayment { kNotFailed, kFailed };
// What the event that carries a session says by its type.
DelayedPayment DelayedPaymentIn(std::string_view event_type);

Fact FactOf(const stripe::Session& session, DelayedPayment delayed);
Fact FactOf(const stripe::Charge& charge);
Fact FactOf(const stripe::Refund& refund);
// `retrieval` is 0 for an event's snapshot.
Fact FactOf(const stripe::Dispute& dispute, int64_t retrieval);

// Returns the number of the next retrieval of this dispute.
int64_t NextRetrieval(const std::vector<Fact>& facts, std::string_view dispute_id);

}  // namespace keys::billing
