#include "services/billing/payments/refunder.h"

#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"
#include "services/billing/orders/bookkeeping.h"
#include "services/billing/payments/stripe_facts.h"
#include "services/billing/stripe/answers.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

using error::Reason;

// A refund that we decided on and that Stripe refused is requested again after this time.
constexpr absl::Duration kAskAgain = absl::Minutes(10);
// After this time nobody who ordered a refund is still sending it.
constexpr absl::Duration kLeftAlone = absl::Seconds(30);
constexpr int kDrivenAtOnce = 20;

std::string RefundSubject(const std::string& order_id, const std::string& name) {
  return Concat({"ord_", order_id, ":refund:", name});
}

absl::Status ToStatus(const stripe::Answer& answer) {
  if (!stripe::IsDefiniteRefusal(answer)) return stripe::ToClientStatus(answer);
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
  const bool names_another = !session.order_id.empty() && session.order_id != order_id;
  if (session.livemode != order->livemode || session.id != known->session_id || names_another) {
    log::Error("refund.not_ours", {{"order_id", order_id}, {"session", session.id}});
    return absl::OkStatus();
  }
  if (session.payment_status == stripe::PaymentStatus::kNoPaymentRequired) return absl::OkStatus();
  if (session.payment_status != stripe::PaymentStatus::kPaid || session.payment_intent.empty()) {
    log::Error("refund.not_confirmed", {{"order_id", order_id}, {"session", session.id}});
    parts_.metrics
        .Counter("keys_refunds_not_confirmed_total",
                 "Looks at payments that did not fit and that Stripe does not know of.")
        .Increment();
    return absl::OkStatus();
  }
  return SendDue(*order, session.payment_intent, deadline);
}

// Nothing more is to be done only if somebody else has refunded the payment already, or if the bank
// decides about it. After any other refusal (of the account's balance, for example) the money is
// still due, and the refund is requested again, not too often.
absl::Status Refunder::SendDue(const StoredOrder& order, const std::string& payment_intent,
                               Deadline deadline) const {
  const absl::Status later =
      error::Make(Reason::UNAVAILABLE, "Stripe refused this refund; it stays due.");
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto last,
                     parts_.stripe.FindLatestRequest(db, RefundSubject(order.id(), "auto")));
    const bool refused_lately = last.has_value() && last->state == RequestState::kRefused &&
                                parts_.clock.Now() - last->updated_at < kAskAgain;
    if (refused_lately) return later;
  }
  ASSIGN_OR_RETURN(const Sent sent, Post(order, payment_intent, {.name = "auto"}, deadline));
  if (sent.done()) return absl::OkStatus();
  if (!stripe::IsDefiniteRefusal(sent.answer)) return stripe::ToClientStatus(sent.answer);
  const bool needless = stripe::RuleOf(sent.answer).action == stripe::Action::kClose;
  log::Warning(needless ? "refund.not_needed" : "refund.refused",
               {{"order_id", order.id()}, {"error_code", sent.answer.error_code}});
  return needless ? absl::OkStatus() : later;
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
  RETURN_IF_ERROR(parts_.sync.Refresh(order_id, {CauseKind::kRefund}, deadline).status());
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
  ASSIGN_OR_RETURN(const Sent sent, Post(order, payment_intent, refund, deadline));
  return sent.done() ? absl::OkStatus() : ToStatus(sent.answer);
}

// Runs in the transaction that records the answer.
absl::Status Refunder::Keep(pg::Transaction& tx, const std::string& order_id,
                            const stripe::Answer& answer) const {
  const absl::StatusOr<stripe::Refund> made = stripe::ParseRefund(answer.body);
  if (!made.ok()) return stripe::ToClientStatus(stripe::Answer{});
  ASSIGN_OR_RETURN(const auto now, parts_.ledger.Open(tx, order_id));
  if (!now.has_value()) return absl::InternalError("a refund of no order");
  RETURN_IF_ERROR(parts_.stripe.PutRefund(tx, order_id, *made, parts_.clock.Now()));
  return parts_.ledger.Record(tx, *now, {FactOf(*made)}, {CauseKind::kRefund}).status();
}

absl::StatusOr<Sent> Refunder::Post(const StoredOrder& order, const std::string& payment_intent,
                                    const RefundOrder& refund, Deadline deadline) const {
  // The name makes the refund recognisable at Stripe, should its answer never come.
  std::map<std::string, std::string> metadata = {{"order_id", order.id()}, {"refund", refund.name}};
  if (!refund.line_id.empty()) metadata["order_line_id"] = refund.line_id;
  PlannedPost planned{.subject = RefundSubject(order.id(), refund.name)};
  planned.order_id = order.id();
  // A refund without an amount refunds what is left, so a repetition refunds nothing more.
  planned.repeatable = !refund.amount_cents.has_value();
  planned.post = stripe::CreateRefund({.payment_intent = payment_intent,
                                       .amount = refund.amount_cents,
                                       .metadata = std::move(metadata)});
  planned.before = refund.before;
  planned.on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) {
    return Keep(tx, order.id(), answer);
  };
  return parts_.requests.Send(planned, deadline);
}

absl::Status Refunder::DriveOn(absl::Duration each) const {
  std::vector<OpenRefund> open;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(Deadline::After(kBookkeepingLimit)));
    ASSIGN_OR_RETURN(
        open, parts_.stripe.ListOpenRefunds(db, parts_.clock.Now() - kLeftAlone, kDrivenAtOnce));
  }
  for (const OpenRefund& refund : open) {
    PlannedPost planned{.subject = refund.subject};
    planned.order_id = refund.order_id;
    // Only requests that were written down are sent. If a refund was given up, its administrator
    // decides what follows.
    planned.before = [](pg::Transaction&) {
      return error::Make(Reason::CONFLICT, "The refund is not under way any more.");
    };
    planned.on_done = [&](pg::Transaction& tx, const stripe::Answer& answer) {
      return Keep(tx, refund.order_id, answer);
    };
    const absl::StatusOr<Sent> sent = parts_.requests.Send(planned, Deadline::After(each));
    const bool refused = sent.ok() && stripe::IsDefiniteRefusal(sent->answer);
    log::Info(
        "refund.driven_on",
        {{"order_id", refund.order_id}, {"done", sent.ok() && sent->done()}, {"refused", refused}});
    if (sent.ok() && sent->answer.verdict == stripe::Verdict::kNotTaken) break;
  }
  return absl::OkStatus();
}

}  // namespace keys::billing
