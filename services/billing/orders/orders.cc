#include "services/billing/orders/orders.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/id/id.h"
#include "services/billing/orders/order_views.h"

namespace keys::billing {
namespace {

using error::Reason;

constexpr int kDefaultLimit = 20;

absl::Status NoSuchOrder() {
  return error::Make(Reason::NOT_FOUND, "There is no such order among yours.");
}

}  // namespace

absl::StatusOr<v1::ListOrdersResponse> Orders::ToPage(pg::Executor& db,
                                                      std::vector<StoredOrder> orders, int limit,
                                                      const std::string& fingerprint) const {
  v1::ListOrdersResponse response;
  const bool more = static_cast<int>(orders.size()) > limit;
  if (more) orders.resize(static_cast<std::size_t>(limit));
  ASSIGN_OR_RETURN(std::vector<v1::Order> views, ViewsOf(db, parts_.orders, orders));
  for (v1::Order& view : views) *response.add_orders() = std::move(view);
  if (more) {
    response.set_next_cursor(
        NextCursor(parts_.cursors, fingerprint, orders.back().created_at, orders.back().id()));
  }
  return response;
}

absl::StatusOr<v1::ListOrdersResponse> Orders::List(rpc::Call& call,
                                                    const v1::ListOrdersRequest& request) {
  ASSIGN_OR_RETURN(const int limit, PageLimit(request.has_limit(), request.limit(), kDefaultLimit));
  const std::string fingerprint =
      page::Fingerprint({"orders", call.caller().user_id, request.org_id()});
  ASSIGN_OR_RETURN(const PageStart start,
                   PageStartOf(parts_.cursors, request.cursor(), fingerprint, IsUuid));
  std::vector<std::string> tenants;
  // Orders that the caller made for others are listed too, unless one organisation's are asked for.
  std::optional<std::string> buyer = call.caller().user_id;
  if (request.has_org_id()) {
    ASSIGN_OR_RETURN(const std::string org, parts_.tenancy.RequireOrgRun(call, request.org_id()));
    tenants = {org};
    buyer.reset();
  } else {
    ASSIGN_OR_RETURN(tenants, parts_.tenancy.ReadableIds(call));
  }
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::vector<StoredOrder> orders,
                   parts_.orders.ListOf(db, tenants, buyer, start, limit + 1));
  return ToPage(db, std::move(orders), limit, fingerprint);
}

absl::StatusOr<v1::ListOrdersResponse> Orders::ListAll(rpc::Call& call,
                                                       const v1::ListAllOrdersRequest& request) {
  ASSIGN_OR_RETURN(const int limit, PageLimit(request.has_limit(), request.limit(), kDefaultLimit));
  std::optional<OrderStatus> status;
  if (request.has_status()) {
    const absl::StatusOr<OrderStatus> named = ParseOrderStatus(request.status());
    if (!named.ok()) {
      return error::Invalid("?status", "UNKNOWN_WORD", "status is a word that orders have.");
    }
    status = *named;
  }
  const std::string fingerprint = page::Fingerprint({"all orders", request.status()});
  ASSIGN_OR_RETURN(const PageStart start,
                   PageStartOf(parts_.cursors, request.cursor(), fingerprint, IsUuid));
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(std::vector<StoredOrder> orders,
                   parts_.orders.ListAll(db, status, start, limit + 1));
  return ToPage(db, std::move(orders), limit, fingerprint);
}

absl::StatusOr<StoredOrder> Orders::Find(pg::Executor& db, const std::string& id) const {
  const auto uuid = NormalizeUuid(id);
  if (!uuid.has_value()) return NoSuchOrder();
  ASSIGN_OR_RETURN(auto order, parts_.orders.Find(db, *uuid));
  // Stripe's records name the payment of a shortfall by its own id.
  if (order.has_value() && order->pays_shortfall()) {
    ASSIGN_OR_RETURN(order, parts_.orders.Find(db, order->parent_id));
  }
  if (!order.has_value()) return NoSuchOrder();
  return *std::move(order);
}

absl::StatusOr<v1::GetOrderResponse> Orders::Show(pg::Executor& db,
                                                  const StoredOrder& order) const {
  v1::GetOrderResponse response;
  ASSIGN_OR_RETURN(*response.mutable_order(), ViewOf(db, parts_.orders, order));
  return response;
}

absl::StatusOr<v1::GetOrderResponse> Orders::Get(rpc::Call& call,
                                                 const v1::GetOrderRequest& request) {
  std::optional<StoredOrder> order;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(order, Find(db, request.id()));
  }
  if (order->user_id != call.caller().user_id) {
    ASSIGN_OR_RETURN(const auto readable, parts_.tenancy.ReadableIds(call));
    if (std::find(readable.begin(), readable.end(), order->tenant.id()) == readable.end()) {
      return NoSuchOrder();
    }
  }
  if (order->open()) parts_.on_waiting_buyer(order->id());
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  if (order->shortfall_cents > 0) {
    ASSIGN_OR_RETURN(const auto shortfalls, parts_.orders.ListShortfalls(db, {order->id()}));
    for (const StoredOrder& shortfall : shortfalls) {
      if (shortfall.open()) parts_.on_waiting_buyer(shortfall.id());
    }
  }
  return Show(db, *order);
}

absl::StatusOr<v1::GetOrderResponse> Orders::GetAny(rpc::Call& call,
                                                    const v1::GetOrderRequest& request) {
  ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(call.deadline()));
  ASSIGN_OR_RETURN(const StoredOrder order, Find(db, request.id()));
  return Show(db, order);
}

}  // namespace keys::billing
