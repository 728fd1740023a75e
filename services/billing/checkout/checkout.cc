#include "services/billing/checkout/checkout.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/failpoint/failpoint.h"
#include "common/log/log.h"
#include "services/billing/orders/order_books.h"

namespace keys::billing {
namespace {

// A checkout waits this long until entitlement knows which lines are pledged.
constexpr absl::Duration kPledgeWait = absl::Seconds(2);

}  // namespace

absl::StatusOr<v1::CheckoutResponse> Checkout::BuyKey(rpc::Call& call,
                                                      const v1::CheckoutKeyRequest& request) {
  return Run(call, "CheckoutKey", ItemKind::kKey, request);
}

absl::StatusOr<v1::CheckoutResponse> Checkout::BuyBundle(rpc::Call& call,
                                                         const v1::CheckoutBundleRequest& request) {
  return Run(call, "CheckoutBundle", ItemKind::kBundle, request);
}

template <typename Request>
absl::StatusOr<v1::CheckoutResponse> Checkout::Run(rpc::Call& call, const char* rpc, ItemKind kind,
                                                   const Request& request) {
  const Deadline deadline = call.deadline().Within(kWholeCheckout);
  Wish wish{.rpc = rpc, .kind = kind, .name = request.slug()};
  ASSIGN_OR_RETURN(wish.urls,
                   parts_.cashier.CheckUrls(request.success_url(), request.cancel_url()));
  wish.request_hash = idempotency::HashOf(request);
  if (request.has_org_id()) wish.org_id = request.org_id();
  Basket basket;
  ASSIGN_OR_RETURN(basket.item, parts_.quoting.Load(call, wish.kind, wish.name));
  ASSIGN_OR_RETURN(basket.tenant, parts_.tenancy.RequireBuyer(call, wish.org_id));
  const Cashier::Once once{Concat({basket.tenant.type(), " ", basket.tenant.id(), " ", wish.rpc}),
                           wish.request_hash};
  return parts_.cashier.Answer(call, once, deadline,
                               [&] { return Buy(call, wish, basket, deadline); });
}

absl::StatusOr<v1::CheckoutResponse> Checkout::Buy(rpc::Call& call, const Wish& wish,
                                                   const Basket& asked, Deadline deadline) {
  Basket basket = asked;
  for (int round = 0; round < kCheckoutRounds; ++round) {
    ASSIGN_OR_RETURN(basket.held, parts_.quoting.HoldingsOf(call, basket.tenant));
    ASSIGN_OR_RETURN(const Decision decision, Decide(call, wish, basket, deadline));
    if (!decision.untold.empty()) {
      // A line that was transferred before entitlement learnt of the pledge is no credit, so the
      // price is decided once more.
      RETURN_IF_ERROR(WaitForPledges(decision.untold, deadline));
      continue;
    }
    if (decision.choice.order.has_value()) {
      RETURN_IF_ERROR(failpoint::Reach("billing.checkout.placed", deadline));
      const StoredOrder& order = *decision.choice.order;
      if (order.view.amount_cents() == 0) {
        return parts_.cashier.Give(order, order.success_url, deadline);
      }
      auto paid = parts_.cashier.Pay(
          call, order, {basket.item.kind, basket.item.view, basket.item.description}, deadline);
      const v1::Order& quoted = order.view;
      const bool refused = error::ReasonOf(paid.status()) == error::Reason::NOT_FOR_SALE;
      // Stripe has just said that the amount is too small, so the next quote gives it away.
      const bool too_small = parts_.minimums.IsTooSmall(quoted.currency(), quoted.amount_cents());
      if (refused && too_small) continue;
      return paid;
    }
    RETURN_IF_ERROR(parts_.cashier.Clear(call, decision.choice.in_the_way, deadline));
  }
  return PaymentUnderWay();
}

absl::Status Checkout::WaitForPledges(const std::vector<std::string>& orders, Deadline deadline) {
  for (const std::string& id : orders) {
    const absl::Status told = parts_.relay.DrainAggregate(id, deadline.Within(kPledgeWait));
    if (told.ok()) continue;
    log::Warning("checkout.pledge_not_told", {{"order_id", id}, {"error", MessageOf(told)}});
    return error::Make(error::Reason::UNAVAILABLE, "Your credits cannot be held at the moment.");
  }
  return absl::OkStatus();
}

absl::StatusOr<Checkout::Decision> Checkout::Decide(rpc::Call& call, const Wish& wish,
                                                    const Basket& basket, Deadline deadline) {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<Decision> {
        RETURN_IF_ERROR(parts_.orders.LockTenant(tx, basket.tenant));
        ASSIGN_OR_RETURN(const Quote quote,
                         parts_.quoting.PriceFor(tx, basket.item, basket.tenant, basket.held));
        RETURN_IF_ERROR(parts_.quoting.CheckForSale(basket.item, quote));
        ASSIGN_OR_RETURN(std::vector<StoredOrder> open,
                         parts_.orders.ListOpenSharing(tx, basket.tenant, basket.item.key_ids()));
        const std::string fingerprint = FingerprintOf(quote);
        const auto same = [&](const StoredOrder& order) {
          return !order.pays_shortfall() && order.view.item().id() == basket.item.view.id() &&
                 order.quote_fingerprint == fingerprint && order.success_url == wish.urls.success &&
                 order.cancel_url == wish.urls.cancel;
        };
        Decision decision;
        ASSIGN_OR_RETURN(decision.choice, parts_.cashier.Choose(std::move(open), same));
        if (decision.choice.none()) {
          ASSIGN_OR_RETURN(decision.choice.order, Place(tx, call, wish, basket, quote));
        }
        RETURN_IF_ERROR(failpoint::Reach("billing.checkout.placing", tx.deadline()));
        // An order that costs nothing has its access already, so nothing is waited for.
        const bool pays = decision.choice.order.has_value() && quote.final_cents > 0;
        if (!pays || quote.pledges.empty()) return decision;
        ASSIGN_OR_RETURN(decision.untold,
                         parts_.orders.ListUntoldSources(tx, decision.choice.order->id()));
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
  order.success_url = wish.urls.success;
  order.cancel_url = wish.urls.cancel;
  // Stripe takes whole seconds, so we store whole seconds too.
  order.expires_at = absl::FromUnixSeconds(absl::ToUnixSeconds(now + kSessionLife));
  order.next_check_at = now + kFirstCheck;
  std::vector<std::string> line_ids;
  for (std::size_t i = 0; i < quote.charged.size(); ++i) line_ids.push_back(parts_.ids.NewUuid());
  RETURN_IF_ERROR(NoteLostLines(tx, quote, order));
  RETURN_IF_ERROR(parts_.orders.Insert(tx, order, quote, line_ids, now));
  log::Info("order.placed", {{"order_id", order.id},
                             {"item", order.item.slug()},
                             {"amount_cents", quote.final_cents},
                             {"currency", quote.currency},
                             {"request_id", call.request_id()}});
  ASSIGN_OR_RETURN(const auto stored, parts_.orders.Lock(tx, order.id));
  const Cause cause{CauseKind::kCheckout, call.request_id()};
  if (quote.final_cents > 0) {
    if (!quote.pledges.empty()) RETURN_IF_ERROR(parts_.ledger.DecideRelated(tx, *stored, cause));
    return *stored;
  }
  RETURN_IF_ERROR(parts_.ledger.Record(tx, *stored, {Fact{FactKind::kFree}}, cause).status());
  return *stored;
}

}  // namespace keys::billing
