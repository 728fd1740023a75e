#include "services/billing/checkout/cashier.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/idempotency/once_across.h"
#include "common/log/log.h"
#include "common/tenant/tenant.h"

namespace keys::billing {
namespace {

using error::Reason;

// A session that expires within this time is not handed out again.
constexpr absl::Duration kLeastTimeLeft = absl::Minutes(2);
// This part of the time for Stripe is kept for our own records.
constexpr absl::Duration kOwnTime = absl::Milliseconds(300);
// An order that costs nothing waits this long for entitlement; afterwards the outbox goes on alone.
constexpr absl::Duration kGrantWait = absl::Seconds(2);

absl::Status JustPaid() {
  return error::WithAction(
      error::Make(Reason::ALREADY_OWNED, "You have just paid for one of these KEYS."),
      "Look at your entitlements, then see what the rest costs.");
}

}  // namespace

absl::Status PaymentUnderWay() {
  return error::WithAction(
      error::Make(Reason::IN_PROGRESS, "A payment for one of these KEYS is still under way."),
      "Look at your orders again when your payment has arrived.");
}

absl::StatusOr<ReturnUrls> Cashier::CheckUrls(const std::string& success,
                                              const std::string& cancel) const {
  error::ErrorDetail detail;
  detail.set_reason(Reason::URL_NOT_ALLOWED);
  ReturnUrls urls;
  const auto check = [&](const char* pointer, const std::string& url, std::string& out) {
    if (auto allowed = parts_.urls.Allow(url)) {
      out = *std::move(allowed);
      return;
    }
    *detail.add_violations() =
        error::MakeViolation(pointer, "URL_NOT_ALLOWED", kReturnUrlNotAllowed);
  };
  check("/successUrl", success, urls.success);
  check("/cancelUrl", cancel, urls.cancel);
  if (detail.violations().empty()) return urls;
  detail.set_detail(detail.violations(0).detail());
  return error::Make(std::move(detail));
}

absl::StatusOr<Cashier::Choice> Cashier::Choose(
    std::vector<StoredOrder> open, const std::function<bool(const StoredOrder&)>& same) const {
  Choice choice;
  const absl::Time latest = parts_.clock.Now() + kLeastTimeLeft;
  for (StoredOrder& order : open) {
    if (order.awaiting_payment) return PaymentUnderWay();
    const bool wanted = !choice.order.has_value() && order.expires_at > latest && same(order);
    if (wanted) {
      choice.order = std::move(order);
    } else {
      choice.in_the_way.push_back(std::move(order));
    }
  }
  if (!choice.in_the_way.empty()) choice.order.reset();
  return choice;
}

Cashier::Response Cashier::Answer(rpc::Call& call, const Once& once, Deadline deadline,
                                  const std::function<Response()>& buy) const {
  // Buying is safe to repeat, because the same wish finds the same open order.
  return idempotency::OnceAcross<v1::CheckoutResponse>({.store = parts_.idempotency,
                                                        .pool = parts_.pool,
                                                        .call = call,
                                                        .scope = once.scope,
                                                        .request_hash = once.request_hash,
                                                        .deadline = deadline,
                                                        .clock = parts_.clock,
                                                        .not_kept = "checkout.answer_not_kept",
                                                        .time_to_keep = kGrantWait},
                                                       buy);
}

absl::Status Cashier::Clear(rpc::Call& call, const std::vector<StoredOrder>& orders,
                            Deadline deadline) const {
  const Cause cause{CauseKind::kCheckout, call.request_id()};
  for (const StoredOrder& order : orders) {
    const auto closed =
        parts_.sessions.Close(order, cause, deadline.Within(deadline.Remaining() - kOwnTime));
    RETURN_IF_ERROR(closed.status());
    if (*closed == CheckoutSessions::Closed::kAwaitingPayment) return PaymentUnderWay();
    if (*closed != CheckoutSessions::Closed::kPaid) continue;
    // The order is settled already, and the outbox delivers it whatever becomes of this wait.
    parts_.relay.DrainAggregate(order.id(), deadline.Within(kGrantWait)).IgnoreError();
    return JustPaid();
  }
  return absl::OkStatus();
}

Cashier::Response Cashier::Pay(rpc::Call& call, const StoredOrder& order, const ItemText& text,
                               Deadline deadline) const {
  v1::CheckoutResponse response;
  response.set_order_id(order.pays_shortfall() ? order.parent_id : order.id());
  response.set_status(std::string(WordOf(OrderStatus::kOpen)));
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(const auto known, parts_.stripe.FindSessionOfOrder(db, order.id()));
    if (known.has_value() && !known->url.empty()) {
      response.set_session_id(known->session_id);
      response.set_url(known->url);
      return response;
    }
  }
  // An organisation's customer is not the person who happens to buy first.
  const std::string email =
      TenantTypeOf(order.tenant) == TenantType::kUser ? call.caller().email : "";
  ASSIGN_OR_RETURN(
      const StoredSession session,
      parts_.sessions.Open(order, text, email, deadline.Within(deadline.Remaining() - kOwnTime)));
  response.set_session_id(session.session_id);
  response.set_url(session.url);
  RETURN_IF_ERROR(failpoint::Reach("billing.checkout.answering", deadline));
  return response;
}

Cashier::Response Cashier::Give(const StoredOrder& order, const std::string& url,
                                Deadline deadline) const {
  const absl::Status applied = parts_.relay.DrainAggregate(order.id(), deadline.Within(kGrantWait));
  if (!applied.ok()) {
    log::Warning("checkout.grant_delayed",
                 {{"order_id", order.id()}, {"error", MessageOf(applied)}});
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto now, parts_.orders.Find(db, order.id()));
  v1::CheckoutResponse response;
  response.set_order_id(order.id());
  response.set_url(url);
  response.set_status(std::string(WordOf(now->status)));
  return response;
}

}  // namespace keys::billing
