#include "services/billing/admin/admin_orders.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/idempotency/once_across.h"
#include "common/log/log.h"
#include "services/billing/admin/admin_reason.h"
#include "services/billing/admin/refund_words.h"
#include "services/billing/orders/order_books.h"
#include "services/billing/orders/order_views.h"

namespace keys::billing {
namespace {

using error::Reason;

// A whole refund ends within this time, so that the gateway's limit of 10 s is never reached.
constexpr absl::Duration kWholeRefund = absl::Seconds(8);
// The answer waits this long for entitlement; afterwards the outbox goes on alone.
constexpr absl::Duration kAccessWait = absl::Seconds(1);
// Each round ends the open orders that stood in the way of the one before.
constexpr int kRounds = 3;

absl::Status NoSuchOrder() { return error::Make(Reason::NOT_FOUND, "There is no such order."); }

std::string DetailsOf(const std::string& reason, int64_t amount_cents, const std::string& line_id) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("amount_cents");
  writer.Int64(amount_cents);
  if (!line_id.empty()) {
    writer.Key("order_line_id");
    writer.String(line_id.data(), static_cast<rapidjson::SizeType>(line_id.size()));
  }
  writer.Key("reason");
  writer.String(reason.data(), static_cast<rapidjson::SizeType>(reason.size()));
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

// The same idempotency key names the same refund at Stripe. Without a key every request is a refund
// of its own.
std::string NameOf(const rpc::Call& call, IdSource& ids) {
  if (call.idempotency_key().empty()) return ids.NewUuid();
  return crypto::Sha256Hex(call.idempotency_key()).substr(0, 32);
}

// `wanted` is a KEY's slug or id.
bool IsNamed(const std::string& wanted, const v1::OrderLine& line) {
  return line.slug() == wanted || line.key_id() == wanted;
}

RefundLine RefundLineOf(const StoredLine& line, int64_t pledged_cents) {
  const bool gone = line.standing == Standing::STANDING_UNSPECIFIED ||
                    line.standing == Standing::STANDING_REVOKED_REFUND ||
                    line.standing == Standing::STANDING_REVOKED_DISPUTE;
  return {line.view.amount_cents(), line.net_cents, pledged_cents, line.list_price_cents, !gone};
}

absl::StatusOr<std::string> OrderIdOf(const std::string& id) {
  const auto uuid = NormalizeUuid(id);
  if (!uuid.has_value()) return NoSuchOrder();
  return *uuid;
}

}  // namespace

std::vector<std::string> AdminOrders::Snapshot::ListHolders(bool open) const {
  std::vector<std::string> holders;
  for (const HeldPledge& pledge : pledges) {
    const bool concerns = line_id.empty() || pledge.line_id == line_id;
    const bool known = std::find(holders.begin(), holders.end(), pledge.holder_id) != holders.end();
    if (pledge.holder_open == open && concerns && !known) holders.push_back(pledge.holder_id);
  }
  return holders;
}

// The lines of shortfall payments count as lines of the order, so that a partial refund considers
// both when it decides which KEYS are kept.
absl::Status AdminOrders::AddShortfallLines(pg::Transaction& tx, const StoredOrder& order,
                                            std::vector<RefundLine>& lines) const {
  if (order.pays_shortfall()) return absl::OkStatus();
  std::vector<std::string> ids;
  ASSIGN_OR_RETURN(const auto shortfalls, parts_.orders.ListShortfalls(tx, {order.id()}));
  for (const StoredOrder& shortfall : shortfalls) {
    if (shortfall.granted) ids.push_back(shortfall.id());
  }
  if (ids.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<StoredLine> paid, parts_.orders.ListLines(tx, ids));
  for (const StoredLine& line : paid) {
    // Money that was lost to a dispute is not with us, so such a line keeps no KEY.
    if (line.standing == Standing::STANDING_REVOKED_DISPUTE) continue;
    lines.push_back(RefundLineOf(line, 0));
  }
  return absl::OkStatus();
}

absl::StatusOr<AdminOrders::Snapshot> AdminOrders::Plan(
    pg::Transaction& tx, const std::string& order_id, const v1::RefundOrderRequest& request) const {
  ASSIGN_OR_RETURN(auto order, parts_.ledger.Open(tx, order_id));
  if (!order.has_value()) return NoSuchOrder();
  Snapshot look{.order = *std::move(order)};
  ASSIGN_OR_RETURN(look.lines, parts_.orders.ListLines(tx, {order_id}));
  ASSIGN_OR_RETURN(const TenantBooks books, LoadBooks(tx, look.order.tenant, order_id));
  const BookOrder& book = *books.Find(order_id);
  look.pledges = PledgesOn(books, book);
  if (!look.order.paid_at.has_value()) {
    return error::Make(Reason::CONFLICT, "This order was never paid: there is nothing to refund.");
  }
  if (request.has_amount_cents()) look.wish.amount_cents = request.amount_cents();
  const money::Currency* currency = parts_.currencies.Find(look.order.view.currency());
  if (currency != nullptr) look.wish.step_cents = currency->step;
  for (std::size_t i = 0; request.has_line() && i < look.lines.size(); ++i) {
    const v1::OrderLine& line = look.lines[i].view;
    if (!IsNamed(request.line(), line)) continue;
    look.wish.line = i;
    look.line_id = look.lines[i].id;
  }
  if (request.has_line() && !look.wish.line.has_value()) {
    return error::Invalid("/line", "UNKNOWN", "The order has no line of that KEY.");
  }
  const std::vector<int64_t> pledged = PledgedOf(book, look.pledges);
  std::vector<RefundLine> lines;
  for (std::size_t i = 0; i < look.lines.size(); ++i) {
    lines.push_back(RefundLineOf(look.lines[i], pledged[i]));
  }
  if (look.wish.line.has_value()) {
    // While a shortfall can still be paid, a refund of one line is refused, because that payment
    // would give one KEY more.
    if (look.order.shortfall_cents > 0) {
      look.plan.verdict = RefundVerdict::kKeepsTooMuch;
      return look;
    }
    RETURN_IF_ERROR(AddShortfallLines(tx, look.order, lines));
  }
  look.plan = PlanRefund(look.order.view.amount_cents(), lines, look.wish);
  return look;
}

// Plans the refund. An order that cost nothing is taken back at once, in the same transaction.
absl::StatusOr<AdminOrders::Snapshot> AdminOrders::PlanOrTake(rpc::Call& call,
                                                              const std::string& order_id,
                                                              const v1::RefundOrderRequest& request,
                                                              const std::string& name) {
  return pg::RunTransaction(
      parts_.pool, call.deadline().Within(kWholeRefund),
      [&](pg::Transaction& tx) -> absl::StatusOr<Snapshot> {
        ASSIGN_OR_RETURN(Snapshot look, Plan(tx, order_id, request));
        const std::string subject = Concat({"ord_", order_id, ":refund:", name});
        ASSIGN_OR_RETURN(const auto asked, parts_.stripe.FindLatestRequest(tx, subject));
        // A refund that was requested before is not judged again; it is only carried on.
        const bool over = asked.has_value() && asked->over();
        if (asked.has_value() && !over) {
          look.plan.verdict = RefundVerdict::kAllowed;
          look.done = asked->state == RequestState::kDone;
          look.plan.amount_cents = std::max<int64_t>(1, look.plan.amount_cents);
          return look;
        }
        if (look.plan.verdict != RefundVerdict::kAllowed || look.plan.amount_cents > 0) return look;
        Fact taken{FactKind::kTakenBack, name};
        taken.order_line_id = look.line_id;
        RETURN_IF_ERROR(
            parts_.ledger.Record(tx, look.order, {taken}, {CauseKind::kAdmin, call.request_id()})
                .status());
        RETURN_IF_ERROR(
            Note(tx, call, "order.refund", order_id, DetailsOf(request.reason(), 0, look.line_id)));
        look.done = true;
        return look;
      });
}

absl::Status AdminOrders::CloseHolders(rpc::Call& call, const Snapshot& look) const {
  for (const std::string& id : look.ListHolders(true)) {
    std::optional<StoredOrder> holder;
    {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
      ASSIGN_OR_RETURN(holder, parts_.orders.Find(db, id));
    }
    ASSIGN_OR_RETURN(const CheckoutSessions::Closed closed,
                     parts_.sessions.Close(*holder, {CauseKind::kAdmin, call.request_id()},
                                           call.deadline().Within(kWholeRefund)));
    if (closed == CheckoutSessions::Closed::kAwaitingPayment) {
      return error::Make(Reason::IN_PROGRESS,
                         Concat({"A payment that counts on this credit is under way: ", id, "."}));
    }
  }
  return absl::OkStatus();
}

absl::Status AdminOrders::Pay(rpc::Call& call, const Snapshot& look,
                              const v1::RefundOrderRequest& request, const std::string& name) {
  RefundOrder refund{.name = name};
  // When everything is refunded, Stripe computes the amount, because it knows best what is left,
  // tax included.
  const bool whole = !request.has_amount_cents() && !request.has_line();
  if (!whole) refund.amount_cents = look.plan.amount_cents;
  refund.line_id = look.line_id;
  refund.before = [&](pg::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Snapshot now, Plan(tx, look.order.id(), request));
    RETURN_IF_ERROR(ExplainRefund(now.plan, now.ListHolders(false)));
    ASSIGN_OR_RETURN(const int64_t under_way,
                     parts_.stripe.CountRefundsUnderWay(tx, look.order.id()));
    const bool same = now.plan.amount_cents == look.plan.amount_cents && under_way == 0;
    if (!same)
      return error::Make(Reason::IN_PROGRESS, "Another refund of this order is under way.");
    // The audit records what was ordered before Stripe carries it out, however long that takes.
    return Note(tx, call, "order.refund", look.order.id(),
                DetailsOf(request.reason(), look.plan.amount_cents, look.line_id));
  };
  return parts_.refunder.Send(look.order, refund, call.deadline().Within(kWholeRefund));
}

