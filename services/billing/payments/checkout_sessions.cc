#include "services/billing/payments/checkout_sessions.h"

#include <algorithm>
#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/billing/orders/bookkeeping.h"
#include "services/billing/payments/stripe_facts.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

// Customer, catalog and coupon may each be mended once and then left out, the expiry may be renewed
// once, and one round is in reserve.
constexpr int kRounds = 8;
// Stripe refuses a session that expires less than half an hour after it is made.
constexpr absl::Duration kShortestSession = absl::Minutes(31);

// Existing clients and Stripe's Dashboard read these names, in snake_case and in camelCase, so none
// may be renamed.
std::map<std::string, std::string> MetadataOf(const StoredOrder& order) {
  const v1::OrderItem& item = order.view.item();
  std::map<std::string, std::string> metadata = {{"order_id", order.id()},
                                                 {"userId", order.user_id},
                                                 {Concat({item.kind(), "Id"}), item.id()},
                                                 {Concat({item.kind(), "Slug"}), item.slug()},
                                                 {"purchaseType", item.kind()}};
  if (order.pays_shortfall()) {
    metadata["purchaseType"] = "shortfall";
    metadata["shortfallOf"] = order.parent_id;
  }
  return metadata;
}

absl::Status NoLongerOpen() {
  return error::Make(error::Reason::CONFLICT,
                     "Another checkout took this one's place. Start again to see the price now.");
}

}  // namespace

absl::StatusOr<Sent> CheckoutSessions::Ask(const StoredOrder& order,
                                           const SessionSupplies::Supplies& needed,
                                           Deadline deadline) const {
  PlannedPost planned{.subject = CheckoutSubject(order.id())};
  planned.order_id = order.id();
  // OrderSync looks for the session, and ends the order when there is none.
  planned.caller_looks = true;
  planned.post = stripe::CreateSession(
      {.price_id = needed.price_id,
       .inline_prices = needed.inline_prices,
       .coupon_id = needed.coupon_id,
       .customer_id = needed.customer_id,
       .success_url = order.success_url,
       .cancel_url = order.cancel_url,
       .expires_at = std::max(order.expires_at, parts_.clock.Now() + kShortestSession),
       .client_reference_id = order.id(),
       .metadata = MetadataOf(order)});
  // This runs under the order's lock, so an order that was closed meanwhile gets no session.
  planned.before = [&](pg::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
    return now.has_value() && now->open() ? absl::OkStatus() : NoLongerOpen();
  };
  planned.on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    // An answer that is not this order's session counts as no answer, so the same request is sent
    // again later.
    const absl::StatusOr<stripe::Session> read = stripe::ParseSession(answer.body);
    if (!read.ok() || read->order_id != order.id()) {
      log::Error("stripe.strange_answer", {{"order_id", order.id()}, {"why", "no such session"}});
      return stripe::ToClientStatus(stripe::Answer{});
    }
    const stripe::Session& session = *read;
    ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
    // The session came after the order was given up for lack of one, so nobody gets its address.
    ASSIGN_OR_RETURN(const auto own, parts_.stripe.FindSessionOfOrder(tx, order.id()));
    if (!own.has_value() && !now->open() && !now->paid_at.has_value()) return NoLongerOpen();
    RETURN_IF_ERROR(parts_.stripe.PutSession(tx, order.id(), session, parts_.clock.Now()));
    return parts_.ledger
        .Record(tx, *now, {FactOf(session, DelayedPayment::kNotFailed)}, {CauseKind::kCheckout})
        .status();
  };
  return parts_.requests.Send(planned, deadline);
}

absl::Status CheckoutSessions::Fail(const StoredOrder& order, const stripe::Answer& answer) const {
  log::Error("stripe.session_refused", {{"order_id", order.id()},
                                        {"error_code", answer.error_code},
                                        {"error_param", answer.error_param}});
  if (answer.error_code == "amount_too_small") {
    parts_.minimums.Refused(order.view.currency(), order.view.amount_cents());
  }
  RETURN_IF_ERROR(pg::RunTransaction(
      parts_.pool, Deadline::After(kBookkeepingLimit), [&](pg::Transaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
        Fact fact{FactKind::kRefused, CheckoutSubject(order.id())};
        return parts_.ledger.Record(tx, *now, {fact}, {CauseKind::kCheckout}).status();
      }));
  return stripe::ToClientStatus(answer);
}

