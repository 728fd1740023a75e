#include "services/billing/checkout.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"

namespace keys::billing {
namespace {

using error::Reason;

// How long a quote, and the session that charges it, stands (CONTRACT §4).
constexpr absl::Duration kSessionLife = absl::Minutes(60);
// A session about to expire is not handed out again.
constexpr absl::Duration kLeastTimeLeft = absl::Minutes(2);
// Before the reconciler first asks what became of it.
constexpr absl::Duration kFirstCheck = absl::Seconds(20);
// All of a checkout, so that the gateway's 10 s are never reached.
constexpr absl::Duration kWholeCheckout = absl::Seconds(8);
// Kept back from the time for Stripe, for our own records.
constexpr absl::Duration kOwnTime = absl::Milliseconds(300);
// How long an order of nothing waits for entitlement before the outbox goes on alone.
constexpr absl::Duration kGrantWait = absl::Seconds(2);
// Each round ends the orders that stood in the way of the one before.
constexpr int kRounds = 4;

absl::Status InProgress() {
  return error::WithAction(
      error::Make(Reason::IN_PROGRESS, "A payment for one of these KEYS is still under way."),
      "Look at your orders again when your payment has arrived.");
}

absl::Status JustPaid() {
  return error::WithAction(
      error::Make(Reason::ALREADY_OWNED, "You have just paid for one of these KEYS."),
      "Look at your entitlements, then see what the rest costs.");
}

}  // namespace

absl::StatusOr<v1::CheckoutResponse> Checkout::Key(rpc::Call& call,
                                                   const v1::CheckoutKeyRequest& request) {
  Wish wish{"CheckoutKey",
            "key",
            request.slug(),
            request.success_url(),
            request.cancel_url(),
            std::nullopt,
            idempotency::HashOf(request)};
  if (request.has_org_id()) wish.org_id = request.org_id();
  return Run(call, wish);
}

absl::StatusOr<v1::CheckoutResponse> Checkout::Bundle(rpc::Call& call,
                                                      const v1::CheckoutBundleRequest& request) {
  Wish wish{"CheckoutBundle",
            "bundle",
            request.slug(),
            request.success_url(),
            request.cancel_url(),
            std::nullopt,
            idempotency::HashOf(request)};
  if (request.has_org_id()) wish.org_id = request.org_id();
  return Run(call, wish);
}

absl::Status Checkout::CheckUrls(const Wish& wish) const {
  error::ErrorDetail detail;
  detail.set_reason(Reason::URL_NOT_ALLOWED);
  for (const auto& [pointer, url] :
       {std::pair{"/successUrl", &wish.success_url}, std::pair{"/cancelUrl", &wish.cancel_url}}) {
    if (parts_.urls.Allows(*url)) continue;
    *detail.add_violations() = error::MakeViolation(
        pointer, "URL_NOT_ALLOWED", "Return addresses are https and of an origin of this shop.");
  }
  if (detail.violations().empty()) return absl::OkStatus();
  detail.set_detail(detail.violations(0).detail());
  return error::Make(std::move(detail));
}

absl::StatusOr<v1::CheckoutResponse> Checkout::Run(rpc::Call& call, const Wish& wish) {
  const Deadline deadline = call.deadline().Within(kWholeCheckout);
  RETURN_IF_ERROR(CheckUrls(wish));
  Basket basket;
  ASSIGN_OR_RETURN(basket.item, parts_.quoting.Load(call, wish.kind, wish.name));
  ASSIGN_OR_RETURN(basket.tenant, parts_.tenancy.Buyer(call, wish.org_id));
  const std::string& key = call.idempotency_key();
  if (key.empty()) return Buy(call, wish, basket, deadline);

  // The effect spans several transactions and Stripe. Begun here, finished or forgotten below;
  // buying is safe to repeat, because the same wish finds the same open order.
  const std::string scope = Concat({basket.tenant.type(), " ", basket.tenant.id(), " ", wish.rpc});
  ASSIGN_OR_RETURN(
      const auto kept, pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) {
        return parts_.idempotency.Begin(tx, {scope, key, wish.request_hash}, parts_.clock.Now());
      }));
  if (kept.has_value()) {
    v1::CheckoutResponse response;
    if (!response.ParseFromString(*kept)) return absl::InternalError("a stored answer is broken");
    call.set_replayed();
    return response;
  }
  absl::StatusOr<v1::CheckoutResponse> response = Buy(call, wish, basket, deadline);
  const absl::Status kept_now = pg::RunTransaction(
      parts_.pool, Deadline::After(kGrantWait), [&](pg::Transaction& tx) -> absl::Status {
        if (!response.ok()) return parts_.idempotency.Forget(tx, scope, key);
        return parts_.idempotency.Finish(tx, scope, key, response->SerializeAsString());
      });
  if (!kept_now.ok()) log::Warning("checkout.answer_not_kept", {{"error", MessageOf(kept_now)}});
  return response;
}

absl::StatusOr<v1::CheckoutResponse> Checkout::Buy(rpc::Call& call, const Wish& wish,
                                                   const Basket& asked, Deadline deadline) {
  Basket basket = asked;
  for (int round = 0; round < kRounds; ++round) {
    ASSIGN_OR_RETURN(basket.held, parts_.quoting.HoldingsOf(call, basket.tenant));
    ASSIGN_OR_RETURN(const Decision decision, Decide(call, wish, basket, deadline));
    if (decision.order.has_value()) {
      RETURN_IF_ERROR(failpoint::Reach("billing.checkout.placed", deadline));
      if (decision.order->view.amount_cents() == 0) return Give(*decision.order, deadline);
      return Pay(call, basket, *decision.order, deadline);
    }
    RETURN_IF_ERROR(Clear(call, decision.in_the_way, deadline));
  }
  return InProgress();
}

