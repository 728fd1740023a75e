#include "services/billing/payments/order_sync.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"
#include "services/billing/domain/stripe_states.h"
#include "services/billing/orders/bookkeeping.h"
#include "services/billing/payments/stripe_facts.h"
#include "services/billing/stripe/answers.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

// The clocks of this machine and of Stripe may differ by this much.
constexpr absl::Duration kClockSkew = absl::Minutes(5);
// This long after a request was first sent, Stripe no longer works on it.
constexpr absl::Duration kRequestInFlight = absl::Seconds(30);

// An answer that cannot be the object that was asked for counts as no answer.
absl::Status NotWhatWasAsked(const std::string& order_id, std::string_view why) {
  log::Error("stripe.strange_answer", {{"order_id", order_id}, {"why", why}});
  return stripe::ToClientStatus(stripe::Answer{});
}

// Returns the state of an order about which nothing new is known.
OrderState StateOf(const StoredOrder& order) {
  OrderState state;
  state.settled = order.paid_at.has_value();
  state.awaiting_payment = order.awaiting_payment;
  if (!order.open()) state.status = state.settled ? OrderStatus::kPaid : OrderStatus::kExpired;
  return state;
}

absl::Status UnknownOrder() {
  return error::Make(error::Reason::NOT_FOUND, "There is no such order.");
}

}  // namespace

std::string CheckoutSubject(const std::string& order_id) {
  return Concat({"ord_", order_id, ":checkout"});
}

// A delayed payment that failed shows only in its payment intent. The session stays complete and
// unpaid.
absl::StatusOr<DelayedPayment> OrderSync::DelayedPaymentOf(const stripe::Session& session,
                                                           Deadline deadline) const {
  const bool delayed = session.status == stripe::SessionStatus::kComplete &&
                       session.payment_status == stripe::PaymentStatus::kUnpaid &&
                       !session.payment_intent.empty();
  if (!delayed) return DelayedPayment::kNotFailed;
  ASSIGN_OR_RETURN(
      const std::string body,
      Retrieve(Concat({"/v1/payment_intents/", stripe::PercentEncode(session.payment_intent)}),
               deadline));
  const auto intent = stripe::ParsePaymentIntent(body);
  if (!intent.ok()) return DelayedPayment::kNotFailed;
  const bool failed = intent->status == stripe::IntentStatus::kRequiresPaymentMethod ||
                      intent->status == stripe::IntentStatus::kCanceled;
  return failed ? DelayedPayment::kFailed : DelayedPayment::kNotFailed;
}

absl::StatusOr<OrderState> OrderSync::RecordSession(const std::string& order_id,
                                                    const stripe::Session& session,
                                                    const Cause& cause, Deadline deadline) const {
  ASSIGN_OR_RETURN(const DelayedPayment delayed, DelayedPaymentOf(session, deadline));
  return pg::RunTransaction(
      parts_.pool, Deadline::After(kBookkeepingLimit),
      [&](pg::Transaction& tx) -> absl::StatusOr<OrderState> {
        ASSIGN_OR_RETURN(const auto order, parts_.ledger.Open(tx, order_id));
        if (!order.has_value()) return UnknownOrder();
        RETURN_IF_ERROR(parts_.stripe.PutSession(tx, order_id, session, parts_.clock.Now()));
        ASSIGN_OR_RETURN(OrderState state,
                         parts_.ledger.Record(tx, *order, {FactOf(session, delayed)}, cause));
        RETURN_IF_ERROR(failpoint::Reach("billing.sync.recording", tx.deadline()));
        return state;
      });
}

absl::StatusOr<OrderState> OrderSync::RecordFact(const std::string& order_id, const Fact& fact,
                                                 const Cause& cause) const {
  return pg::RunTransaction(parts_.pool, Deadline::After(kBookkeepingLimit),
                            [&](pg::Transaction& tx) -> absl::StatusOr<OrderState> {
                              ASSIGN_OR_RETURN(const auto order, parts_.ledger.Open(tx, order_id));
                              if (!order.has_value()) return UnknownOrder();
                              return parts_.ledger.Record(tx, *order, {fact}, cause);
                            });
}

