#include "services/billing/checkout/shortfall_checkout.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/tenant/tenant.h"
#include "services/billing/orders/order_books.h"

namespace keys::billing {
namespace {

using error::Reason;

absl::Status NoSuchOrder() {
  return error::Make(Reason::NOT_FOUND, "There is no such order among yours.");
}

absl::Status LacksNothing() {
  return error::Make(Reason::CONFLICT, "This order lacks nothing: there is nothing to pay.");
}

}  // namespace

absl::StatusOr<StoredOrder> ShortfallCheckout::FindPayable(rpc::Call& call,
                                                           const std::string& id) const {
  const auto uuid = NormalizeUuid(id);
  if (!uuid.has_value()) return NoSuchOrder();
  std::optional<StoredOrder> order;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, *uuid));
  }
  if (!order.has_value() || order->pays_shortfall()) return NoSuchOrder();
  const Tenant& tenant = order->tenant;
  if (TenantTypeOf(tenant) == TenantType::kUser) {
    if (tenant.id() != call.caller().user_id) return NoSuchOrder();
    return *std::move(order);
  }
  const absl::Status may_buy = parts_.tenancy.RequireBuyer(call, tenant.id()).status();
  // A former owner or admin who bought the order may still see it, and is told NOT_ADMIN; other
  // members learn nothing of it.
  const bool seen = order->user_id == call.caller().user_id;
  const bool hidden = error::ReasonOf(may_buy) == Reason::NOT_FOUND ||
                      (error::ReasonOf(may_buy) == Reason::NOT_ADMIN && !seen);
  if (hidden) return NoSuchOrder();
  RETURN_IF_ERROR(may_buy);
  return *std::move(order);
}

absl::StatusOr<v1::CheckoutResponse> ShortfallCheckout::Pay(
    rpc::Call& call, const v1::CheckoutShortfallRequest& request) {
  const Deadline deadline = call.deadline().Within(kWholeCheckout);
  ASSIGN_OR_RETURN(const ReturnUrls urls,
                   parts_.cashier.CheckUrls(request.success_url(), request.cancel_url()));
  ASSIGN_OR_RETURN(const StoredOrder order, FindPayable(call, request.id()));
  const Cashier::Once once{
      Concat({order.tenant.type(), " ", order.tenant.id(), " CheckoutShortfall ", order.id()}),
      idempotency::HashOf(request)};
  return parts_.cashier.Answer(call, once, deadline, [&]() -> Cashier::Response {
    for (int round = 0; round < kCheckoutRounds; ++round) {
      ASSIGN_OR_RETURN(const Cashier::Choice choice, Decide(call, order, urls, deadline));
      if (choice.none()) return parts_.cashier.Give(order, urls.success, deadline);
      if (choice.order.has_value()) {
        auto paid = parts_.cashier.Pay(call, *choice.order, {}, deadline);
        const bool refused = error::ReasonOf(paid.status()) == Reason::NOT_FOR_SALE;
        // Stripe has just said that the amount is too small, so the next round gives it away.
        const v1::Order& quoted = choice.order->view;
        const bool too_small = parts_.minimums.IsTooSmall(quoted.currency(), quoted.amount_cents());
        if (refused && too_small) continue;
        return paid;
      }
      RETURN_IF_ERROR(parts_.cashier.Clear(call, choice.in_the_way, deadline));
    }
    return PaymentUnderWay();
  });
}