absl::Status AdminOrders::Run(rpc::Call& call, const std::string& order_id,
                              const v1::RefundOrderRequest& request, const std::string& name) {
  for (int round = 0; round < kRounds; ++round) {
    ASSIGN_OR_RETURN(const Snapshot look, PlanOrTake(call, order_id, request, name));
    if (look.done) return absl::OkStatus();
    const bool in_use = look.plan.verdict == RefundVerdict::kCreditInUse;
    if (in_use && !look.ListHolders(true).empty()) {
      RETURN_IF_ERROR(CloseHolders(call, look));
      continue;
    }
    RETURN_IF_ERROR(ExplainRefund(look.plan, look.ListHolders(false)));
    return Pay(call, look, request, name);
  }
  return error::Make(Reason::IN_PROGRESS, "New sessions keep counting on this credit.");
}

absl::StatusOr<std::string> AdminOrders::OrderWithLine(const std::string& order_id,
                                                       const std::vector<StoredOrder>& shortfalls,
                                                       const std::string& line,
                                                       Deadline deadline) const {
  std::vector<std::string> ids = {order_id};
  for (const StoredOrder& shortfall : shortfalls) ids.push_back(shortfall.id());
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto lines, parts_.orders.ListLines(db, ids));
  for (const StoredLine& candidate : lines) {
    if (candidate.view.grants() && IsNamed(line, candidate.view)) return candidate.order_id;
  }
  return order_id;
}

