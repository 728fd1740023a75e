#include "services/billing/payments/stripe_facts.h"

#include <algorithm>

#include "services/billing/domain/stripe_states.h"

namespace keys::billing {
namespace {

constexpr std::string_view kDelayedPaymentFailed = "checkout.session.async_payment_failed";

// Returns the word of a SessionState. For a complete session that is Stripe's own word for the
// payment, also one that Stripe adds later.
std::string WordOfSession(const stripe::Session& session, DelayedPayment delayed) {
  if (delayed == DelayedPayment::kFailed) return std::string(WordOf(SessionState::kAsyncFailed));
  switch (session.status) {
    case stripe::SessionStatus::kComplete:
      return session.payment_word;
    case stripe::SessionStatus::kExpired:
      return std::string(WordOf(SessionState::kExpired));
    case stripe::SessionStatus::kOpen:
    case stripe::SessionStatus::kOther:
      break;
  }
  return std::string(WordOf(SessionState::kOpen));
}

}  // namespace

DelayedPayment DelayedPaymentIn(std::string_view event_type) {
  return event_type == kDelayedPaymentFailed ? DelayedPayment::kFailed : DelayedPayment::kNotFailed;
}

Fact FactOf(const stripe::Session& session, DelayedPayment delayed) {
  Fact fact;
  fact.kind = FactKind::kSession;
  fact.object_id = session.id;
  fact.state = WordOfSession(session, delayed);
  fact.amount_cents = session.amount_subtotal;
  fact.other_cents = session.amount_discount;
  fact.currency = session.currency;
  fact.livemode = session.livemode;
  return fact;
}

Fact FactOf(const stripe::Charge& charge) {
  Fact fact;
  fact.kind = FactKind::kCharge;
  fact.object_id = charge.id;
  fact.state = charge.status;
  fact.amount_cents = charge.amount;
  fact.other_cents = charge.amount_refunded;
  fact.currency = charge.currency;
  fact.livemode = charge.livemode;
  return fact;
}

Fact FactOf(const stripe::Refund& refund) {
  Fact fact;
  fact.kind = FactKind::kRefund;
  fact.object_id = refund.id;
  fact.state = refund.status;
  fact.amount_cents = refund.amount;
  fact.currency = refund.currency;
  fact.order_line_id = refund.order_line_id;
  return fact;
}

Fact FactOf(const stripe::Dispute& dispute, int64_t retrieval) {
  Fact fact;
  fact.kind = FactKind::kDispute;
  fact.object_id = dispute.id;
  fact.state = dispute.status;
  fact.amount_cents = dispute.amount;
  fact.currency = dispute.currency;
  fact.livemode = dispute.livemode;
  fact.number = retrieval;
  return fact;
}

int64_t NextRetrieval(const std::vector<Fact>& facts, std::string_view dispute_id) {
  int64_t last = 0;
  for (const Fact& fact : facts) {
    const bool same = fact.kind == FactKind::kDispute && fact.object_id == dispute_id;
    if (same) last = std::max(last, fact.number);
  }
  return last + 1;
}

}  // namespace keys::billing
