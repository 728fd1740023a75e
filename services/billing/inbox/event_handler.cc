#include "services/billing/inbox/event_handler.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/id/id.h"
#include "common/log/log.h"
#include "services/billing/payments/stripe_facts.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

// A dispute is retrieved while its order is locked, so it may not take long.
constexpr absl::Duration kLockedRetrieval = absl::Seconds(4);

std::string PathOf(std::string_view collection, std::string_view id) {
  return Concat({"/v1/", collection, "/", stripe::PercentEncode(id)});
}

bool IsGone(const absl::Status& status) {
  return error::ReasonOf(status) == error::Reason::NOT_FOUND;
}

}  // namespace

const std::vector<EventHandler::Entry>& EventHandler::Table() {
  static const auto* const table = new std::vector<Entry>{
      {"checkout.session.completed", &EventHandler::OfSession, true},
      {"checkout.session.async_payment_succeeded", &EventHandler::OfSession, true},
      {"checkout.session.async_payment_failed", &EventHandler::OfSession, true},
      {"checkout.session.expired", &EventHandler::OfSession, true},
      {"charge.refunded", &EventHandler::OfCharge},
      {"charge.refund.updated", &EventHandler::OfRefund},
      {"refund.created", &EventHandler::OfRefund},
      {"refund.updated", &EventHandler::OfRefund},
      {"refund.failed", &EventHandler::OfRefund},
      {"charge.dispute.created", &EventHandler::OfDispute},
      {"charge.dispute.updated", &EventHandler::OfDispute},
      {"charge.dispute.closed", &EventHandler::OfDispute},
      {"charge.dispute.funds_withdrawn", &EventHandler::OfDispute},
      {"charge.dispute.funds_reinstated", &EventHandler::OfDispute},
  };
  return *table;
}

std::vector<std::string_view> EventHandler::ListTypes() {
  std::vector<std::string_view> types;
  for (const Entry& entry : Table()) types.push_back(entry.type);
  return types;
}

absl::StatusOr<Handled> EventHandler::Handle(const ClaimedEvent& claimed, Deadline deadline) const {
  ASSIGN_OR_RETURN(const stripe::Event event, stripe::ParseEvent(claimed.payload));
  RETURN_IF_ERROR(failpoint::Reach("billing.event.claimed", deadline));
  const Incoming incoming{event, deadline};
  absl::StatusOr<Handled> handled = Route(incoming);
  // An object that Stripe does not know any more cannot change an order, so the event is closed as
  // gone.
  if (!handled.ok() && IsGone(handled.status())) handled = Close(incoming, {"gone", ""});
  RETURN_IF_ERROR(handled.status());
  RETURN_IF_ERROR(failpoint::Reach("billing.event.applied", deadline));
  Tell(event, *handled);
  return handled;
}

absl::StatusOr<std::optional<Handled>> EventHandler::StoreHandled(const stripe::Event& event,
                                                                  const std::string& payload,
                                                                  Deadline deadline) const {
  const Entry* const entry = EntryOf(event);
  const bool asks = entry != nullptr && NeedsStripe(event, *entry);
  if (WhyNotOurs(event).empty() && asks) return std::optional<Handled>();
  RETURN_IF_ERROR(failpoint::Reach("billing.event.claimed", deadline));
  ASSIGN_OR_RETURN(Handled handled, Route({event, deadline, &payload}));
  RETURN_IF_ERROR(failpoint::Reach("billing.event.applied", deadline));
  Tell(event, handled);
  return std::optional<Handled>(std::move(handled));
}

void EventHandler::Tell(const stripe::Event& event, const Handled& handled) const {
  parts_.metrics
      .Counter("keys_webhook_events_handled_total", "Events of Stripe's, by what came of them.",
               {{"outcome", handled.outcome}})
      .Increment();
  log::Info("webhook.handled", {{"event_id", event.id},
                                {"type", event.type},
                                {"outcome", handled.outcome},
                                {"order_id", handled.order_id}});
}

std::string_view EventHandler::WhyNotOurs(const stripe::Event& event) const {
  if (event.livemode != parts_.livemode) return "other_mode";
  return event.account.empty() ? "" : "other_account";
}

const EventHandler::Entry* EventHandler::EntryOf(const stripe::Event& event) {
  for (const Entry& entry : Table()) {
    if (entry.type == event.type) return &entry;
  }
  return nullptr;
}