absl::Status AdminOrders::RunAll(rpc::Call& call, const std::string& order_id,
                                 const v1::RefundOrderRequest& request, const std::string& name) {
  std::vector<StoredOrder> shortfalls;
  std::optional<StoredOrder> order;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, order_id));
    if (!order.has_value() || order->pays_shortfall()) return NoSuchOrder();
    ASSIGN_OR_RETURN(shortfalls, parts_.orders.ListShortfalls(db, {order_id}));
  }
  std::erase_if(shortfalls, [](const StoredOrder& shortfall) {
    return !shortfall.granted || shortfall.status == OrderStatus::kRefunded;
  });
  if (request.has_line()) {
    ASSIGN_OR_RETURN(const std::string id,
                     OrderWithLine(order_id, shortfalls, request.line(), call.deadline()));
    return Run(call, id, request, name);
  }
  // An amount is refunded from the order's first payment.
  if (request.has_amount_cents() || shortfalls.empty()) return Run(call, order_id, request, name);
  // The order is refunded first, because its pledges bind its shortfall payments.
  if (order->status != OrderStatus::kRefunded) RETURN_IF_ERROR(Run(call, order_id, request, name));
  for (const StoredOrder& shortfall : shortfalls) {
    RETURN_IF_ERROR(Run(call, shortfall.id(), request, name));
    parts_.relay.DrainAggregate(shortfall.id(), call.deadline().Within(kAccessWait)).IgnoreError();
  }
  return absl::OkStatus();
}