// The account of the shop's key does not know the session: it belongs to another account, or test
// data was deleted. It can no longer be paid through this shop. If it is paid all the same and an
// event reports it, that settles the order as usual. A debit under way is waited for until the
// session's hour is over.
absl::StatusOr<OrderState> OrderSync::RecordGone(const StoredOrder& order,
                                                 const StoredSession& session,
                                                 const Cause& cause) const {
  log::Error("stripe.session_gone", {{"order_id", order.id()}, {"session", session.session_id}});
  const bool waits = order.awaiting_payment && parts_.clock.Now() < session.expires_at;
  if (waits || !order.open()) return StateOf(order);
  Fact fact{FactKind::kSession, session.session_id};
  fact.state = WordOf(SessionState::kGone);
  fact.currency = order.view.currency();
  fact.livemode = order.livemode;
  return RecordFact(order.id(), fact, cause);
}

absl::StatusOr<OrderState> OrderSync::RefreshKnown(const StoredOrder& order,
                                                   const StoredSession& session, const Cause& cause,
                                                   Deadline deadline) const {
  const absl::StatusOr<std::string> body = Retrieve(
      Concat({"/v1/checkout/sessions/", stripe::PercentEncode(session.session_id)}), deadline);
  const error::Reason reason = error::ReasonOf(body.status());
  const bool over = parts_.clock.Now() > session.expires_at + kClockSkew;
  const bool hidden = reason == error::Reason::UNAVAILABLE && over && !order.awaiting_payment;
  if (reason == error::Reason::NOT_FOUND || hidden) return RecordGone(order, session, cause);
  RETURN_IF_ERROR(body.status());
  const absl::StatusOr<stripe::Session> found = stripe::ParseSession(*body);
  if (!found.ok()) return NotWhatWasAsked(order.id(), MessageOf(found.status()));
  // Its metadata may have been cleared, but it is the session that is stored for this order.
  const bool names_another = !found->order_id.empty() && found->order_id != order.id();
  if (found->id != session.session_id || names_another) {
    return NotWhatWasAsked(order.id(), "another session");
  }
  return RecordSession(order.id(), *found, cause, deadline);
}

// Nobody was given the address of a session that is not known here, so nobody can pay it. The order
// ends once Stripe no longer works on the request and a search has not found the session, and in
// any case when the session's hour is over.
absl::StatusOr<OrderState> OrderSync::RefreshUnknown(const StoredOrder& order, const Cause& cause,
                                                     Deadline deadline) const {
  const absl::Time now = parts_.clock.Now();
  const bool over = now > order.expires_at;
  std::optional<StoredRequest> request;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(request, parts_.stripe.FindLatestRequest(db, CheckoutSubject(order.id())));
  }
  const bool asked = request.has_value() && request->state != RequestState::kRefused;
  if (asked) {
    const absl::StatusOr<RequestLookup::Found> found = parts_.lookup.Find(*request, deadline);
    // A key that may not read sessions finds none, and an outage says nothing.
    const bool hidden = error::ReasonOf(found.status()) == error::Reason::UNAVAILABLE;
    if (!found.ok() && !hidden && !over) return found.status();
    if (found.ok() && found->json.has_value()) {
      const absl::StatusOr<stripe::Session> session = stripe::ParseSession(*found->json);
      if (session.ok()) return RecordSession(order.id(), *session, cause, deadline);
      if (!over) return NotWhatWasAsked(order.id(), MessageOf(session.status()));
    }
  }
  const bool in_vain = asked && request->state == RequestState::kUnknown &&
                       now - request->created_at > kRequestInFlight;
  if (over || in_vain) return RecordFact(order.id(), {FactKind::kAbandoned}, cause);
  return StateOf(order);
}

absl::StatusOr<OrderState> OrderSync::Refresh(const std::string& order_id, const Cause& cause,
                                              Deadline deadline) const {
  RETURN_IF_ERROR(failpoint::Reach("billing.sync.looking", deadline));
  std::optional<StoredOrder> order;
  std::optional<StoredSession> session;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, order_id));
    if (!order.has_value()) return UnknownOrder();
    ASSIGN_OR_RETURN(session, parts_.stripe.FindSessionOfOrder(db, order_id));
  }
  if (session.has_value()) return RefreshKnown(*order, *session, cause, deadline);
  return RefreshUnknown(*order, cause, deadline);
}

}  // namespace keys::billing
