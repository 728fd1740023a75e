#include "services/billing/orders/order_views.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/time/proto_time.h"
#include "services/billing/domain/order_state.h"
#include "services/billing/orders/quote_proto.h"

namespace keys::billing {
namespace {

void CopyLines(const StoredOrder& order, const std::vector<StoredLine>& lines, v1::Order& view) {
  for (const StoredLine& line : lines) {
    if (line.order_id == order.id()) *view.add_lines() = line.view;
  }
}

// All but the status, which depends on the order's shortfall payments too.
v1::Order Complete(const StoredOrder& order, const std::vector<StoredLine>& lines) {
  v1::Order view = order.view;
  CopyLines(order, lines, view);
  v1::Receipt& receipt = *view.mutable_receipt();
  receipt.set_original_price(order.original_cents);
  receipt.set_final_price(order.view.amount_cents());
  receipt.set_discount(order.original_cents - order.view.amount_cents());
  AddLines(order.quote_lines_json, receipt);
  if (order.paid_at.has_value()) *receipt.mutable_paid_at() = ToProto(*order.paid_at);
  return view;
}

void AddShortfall(const StoredOrder& shortfall, const std::vector<StoredLine>& lines,
                  v1::Order& view, OrderStatus& status) {
  if (!shortfall.paid_at.has_value()) return;
  if (!shortfall.granted) {
    // Money that this order did not keep is shown as a notice and counts in none of its amounts.
    *view.mutable_notice() = shortfall.view.notice();
    return;
  }
  CopyLines(shortfall, lines, view);
  view.set_amount_cents(view.amount_cents() + shortfall.view.amount_cents());
  view.set_refunded_cents(view.refunded_cents() + shortfall.view.refunded_cents());
  view.set_shortfall_paid_cents(view.shortfall_paid_cents() + shortfall.view.amount_cents());
  status = JointStatus(status, shortfall.status);
}

}  // namespace

absl::StatusOr<std::vector<v1::Order>> ViewsOf(pg::Executor& db, const OrderStore& store,
                                               const std::vector<StoredOrder>& orders) {
  std::vector<std::string> ids;
  for (const StoredOrder& order : orders) ids.push_back(order.id());
  ASSIGN_OR_RETURN(const std::vector<StoredOrder> shortfalls, store.ListShortfalls(db, ids));
  for (const StoredOrder& shortfall : shortfalls) ids.push_back(shortfall.id());
  ASSIGN_OR_RETURN(const std::vector<StoredLine> lines, store.ListLines(db, ids));
  std::vector<v1::Order> views;
  for (const StoredOrder& order : orders) {
    v1::Order view = Complete(order, lines);
    OrderStatus status = order.status;
    for (const StoredOrder& shortfall : shortfalls) {
      if (shortfall.parent_id == order.id()) AddShortfall(shortfall, lines, view, status);
    }
    view.set_status(std::string(WordOf(status)));
    views.push_back(std::move(view));
  }
  return views;
}

absl::StatusOr<v1::Order> ViewOf(pg::Executor& db, const OrderStore& store,
                                 const StoredOrder& order) {
  ASSIGN_OR_RETURN(std::vector<v1::Order> views, ViewsOf(db, store, {order}));
  return std::move(views.front());
}

}  // namespace keys::billing
