#include "services/billing/order_sync.h"

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

constexpr absl::Duration kBookkeepingLimit = absl::Seconds(3);
// Our clock and Stripe's may differ by this much.
constexpr absl::Duration kClockSkew = absl::Minutes(5);
constexpr int kMaxPages = 10;

// An answer that cannot be what was asked for is no answer.
absl::Status NotWhatWasAsked(const std::string& order_id, std::string_view why) {
  log::Error("stripe.strange_answer", {{"order_id", order_id}, {"why", why}});
  return stripe::ToClientStatus(stripe::Answer{});
}

absl::Status UnknownOrder() {
  return error::Make(error::Reason::NOT_FOUND, "There is no such order.");
}

}  // namespace

absl::StatusOr<std::string> OrderSync::Retrieve(const std::string& path, Deadline deadline) const {
  stripe::Answer answer = parts_.client.Send({.method = "GET", .path = path}, deadline);
  if (answer.done()) return std::move(answer.body);
  if (answer.http_status == 404) {
    return error::Make(error::Reason::NOT_FOUND, "Stripe does not know it.");
  }
  return stripe::ToClientStatus(answer);
}

absl::StatusOr<OrderSync::Search> OrderSync::SearchSession(const StoredOrder& order,
                                                           Deadline deadline) const {
  const int64_t since = absl::ToUnixSeconds(order.created_at - kClockSkew);
  const std::string base =
      Concat({"/v1/checkout/sessions?limit=100&created[gte]=", std::to_string(since)});
  std::string after;
  Search search;
  for (int page_number = 0; page_number < kMaxPages; ++page_number) {
    ASSIGN_OR_RETURN(
        const std::string body,
        Retrieve(
            after.empty() ? base : Concat({base, "&starting_after=", stripe::PercentEncode(after)}),
            deadline));
    const absl::StatusOr<stripe::Page<stripe::Session>> page = stripe::ParseSessionPage(body);
    if (!page.ok()) return search;
    for (const stripe::Session& session : page->items) {
      if (session.order_id != order.id()) continue;
      search.session = session;
      return search;
    }
    if (page->unreadable > 0) return search;
    if (!page->has_more || page->items.empty()) {
      search.complete = true;
      return search;
    }
    after = page->last_id;
  }
  return search;
}

// A delayed payment that failed shows in its intent only: the session stays complete and unpaid.
absl::StatusOr<std::string> OrderSync::LastEventOf(const stripe::Session& session,
                                                   Deadline deadline) const {
  const bool delayed = session.status == "complete" && session.payment_status == "unpaid" &&
                       !session.payment_intent.empty();
  if (!delayed) return std::string();
  ASSIGN_OR_RETURN(
      const std::string body,
      Retrieve(Concat({"/v1/payment_intents/", stripe::PercentEncode(session.payment_intent)}),
               deadline));
  const auto intent = stripe::ParsePaymentIntent(body);
  if (!intent.ok()) return std::string();
  const bool failed = intent->status == "requires_payment_method" || intent->status == "canceled";
  return std::string(failed ? "checkout.session.async_payment_failed" : "");
}

absl::StatusOr<OrderState> OrderSync::RecordSession(const std::string& order_id,
                                                    const stripe::Session& session,
                                                    const Cause& cause, Deadline deadline) const {
  ASSIGN_OR_RETURN(const std::string event_type, LastEventOf(session, deadline));
  return pg::RunTransaction(
      parts_.pool, Deadline::After(kBookkeepingLimit),
      [&](pg::Transaction& tx) -> absl::StatusOr<OrderState> {
        ASSIGN_OR_RETURN(const auto order, parts_.ledger.Open(tx, order_id));
        if (!order.has_value()) return UnknownOrder();
        RETURN_IF_ERROR(parts_.stripe.PutSession(tx, order_id, session, parts_.clock.Now()));
        ASSIGN_OR_RETURN(OrderState state,
                         parts_.ledger.Record(tx, *order, {FactOf(session, event_type)}, cause));
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
  if (session.has_value()) {
    ASSIGN_OR_RETURN(
        const std::string body,
        Retrieve(Concat({"/v1/checkout/sessions/", stripe::PercentEncode(session->session_id)}),
                 deadline));
    const absl::StatusOr<stripe::Session> found = stripe::ParseSession(body);
    if (!found.ok()) return NotWhatWasAsked(order_id, MessageOf(found.status()));
    if (found->id != session->session_id || found->order_id != order_id) {
      return NotWhatWasAsked(order_id, "another session");
    }
    return RecordSession(order_id, *found, cause, deadline);
  }
  ASSIGN_OR_RETURN(const Search search, SearchSession(*order, deadline));
  if (search.session.has_value()) return RecordSession(order_id, *search.session, cause, deadline);
  if (search.complete && parts_.clock.Now() > order->expires_at) {
    return RecordFact(order_id, {FactKind::kAbandoned}, cause);
  }
  OrderState unchanged;
  unchanged.status = OrderStatus::kOpen;
  return unchanged;
}

}  // namespace keys::billing