absl::StatusOr<Cashier::Choice> ShortfallCheckout::Decide(rpc::Call& call, const StoredOrder& seen,
                                                          const ReturnUrls& urls,
                                                          Deadline deadline) {
  return pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) -> absl::StatusOr<Cashier::Choice> {
        ASSIGN_OR_RETURN(const auto order, parts_.ledger.Open(tx, seen.id()));
        if (!order.has_value() || order->shortfall_cents == 0) return LacksNothing();
        const std::string& code = order->view.currency();
        const money::Currency* known = parts_.currencies.Find(code);
        if (known == nullptr) {
          return error::Make(Reason::NOT_FOR_SALE, "Nothing is sold in its currency any more.");
        }
        money::Currency currency = *known;
        currency.minimum_charge = parts_.minimums.Of(code);
        ASSIGN_OR_RETURN(const Coverage coverage, LoadCoverage(parts_.orders, tx, *order));
        const ShortfallPlan plan =
            PlanShortfall(coverage.uncovered(), order->shortfall_cents, currency);
        if (plan.charge_cents == 0) {
          RETURN_IF_ERROR(GiveAway(tx, *order, plan.given_away_cents, call));
          return Cashier::Choice{};
        }
        ASSIGN_OR_RETURN(const Quote quote, QuoteOf(tx, *order, plan));
        std::vector<std::string> key_ids;
        for (const KeyAmount& line : plan.lines) key_ids.push_back(line.key_id);
        ASSIGN_OR_RETURN(std::vector<StoredOrder> open,
                         parts_.orders.ListOpenSharing(tx, order->tenant, key_ids));
        const std::string fingerprint = FingerprintOf(quote);
        const auto same = [&](const StoredOrder& other) {
          return other.parent_id == order->id() && other.quote_fingerprint == fingerprint &&
                 other.success_url == urls.success && other.cancel_url == urls.cancel;
        };
        ASSIGN_OR_RETURN(Cashier::Choice choice, parts_.cashier.Choose(std::move(open), same));
        if (!choice.none()) return choice;
        if (plan.given_away_cents > 0) {
          RETURN_IF_ERROR(GiveAway(tx, *order, plan.given_away_cents, call));
        }
        ASSIGN_OR_RETURN(choice.order, Place(tx, call, *order, quote, urls));
        return choice;
      });
}

// Waives an amount that is too small to charge or lies between two chargeable amounts.
absl::Status ShortfallCheckout::GiveAway(pg::Transaction& tx, const StoredOrder& order,
                                         int64_t amount_cents, const rpc::Call& call) const {
  const std::string name = Concat({"minimum:", parts_.ids.NewUuid()});
  ASSIGN_OR_RETURN(const std::vector<Fact> waived,
                   PlanWaiver(parts_.orders, tx, order, name, amount_cents));
  return parts_.ledger.Record(tx, order, waived, {CauseKind::kCheckout, call.request_id()})
      .status();
}

absl::StatusOr<Quote> ShortfallCheckout::QuoteOf(pg::Transaction& tx, const StoredOrder& order,
                                                 const ShortfallPlan& plan) const {
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, parts_.orders.ListLines(tx, {order.id()}));
  Quote quote;
  quote.currency = order.view.currency();
  quote.original_cents = plan.charge_cents;
  quote.final_cents = plan.charge_cents;
  for (const KeyAmount& lacking : plan.lines) {
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const StoredLine& candidate) {
      return candidate.view.key_id() == lacking.key_id;
    });
    if (line == lines.end())
      return absl::InternalError("a credit for a KEY that is not in the order");
    const v1::OrderLine& view = line->view;
    quote.lines.push_back({QuoteLineKind::kKey, view.slug(), lacking.amount_cents,
                           Concat({"Credited for ", view.title(), " and no longer paid"})});
    quote.charged.push_back({view.key_id(), view.slug(), view.title(), lacking.amount_cents, true,
                             line->list_price_cents});
  }
  return quote;
}

absl::StatusOr<StoredOrder> ShortfallCheckout::Place(pg::Transaction& tx, rpc::Call& call,
                                                     const StoredOrder& order, const Quote& quote,
                                                     const ReturnUrls& urls) const {
  const absl::Time now = parts_.clock.Now();
  NewOrder payment;
  payment.id = parts_.ids.NewUuid();
  payment.parent_id = order.id();
  payment.tenant = order.tenant;
  payment.user_id = call.caller().user_id;
  payment.item = order.view.item();
  payment.livemode = parts_.livemode;
  payment.success_url = urls.success;
  payment.cancel_url = urls.cancel;
  // Stripe takes whole seconds, so we store whole seconds too.
  payment.expires_at = absl::FromUnixSeconds(absl::ToUnixSeconds(now + kSessionLife));
  payment.next_check_at = now + kFirstCheck;
  std::vector<std::string> line_ids;
  for (std::size_t i = 0; i < quote.charged.size(); ++i) line_ids.push_back(parts_.ids.NewUuid());
  RETURN_IF_ERROR(NoteLostLines(tx, quote, payment));
  RETURN_IF_ERROR(parts_.orders.Insert(tx, payment, quote, line_ids, now));
  log::Info("order.shortfall_placed", {{"order_id", order.id()},
                                       {"payment_id", payment.id},
                                       {"amount_cents", quote.final_cents},
                                       {"currency", quote.currency},
                                       {"request_id", call.request_id()}});
  ASSIGN_OR_RETURN(const auto stored, parts_.orders.Lock(tx, payment.id));
  return *stored;
}

}  // namespace keys::billing