absl::StatusOr<StoredSession> CheckoutSessions::Open(const StoredOrder& order, const ItemText& text,
                                                     const std::string& email,
                                                     Deadline deadline) const {
  const SessionSupplies::Wish wish{order, text, email};
  SessionSupplies::Tried tried;
  for (int round = 0; round < kRounds; ++round) {
    ASSIGN_OR_RETURN(const auto needed, parts_.supplies.Gather(wish, tried, deadline));
    ASSIGN_OR_RETURN(const Sent sent, Ask(order, needed, deadline));
    if (sent.done()) {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
      ASSIGN_OR_RETURN(auto session, parts_.stripe.FindSession(db, sent.object_id));
      if (!session.has_value()) return absl::InternalError("a session was not recorded");
      return *std::move(session);
    }
    if (stripe::IsDefiniteRefusal(sent.answer)) {
      ASSIGN_OR_RETURN(const bool again, parts_.supplies.Mend(wish, sent.answer, tried, deadline));
      if (again) continue;
      return Fail(order, sent.answer);
    }
    if (sent.answer.verdict == stripe::Verdict::kUnknown) {
      // The session may exist at Stripe all the same, so it is looked for before we give up.
      RETURN_IF_ERROR(parts_.sync.Refresh(order.id(), {CauseKind::kCheckout}, deadline).status());
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
      ASSIGN_OR_RETURN(auto session, parts_.stripe.FindSessionOfOrder(db, order.id()));
      if (session.has_value() && !session->url.empty()) return *std::move(session);
    }
    return stripe::ToClientStatus(sent.answer);
  }
  return stripe::ToClientStatus(stripe::Answer{});
}

// Returns true when there is no session and will be none, so that the order can end without Stripe.
absl::StatusOr<bool> CheckoutSessions::Abandon(const StoredOrder& order, const Cause& cause,
                                               Deadline deadline) const {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<bool> {
        ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
        ASSIGN_OR_RETURN(const auto request,
                         parts_.stripe.FindLatestRequest(tx, CheckoutSubject(order.id())));
        const bool refused = request.has_value() && request->state == RequestState::kRefused;
        if (request.has_value() && !refused) return false;
        const Fact fact{refused ? FactKind::kRefused : FactKind::kAbandoned};
        RETURN_IF_ERROR(parts_.ledger.Record(tx, *now, {fact}, cause).status());
        return true;
      });
}

absl::StatusOr<CheckoutSessions::Closed> CheckoutSessions::RefreshEnd(const StoredOrder& order,
                                                                      const Cause& cause,
                                                                      Deadline deadline) const {
  ASSIGN_OR_RETURN(const OrderState state, parts_.sync.Refresh(order.id(), cause, deadline));
  if (state.settled) return Closed::kPaid;
  if (state.awaiting_payment) return Closed::kAwaitingPayment;
  if (state.status != OrderStatus::kOpen) return Closed::kClosed;
  return stripe::ToClientStatus(stripe::Answer{});
}

// Finds a session that was asked for but is not known here. The same request is sent once more,
// because Stripe answers a repeated key as it did before; otherwise the session is looked for. If
// nothing is returned, there is none and the order is closed.
absl::StatusOr<std::optional<std::string>> CheckoutSessions::FindOut(const StoredOrder& order,
                                                                     const Cause& cause,
                                                                     Deadline deadline) const {
  if (parts_.clock.Now() < order.expires_at) {
    ASSIGN_OR_RETURN(const Sent sent, Ask(order, {}, deadline));
    if (sent.done()) return std::optional<std::string>(sent.object_id);
    if (sent.answer.verdict == stripe::Verdict::kRefused) {
      Fail(order, sent.answer).IgnoreError();
      return std::optional<std::string>();
    }
    if (sent.answer.verdict == stripe::Verdict::kNotTaken) {
      return stripe::ToClientStatus(sent.answer);
    }
  }
  ASSIGN_OR_RETURN(const OrderState state, parts_.sync.Refresh(order.id(), cause, deadline));
  if (state.status != OrderStatus::kOpen) return std::optional<std::string>();
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto session, parts_.stripe.FindSessionOfOrder(db, order.id()));
  if (!session.has_value()) return stripe::ToClientStatus(stripe::Answer{});
  return std::optional<std::string>(session->session_id);
}

absl::StatusOr<CheckoutSessions::Closed> CheckoutSessions::Close(const StoredOrder& order,
                                                                 const Cause& cause,
                                                                 Deadline deadline) const {
  ASSIGN_OR_RETURN(const bool abandoned, Abandon(order, cause, deadline));
  if (abandoned) return Closed::kClosed;
  std::optional<std::string> session_id;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto session, parts_.stripe.FindSessionOfOrder(db, order.id()));
    if (session.has_value()) session_id = session->session_id;
  }
  if (!session_id.has_value()) {
    ASSIGN_OR_RETURN(session_id, FindOut(order, cause, deadline));
    if (!session_id.has_value()) return Closed::kClosed;
  }
  ASSIGN_OR_RETURN(const Sent sent,
                   parts_.requests.Send({.subject = Concat({"ord_", order.id(), ":expire"}),
                                         .post = stripe::ExpireSession(*session_id),
                                         .order_id = order.id(),
                                         .repeatable = true},
                                        deadline));
  const bool tells = sent.done() || sent.answer.verdict == stripe::Verdict::kRefused;
  if (!tells) return stripe::ToClientStatus(sent.answer);
  // Whatever the answer was, only the session itself tells its state.
  return RefreshEnd(order, cause, deadline);
}

}  // namespace keys::billing
