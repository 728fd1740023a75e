#include "services/billing/refunder.h"

#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"
#include "services/billing/stripe_facts.h"

namespace keys::billing {
namespace {

using error::Reason;

absl::Status ToStatus(const stripe::Answer& answer) {
  if (answer.verdict != stripe::Verdict::kRefused) return stripe::ToClientStatus(answer);
  if (answer.error_code == "charge_already_refunded") {
    return error::Make(Reason::CONFLICT, "Stripe says that this payment is refunded already.");
  }
  if (answer.error_code == "charge_disputed") {
    return error::Make(Reason::CONFLICT, "The payment is disputed: its dispute decides.");
  }
  return error::Make(Reason::CONFLICT, "Stripe refused this refund.");
}

}  // namespace

absl::Status Refunder::GiveBack(const std::string& order_id, Deadline deadline) const {
  RETURN_IF_ERROR(failpoint::Reach("billing.refund.due", deadline));
  std::optional<StoredOrder> order;
  std::optional<StoredSession> known;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, order_id));
    ASSIGN_OR_RETURN(known, parts_.stripe.FindSessionOfOrder(db, order_id));
  }
  if (!order.has_value() || !known.has_value()) {
    return absl::InternalError("a refund is due without an order or its session");
  }
  const std::string path =
      Concat({"/v1/checkout/sessions/", stripe::PercentEncode(known->session_id)});
  ASSIGN_OR_RETURN(const std::string body, parts_.sync.Retrieve(path, deadline));
  ASSIGN_OR_RETURN(const stripe::Session session, stripe::ParseSession(body));
  if (session.livemode != order->livemode || session.order_id != order_id) {
    log::Error("refund.not_ours", {{"order_id", order_id}, {"session", session.id}});
    return absl::OkStatus();
  }
  if (session.payment_status == "no_payment_required") return absl::OkStatus();
  if (session.payment_status != "paid" || session.payment_intent.empty()) {
    log::Error("refund.not_confirmed", {{"order_id", order_id}, {"session", session.id}});
    parts_.metrics
        .Counter("keys_refunds_not_confirmed_total",
                 "Looks at payments that did not fit and that Stripe does not know of.")
        .Increment();
    return absl::OkStatus();
  }
  const absl::Status sent = Post(*order, session.payment_intent, {.name = "auto"}, deadline);
  // Somebody was faster, or the bank decides: there is nothing for us to send.
  if (error::ReasonOf(sent) == Reason::CONFLICT) {
    log::Warning("refund.not_needed", {{"order_id", order_id}, {"why", MessageOf(sent)}});
    return absl::OkStatus();
  }
  return sent;
}

absl::StatusOr<std::string> Refunder::PaymentIntentOf(const std::string& order_id,
                                                      Deadline deadline) const {
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(auto session, parts_.stripe.FindSessionOfOrder(db, order_id));
    if (session.has_value() && !session->payment_intent_id.empty()) {
      return session->payment_intent_id;
    }
  }
  RETURN_IF_ERROR(parts_.sync.Refresh(order_id, {"refund", ""}, deadline).status());
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(auto session, parts_.stripe.FindSessionOfOrder(db, order_id));
  if (session.has_value() && !session->payment_intent_id.empty()) {
    return session->payment_intent_id;
  }
  return error::Make(Reason::CONFLICT, "There is no payment to refund.");
}

absl::Status Refunder::Send(const StoredOrder& order, const RefundOrder& refund,
                            Deadline deadline) const {
  ASSIGN_OR_RETURN(const std::string payment_intent, PaymentIntentOf(order.id(), deadline));
  return Post(order, payment_intent, refund, deadline);
}

absl::Status Refunder::Post(const StoredOrder& order, const std::string& payment_intent,
                            const RefundOrder& refund, Deadline deadline) const {
  std::map<std::string, std::string> metadata = {{"order_id", order.id()}};
  if (!refund.line_id.empty()) metadata["order_line_id"] = refund.line_id;
  PlannedPost planned{.subject = Concat({"ord_", order.id(), ":refund:", refund.name})};
  planned.order_id = order.id();
  planned.post = stripe::CreateRefund({.payment_intent = payment_intent,
                                       .amount = refund.amount_cents,
                                       .metadata = std::move(metadata)});
  planned.before = refund.before;
  planned.on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    const absl::StatusOr<stripe::Refund> made = stripe::ParseRefund(answer.body);
    if (!made.ok()) return stripe::ToClientStatus(stripe::Answer{});
    ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order.id()));
    RETURN_IF_ERROR(parts_.stripe.PutRefund(tx, order.id(), *made, parts_.clock.Now()));
    RETURN_IF_ERROR(parts_.ledger.Record(tx, *now, {FactOf(*made)}, {"refund", ""}).status());
    return refund.after ? refund.after(tx) : absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const Sent sent, parts_.book.Send(planned, deadline));
  return sent.done() ? absl::OkStatus() : ToStatus(sent.answer);
}

}  // namespace keys::billing