template <typename Response, typename Request, typename Act>
absl::StatusOr<Response> AdminOrders::Once(rpc::Call& call, const char* rpc, const Request& request,
                                           Act&& act) {
  ASSIGN_OR_RETURN(const std::string id, OrderIdOf(request.id()));
  RETURN_IF_ERROR(CheckReason(request.reason()));
  const std::string scope = Concat({"admin ", rpc, " ", id});
  return idempotency::OnceAcross<Response>(
      {.store = parts_.idempotency,
       .pool = parts_.pool,
       .call = call,
       .scope = scope,
       .request_hash = idempotency::HashOf(request),
       .deadline = call.deadline(),
       .clock = parts_.clock,
       .not_kept = "admin.answer_not_kept"},
      [&]() -> absl::StatusOr<Response> {
        RETURN_IF_ERROR(act(id, NameOf(call, parts_.ids)));
        parts_.relay.DrainAggregate(id, call.deadline().Within(kAccessWait)).IgnoreError();
        Response response;
        ASSIGN_OR_RETURN(*response.mutable_order(), Show(id, call.deadline()));
        return response;
      });
}

absl::StatusOr<v1::RefundOrderResponse> AdminOrders::Refund(rpc::Call& call,
                                                            const v1::RefundOrderRequest& request) {
  if (request.has_amount_cents() && request.has_line()) {
    RETURN_IF_ERROR(OrderIdOf(request.id()).status());
    return error::Invalid("/line", "NOT_BOTH", "Refund an amount or a line, not both.");
  }
  return Once<v1::RefundOrderResponse>(call, "RefundOrder", request,
                                       [&](const std::string& id, const std::string& name) {
                                         return RunAll(call, id, request, name);
                                       });
}

absl::Status AdminOrders::WaiveNow(rpc::Call& call, const std::string& order_id,
                                   const v1::WaiveShortfallRequest& request,
                                   const std::string& name) {
  return pg::RunTransaction(parts_.pool, call.deadline(), [&](pg::Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const auto order, parts_.ledger.Open(tx, order_id));
    if (!order.has_value() || order->pays_shortfall()) return NoSuchOrder();
    const int64_t lacking = order->shortfall_cents;
    if (lacking == 0) {
      return error::Make(Reason::CONFLICT, "This order lacks nothing.");
    }
    ASSIGN_OR_RETURN(const std::vector<Fact> waived,
                     PlanWaiver(parts_.orders, tx, *order, name, lacking));
    RETURN_IF_ERROR(
        parts_.ledger.Record(tx, *order, waived, {CauseKind::kAdmin, call.request_id()}).status());
    return Note(tx, call, "order.waive", order_id, DetailsOf(request.reason(), lacking, ""));
  });
}

absl::StatusOr<v1::WaiveShortfallResponse> AdminOrders::Waive(
    rpc::Call& call, const v1::WaiveShortfallRequest& request) {
  return Once<v1::WaiveShortfallResponse>(call, "WaiveShortfall", request,
                                          [&](const std::string& id, const std::string& name) {
                                            return WaiveNow(call, id, request, name);
                                          });
}

absl::Status AdminOrders::Note(pg::Transaction& tx, const rpc::Call& call,
                               const std::string& action, const std::string& order_id,
                               const std::string& details_json) const {
  return parts_.audit.Append(tx,
                             {.actor = call.caller().user_id,
                              .action = action,
                              .subject = order_id,
                              .details_json = details_json},
                             parts_.clock.Now());
}

absl::StatusOr<v1::Order> AdminOrders::Show(const std::string& order_id, Deadline deadline) const {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
  ASSIGN_OR_RETURN(const auto order, parts_.orders.Find(db, order_id));
  if (!order.has_value()) return NoSuchOrder();
  return ViewOf(db, parts_.orders, *order);
}

}  // namespace keys::billing