absl::StatusOr<Checkout::Decision> Checkout::Decide(rpc::Call& call, const Wish& wish,
                                                    const Basket& basket, Deadline deadline) {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<Decision> {
        RETURN_IF_ERROR(parts_.orders.LockTenant(tx, basket.tenant));
        ASSIGN_OR_RETURN(const Quote quote,
                         parts_.quoting.Price(tx, basket.item, basket.tenant, basket.held));
        RETURN_IF_ERROR(parts_.quoting.CheckForSale(basket.item, quote));
        ASSIGN_OR_RETURN(std::vector<StoredOrder> open,
                         parts_.orders.ListOpenSharing(tx, basket.tenant, basket.item.key_ids()));
        Decision decision;
        const std::string fingerprint = FingerprintOf(quote);
        const absl::Time latest = parts_.clock.Now() + kLeastTimeLeft;
        for (StoredOrder& order : open) {
          if (order.awaiting_payment) return InProgress();
          const bool same = order.view.item().id() == basket.item.view.id() &&
                            order.quote_fingerprint == fingerprint &&
                            order.success_url == wish.success_url &&
                            order.cancel_url == wish.cancel_url && order.expires_at > latest;
          if (same && !decision.order.has_value()) {
            decision.order = std::move(order);
          } else {
            decision.in_the_way.push_back(std::move(order));
          }
        }
        if (!decision.in_the_way.empty()) {
          decision.order.reset();
        } else if (!decision.order.has_value()) {
          ASSIGN_OR_RETURN(decision.order, Place(tx, call, wish, basket, quote));
        }
        RETURN_IF_ERROR(failpoint::Reach("billing.checkout.placing", tx.deadline()));
        return decision;
      });
}

absl::StatusOr<StoredOrder> Checkout::Place(pg::Transaction& tx, rpc::Call& call, const Wish& wish,
                                            const Basket& basket, const Quote& quote) {
  const absl::Time now = parts_.clock.Now();
  NewOrder order;
  order.id = parts_.ids.NewUuid();
  order.tenant = basket.tenant;
  order.user_id = call.caller().user_id;
  order.item = basket.item.view;
  order.livemode = parts_.livemode;
  order.success_url = wish.success_url;
  order.cancel_url = wish.cancel_url;
  // Whole seconds, as Stripe is told.
  order.expires_at = absl::FromUnixSeconds(absl::ToUnixSeconds(now + kSessionLife));
  order.next_check_at = now + kFirstCheck;
  std::vector<std::string> line_ids;
  for (std::size_t i = 0; i < quote.charged.size(); ++i) line_ids.push_back(parts_.ids.NewUuid());
  RETURN_IF_ERROR(parts_.orders.Insert(tx, order, quote, line_ids, now));
  log::Info("order.placed", {{"order_id", order.id},
                             {"item", order.item.slug()},
                             {"amount_cents", quote.final_cents},
                             {"currency", quote.currency},
                             {"request_id", call.request_id()}});
  ASSIGN_OR_RETURN(const auto stored, parts_.orders.Lock(tx, order.id));
  if (quote.final_cents > 0) return *stored;
  const Cause cause{"checkout", call.request_id()};
  RETURN_IF_ERROR(parts_.ledger.Record(tx, *stored, {Fact{FactKind::kFree}}, cause).status());
  return *stored;
}

absl::Status Checkout::Clear(rpc::Call& call, const std::vector<StoredOrder>& orders,
                             Deadline deadline) {
  const Cause cause{"checkout", call.request_id()};
  for (const StoredOrder& order : orders) {
    const auto closed =
        parts_.desk.Close(order, cause, deadline.Within(deadline.Remaining() - kOwnTime));
    RETURN_IF_ERROR(closed.status());
    if (*closed == SessionDesk::Closed::kAwaitingPayment) return InProgress();
    if (*closed != SessionDesk::Closed::kPaid) continue;
    // Settled now; the outbox carries it on whatever becomes of this wait.
    parts_.relay.DrainAggregate(order.id(), deadline.Within(kGrantWait)).IgnoreError();
    return JustPaid();
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::CheckoutResponse> Checkout::Pay(rpc::Call& call, const Basket& basket,
                                                   const StoredOrder& order, Deadline deadline) {
  v1::CheckoutResponse response;
  response.set_order_id(order.id());
  response.set_status("open");
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
  const std::string email = basket.tenant.type() == "user" ? call.caller().email : "";
  ASSIGN_OR_RETURN(const StoredSession session,
                   parts_.desk.Open(order, {basket.item.view, basket.item.description}, email,
                                    deadline.Within(deadline.Remaining() - kOwnTime)));
  response.set_session_id(session.session_id);
  response.set_url(session.url);
  RETURN_IF_ERROR(failpoint::Reach("billing.checkout.answering", deadline));
  return response;
}

absl::StatusOr<v1::CheckoutResponse> Checkout::Give(const StoredOrder& order, Deadline deadline) {
  const absl::Status applied = parts_.relay.DrainAggregate(order.id(), deadline.Within(kGrantWait));
  if (!applied.ok()) {
    log::Warning("checkout.grant_delayed",
                 {{"order_id", order.id()}, {"error", MessageOf(applied)}});
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto now, parts_.orders.Find(db, order.id()));
  v1::CheckoutResponse response;
  response.set_order_id(order.id());
  response.set_url(order.success_url);
  response.set_status(now->view.status());
  return response;
}

}  // namespace keys::billing