bool EventHandler::NeedsStripe(const stripe::Event& event, const Entry& entry) {
  return !entry.by_snapshot || event.api_version != stripe::kApiVersion;
}

absl::StatusOr<Handled> EventHandler::Route(const Incoming& incoming) const {
  const std::string_view not_ours = WhyNotOurs(incoming.event);
  if (!not_ours.empty()) return Close(incoming, {std::string(not_ours), ""});
  const Entry* const entry = EntryOf(incoming.event);
  if (entry == nullptr) return Close(incoming, {"ignored", ""});
  return (this->*entry->handle)(incoming);
}

absl::StatusOr<std::string> EventHandler::ObjectOf(const stripe::Event& event,
                                                   const std::string& path,
                                                   Deadline deadline) const {
  if (event.api_version == stripe::kApiVersion) return event.object_json;
  return parts_.sync.Retrieve(path, deadline);
}

absl::StatusOr<Handled> EventHandler::OfSession(const Incoming& incoming) const {
  const stripe::Event& event = incoming.event;
  const Deadline deadline = incoming.deadline;
  ASSIGN_OR_RETURN(const std::string json,
                   ObjectOf(event, PathOf("checkout/sessions", event.object_id), deadline));
  ASSIGN_OR_RETURN(const stripe::Owner owner, stripe::ParseOwner(json));
  std::string order_id = owner.order_id;
  if (order_id.empty()) {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto known, parts_.stripe.FindSession(db, owner.id));
    if (known.has_value()) order_id = known->order_id;
  }
  const auto look = [&](pg::Transaction& tx, const StoredOrder& order) -> absl::StatusOr<Finding> {
    ASSIGN_OR_RETURN(const stripe::Session session, stripe::ParseSession(json));
    // An order has one session. If another session names the order in its metadata, it is not its
    // payment.
    ASSIGN_OR_RETURN(const auto own, parts_.stripe.FindSessionOfOrder(tx, order.id()));
    if (own.has_value() && own->session_id != session.id) return Finding{{}, "other_session"};
    RETURN_IF_ERROR(parts_.stripe.PutSession(tx, order.id(), session, parts_.clock.Now()));
    return Finding{{FactOf(session, DelayedPaymentIn(event.type))}, ""};
  };
  return Apply(incoming, order_id, look);
}

absl::StatusOr<std::string> EventHandler::OrderOfPayment(const std::string& payment_intent,
                                                         const std::string& charge_id,
                                                         Deadline deadline) const {
  if (payment_intent.empty()) {
    if (charge_id.empty()) return std::string();
    ASSIGN_OR_RETURN(const std::string json,
                     parts_.sync.Retrieve(PathOf("charges", charge_id), deadline));
    ASSIGN_OR_RETURN(const stripe::Owner charge, stripe::ParseOwner(json));
    if (!charge.order_id.empty()) return charge.order_id;
    return OrderOfPayment(charge.payment_intent, "", deadline);
  }
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto session, parts_.stripe.FindSessionByIntent(db, payment_intent));
    if (session.has_value()) return session->order_id;
  }
  // The payment's own event has not come yet.
  ASSIGN_OR_RETURN(const std::string json,
                   parts_.sync.Retrieve(PathOf("payment_intents", payment_intent), deadline));
  ASSIGN_OR_RETURN(const stripe::Owner intent, stripe::ParseOwner(json));
  return intent.order_id;
}

absl::StatusOr<Handled> EventHandler::OfCharge(const Incoming& incoming) const {
  const stripe::Event& event = incoming.event;
  const Deadline deadline = incoming.deadline;
  ASSIGN_OR_RETURN(const std::string json,
                   ObjectOf(event, PathOf("charges", event.object_id), deadline));
  ASSIGN_OR_RETURN(const stripe::Owner owner, stripe::ParseOwner(json));
  std::string order_id = owner.order_id;
  if (order_id.empty()) {
    ASSIGN_OR_RETURN(order_id, OrderOfPayment(owner.payment_intent, "", deadline));
  }
  const auto look = [&](pg::Transaction&, const StoredOrder&) -> absl::StatusOr<Finding> {
    ASSIGN_OR_RETURN(const stripe::Charge charge, stripe::ParseCharge(json));
    return Finding{{FactOf(charge)}, ""};
  };
  return Apply(incoming, order_id, look);
}

absl::StatusOr<Handled> EventHandler::OfRefund(const Incoming& incoming) const {
  const stripe::Event& event = incoming.event;
  const Deadline deadline = incoming.deadline;
  ASSIGN_OR_RETURN(const std::string json,
                   ObjectOf(event, PathOf("refunds", event.object_id), deadline));
  ASSIGN_OR_RETURN(const stripe::Owner owner, stripe::ParseOwner(json));
  std::string order_id = owner.order_id;
  if (order_id.empty()) {
    ASSIGN_OR_RETURN(order_id, OrderOfPayment(owner.payment_intent, owner.charge, deadline));
  }
  const auto look = [&](pg::Transaction& tx, const StoredOrder& order) -> absl::StatusOr<Finding> {
    ASSIGN_OR_RETURN(const stripe::Refund refund, stripe::ParseRefund(json));
    RETURN_IF_ERROR(parts_.stripe.PutRefund(tx, order.id(), refund, parts_.clock.Now()));
    return Finding{{FactOf(refund)}, ""};
  };
  return Apply(incoming, order_id, look);
}

absl::StatusOr<Handled> EventHandler::OfDispute(const Incoming& incoming) const {
  const stripe::Event& event = incoming.event;
  const Deadline deadline = incoming.deadline;
  // The snapshot is only used to find the order that the dispute concerns.
  ASSIGN_OR_RETURN(const stripe::Owner told, stripe::ParseOwner(event.object_json));
  ASSIGN_OR_RETURN(const std::string order_id,
                   OrderOfPayment(told.payment_intent, told.charge, deadline));
  const auto look = [&](pg::Transaction& tx, const StoredOrder& order) -> absl::StatusOr<Finding> {
    ASSIGN_OR_RETURN(
        const std::string json,
        parts_.sync.Retrieve(PathOf("disputes", told.id), deadline.Within(kLockedRetrieval)));
    ASSIGN_OR_RETURN(const stripe::Dispute dispute, stripe::ParseDispute(json));
    ASSIGN_OR_RETURN(const std::vector<Fact> facts, parts_.orders.ListFacts(tx, order.id()));
    RETURN_IF_ERROR(parts_.stripe.PutDispute(tx, order.id(), dispute, parts_.clock.Now()));
    return Finding{{FactOf(dispute, NextRetrieval(facts, dispute.id))}, ""};
  };
  return Apply(incoming, order_id, look);
}

absl::StatusOr<Handled> EventHandler::Apply(const Incoming& incoming, const std::string& order_id,
                                            const Look& look) const {
  const auto id = NormalizeUuid(order_id);
  if (!id.has_value()) return Close(incoming, {"no_order", ""});
  const bool waits = incoming.unstored == nullptr;
  return pg::RunTransaction(
      parts_.pool, incoming.deadline, [&](pg::Transaction& tx) -> absl::StatusOr<Handled> {
        Handled handled{"applied", *id};
        ASSIGN_OR_RETURN(const auto order,
                         waits ? parts_.ledger.Open(tx, *id) : parts_.ledger.OpenAtOnce(tx, *id));
        if (!order.has_value()) {
          handled = {"no_order", ""};
        } else {
          ASSIGN_OR_RETURN(const Finding finding, look(tx, *order));
          if (!finding.instead.empty()) handled.outcome = finding.instead;
          const Cause cause{CauseKind::kEvent, incoming.event.id};
          if (!finding.facts.empty()) {
            RETURN_IF_ERROR(parts_.ledger.Record(tx, *order, finding.facts, cause).status());
          }
        }
        RETURN_IF_ERROR(Write(tx, incoming, handled));
        RETURN_IF_ERROR(failpoint::Reach("billing.event.applying", tx.deadline()));
        return handled;
      });
}

absl::StatusOr<Handled> EventHandler::Close(const Incoming& incoming, Handled handled) const {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(incoming.deadline));
  RETURN_IF_ERROR(Write(db, incoming, handled));
  return handled;
}

absl::Status EventHandler::Write(pg::Executor& db, const Incoming& incoming,
                                 const Handled& handled) const {
  const absl::Time now = parts_.clock.Now();
  if (incoming.unstored == nullptr) {
    return parts_.events.MarkHandled(db, incoming.event.id, handled, now);
  }
  ASSIGN_OR_RETURN(const bool fresh, parts_.events.InsertHandled(db, incoming.event,
                                                                 *incoming.unstored, handled, now));
  return fresh ? absl::OkStatus() : absl::AlreadyExistsError("the event was stored before");
}

}  // namespace keys::billing
